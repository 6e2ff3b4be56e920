"""Where each version of an article is archived, by file."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Engine, select, union_all

from mayadeen.stores.tables import articles, revisions


class Place(NamedTuple):
    offset: int | None
    length: int | None
    id: str
    url: str


class Places:
    """Read once, and kept beside the collection: an archive of years has thousands of files, each asked for."""

    def __init__(self, engine: Engine):
        self._kept = sqlite3.connect("")  # a file of SQLite's own, which goes with the connection
        self._kept.execute("CREATE TABLE places (file TEXT, offset, length, id TEXT, url TEXT)")
        self._kept.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?)", _stated(engine))
        self._kept.execute("CREATE INDEX by_file ON places (file)")

    def counts(self) -> dict[str, int]:
        """How many versions name each file."""
        return dict(self._kept.execute("SELECT file, count(*) FROM places GROUP BY file").fetchall())

    def within(self, file: str) -> dict[int | None, list[Place]]:
        found: dict[int | None, list[Place]] = defaultdict(list)
        for row in self._kept.execute("SELECT offset, length, id, url FROM places WHERE file = ?", (file,)):
            found[row[0]].append(Place(*row))
        return found


def _stated(engine: Engine) -> Iterator[tuple[str, int | None, int | None, str, str]]:
    parts = [
        select(id.label("id"), table.c.url, table.c.warc).where(table.c.warc.is_not(None))
        for table, id in ((articles, articles.c.id), (revisions, revisions.c.article_id))
    ]
    with engine.connect() as connection:
        for id, url, warc in connection.execute(union_all(*parts), execution_options={"yield_per": 1000}):
            if isinstance(warc, dict):
                yield str(warc.get("file")), _number(warc.get("offset")), _number(warc.get("length")), id, url


def _number(stated: object) -> int | None:
    return stated if isinstance(stated, int) else None
