"""Datasette as it is set up for a collection."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from mayadeen.browse import plugin
from mayadeen.browse.queries import QUERIES
from mayadeen.stores.database import open_reading

COLLECTION, SEARCH = "collection", "search"
PAGE = 50
_SETTINGS = {
    "default_page_size": PAGE,
    "default_facet_size": 12,
    "facet_time_limit_ms": 300,
    "sql_time_limit_ms": 10_000,
    "suggest_facets": False,
    "truncate_cells_html": 120,
    "allow_download": False,
    "max_csv_mb": 0,
}
_HIDDEN = {"hidden": True}
_METADATA: dict[str, Any] = {
    "title": "mayadeen",
    "databases": {
        COLLECTION: {
            "queries": QUERIES,
            "tables": dict.fromkeys(("signatures", "bands", "traces", "captures", "sqlite_sequence"), _HIDDEN),
        },
        SEARCH: {
            "tables": {
                "articles": {
                    "title": "Articles",
                    "sort_desc": "published",
                    "facets": ["edition", "section", "kind", "day", {"label": "tag"}, {"label": "author"}],
                },
                **dict.fromkeys(("labels", "settled_runs", "stale", "words", "sqlite_sequence"), _HIDDEN),
            }
        },
    },
}


class Application(Datasette):
    """`collection` and `index` are SQLite files; both are opened to be read only."""

    def __init__(self, collection: Path, index: Path):
        if not pm.is_registered(plugin):
            pm.register(plugin)
        # With it a wrong address prints all local variables, cookies included.
        pm.get_plugin("datasette.handle_exception").rich = None
        super().__init__(settings=_SETTINGS, metadata=_METADATA)
        self.remove_database("_memory")
        for name, path in ((COLLECTION, collection), (SEARCH, index)):
            self.add_database(_File(self, str(path.resolve()), is_mutable=True), name=name)
        self.engine = open_reading(collection)

    def link(self, article_id: str) -> str:
        return self.urls.path(f"/article/{quote(article_id, safe=':')}")


class _File(Database):
    def connect(self, write: bool = False) -> Any:
        return super().connect()  # which opens it mode=ro, whatever was asked for
