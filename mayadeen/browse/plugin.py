"""What Datasette asks its plugins for; it acts for `Application` only."""

import asyncio
import re
import sqlite3
from importlib.resources import files
from typing import Any

from datasette import handle_exception as default
from datasette import hookimpl
from datasette.utils import tilde_encode
from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError
from jinja2 import ChoiceLoader, DictLoader
from markupsafe import Markup

from mayadeen.browse import article, over_time
from mayadeen.browse.excerpt import excerpt
from mayadeen.browse.filters import LabelFacet, conditions
from mayadeen.editions import EDITIONS
from mayadeen.looks import breakable, style, web
from mayadeen.search import sought
from mayadeen.stores.relations import BEGINNING, briefs

MOST_SEARCHED = 20_000
"""Characters of an article that are looked through for what to show of it."""
_IDS = {"id", "article_id", "sister_id", "cluster"}
_ID = re.compile(r"[a-z]{2,3}:[\w.-]{1,80}")


_TABLES = ("/search", "/collection")
_NOT_UNDERSTOOD = "The part of this address after the question mark asks for something that this table does not have."
_ASKERS = (LookupError, ValueError, TypeError, AttributeError, AssertionError, OverflowError, sqlite3.ProgrammingError)


def is_ours(datasette: Any) -> bool:
    return hasattr(datasette, "engine")


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    if not is_ours(datasette):
        return
    folder = files("mayadeen.browse") / "templates"
    ours = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".html")}
    env.loader = ChoiceLoader([DictLoader(ours), env.loader])
    env.filters |= {
        "web": web,
        "breakable": breakable,
        "direction": direction,
        "language": language,
        "thousands": "{:,}".format,
        "tilde": tilde_encode,
    }
    env.globals |= {"article_link": datasette.link, "editions": EDITIONS}


def direction(edition: str) -> str:
    return EDITIONS[edition].direction if edition in EDITIONS else "auto"


def language(row: Any) -> str:
    """As its page says, else its edition's."""
    told = row["language"]
    return told or (EDITIONS[row["edition"]].language if row["edition"] in EDITIONS else "")


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    if not is_ours(datasette):
        return []
    return [
        (r"^/article/(?P<id>[^/]+)$", article.view),
        (r"^/over-time$", over_time.view),
        (r"^/-/style\.css$", _style),
    ]


async def _style(request: Any) -> Response:
    return Response(style("base", "charts", "browse"), content_type="text/css; charset=utf-8")


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    return conditions(request.args) if is_ours(datasette) and (database, table) == ("search", "articles") else None


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """What an address asks for that cannot be is no error of ours; Datasette has a 500 for most of it."""
    asked = request.query_string and request.path.startswith(_TABLES)
    if not (is_ours(datasette) and asked and _is_askers(exception)):
        return None
    said = exception.message if isinstance(exception, DatasetteError) else _NOT_UNDERSTOOD
    return default.handle_exception(datasette, request, DatasetteError(said, status=400))


def _is_askers(exception: Exception) -> bool:
    if isinstance(exception, DatasetteError):
        return exception.status == 500
    return isinstance(exception, _ASKERS)


@hookimpl
def register_facet_classes() -> list[type]:
    return [LabelFacet]


@hookimpl
def extra_template_vars(template: str, datasette: Any) -> dict[str, Any]:
    if not is_ours(datasette):
        return {}

    async def of_rows(rows: Any, search: str) -> dict[str, Any]:
        return await asyncio.to_thread(_excerpts, datasette.engine, [row["id"] for row in rows], search)

    async def extent() -> Any:
        return (await datasette.get_database("search").execute(_EXTENT)).first()

    async def questions() -> Any:
        return await datasette.get_canned_queries("collection", None)

    return {"briefs": of_rows, "extent": extent, "questions": questions}


def _excerpts(engine: Any, ids: list[str], search: str) -> dict[str, dict[str, Any]]:
    found = briefs(engine, ids, MOST_SEARCHED if search else BEGINNING)
    return {id: {**row, "text": excerpt(row["text"], *sought(search))} for id, row in found.items()}


_EXTENT = """
SELECT (SELECT count(*) FROM articles) AS articles, (SELECT min(day) FROM articles WHERE day > '') AS first,
    (SELECT max(day) FROM articles) AS last
"""


@hookimpl
def render_cell(value: Any, column: str, datasette: Any) -> Any:
    """Wherever an article is named, a link to it."""
    if is_ours(datasette) and column in _IDS and isinstance(value, str) and _ID.fullmatch(value):
        return Markup('<a href="{}">{}</a>').format(datasette.link(value), value)
    return None
