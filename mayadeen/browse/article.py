"""An article as a page: its text, its life, and who belongs to it."""

import asyncio
import re
from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup
from sqlalchemy import Engine

from mayadeen.history_html import life
from mayadeen.stores.history import History
from mayadeen.stores.relations import near_duplicates, sister_articles

_PARAGRAPH = re.compile(r"\n\s*\n")


async def view(request: Any, datasette: Any) -> Response:
    article_id = tilde_decode(request.url_vars["id"])
    shown = await asyncio.to_thread(_read, datasette.engine, article_id)
    if shown is None:
        raise NotFound(f"no article {article_id} is held")
    return Response.html(await datasette.render_template("article.html", shown, request=request))


def _read(engine: Engine, article_id: str) -> dict[str, Any] | None:
    history = History.of(engine, article_id)
    if history is None:
        return None
    article = history.article
    return {
        "article": article,
        "paragraphs": [text for text in _PARAGRAPH.split(article["body"] or "") if text.strip()],
        "addresses": history.addresses,
        "versions": len(history.versions),
        "life": Markup(life(history)),  # noqa: S704 escaped where it is made
        "near_duplicates": near_duplicates(engine, article),
        "sisters": sister_articles(engine, article_id),
    }
