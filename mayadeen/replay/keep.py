"""Storing what a replay read, and writing it to a file."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, bindparam, insert, update

from mayadeen.items import Article
from mayadeen.loaders import READER
from mayadeen.replay.fold import Outcome
from mayadeen.replay.part import READ
from mayadeen.stores.changes import compare
from mayadeen.stores.clock import now
from mayadeen.stores.keeping import former_row, held_rows
from mayadeen.stores.statements import article_row, insert_revisions, upsert_articles
from mayadeen.stores.tables import articles

TOGETHER = 500
_READING = (*READ, "provenance", "content_hash", "run", "reader")
"""What a new reading of the same bytes changes; the revision stays, for the site changed nothing."""


class Items:
    """The spooled items of outcomes, with what only the fold knows."""

    def __init__(self, spool: Path, run: str):
        self.spool, self.run = spool, run
        self._files: dict[int, Any] = {}

    def of(self, outcomes: Iterable[Outcome]) -> Iterator[Article]:
        for outcome in outcomes:
            number, offset, length = outcome.reading.spool
            file = self._files.get(number)
            if file is None:
                file = self._files[number] = (self.spool / f"{number}.jsonl").open("rb")
            file.seek(offset)
            item = Article(**orjson.loads(file.read(length)))
            item.id, item.revision, item.regions = outcome.reading.id, outcome.revision, outcome.regions
            item.first_seen, item.run = outcome.first_seen, self.run
            yield item

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def store(engine: Engine, items: Items, outcomes: Sequence[Outcome]) -> int:
    """What is new, reads otherwise or was changed; gives back how many."""
    wanted = [outcome for outcome in outcomes if outcome.what != "same"]
    for start in range(0, len(wanted), TOGETHER):
        some = wanted[start : start + TOGETHER]
        rows: dict[str, list[dict[str, Any]]] = {}
        for outcome, item in zip(some, items.of(some), strict=True):
            rows.setdefault(outcome.what, []).append(article_row(vars(item)) | {"reader": READER})
        with engine.begin() as connection:
            if new := rows.get("new"):
                connection.execute(insert(articles), new)
            if read_otherwise := rows.get("differs"):
                connection.execute(_REREAD, [_bound(row) for row in read_otherwise])
            _replace(engine, connection, rows.get("changed", []))
    return len(wanted)


def _replace(engine: Engine, connection: Connection, changed: list[dict[str, Any]]) -> None:
    """The site changed these since: the version that was stored is kept whole, as after a crawl."""
    held = held_rows(connection, {row["id"] for row in changed})
    for row in changed:
        change = compare(held[row["id"]], row)
        if change.former:
            connection.execute(insert_revisions(engine), former_row(change.former, now(), row["run"]))
        connection.execute(upsert_articles(engine), change.row)


def _bound(row: dict[str, Any]) -> dict[str, Any]:
    return {"b_id": row["id"]} | {f"b_{name}": row[name] for name in _READING}


_REREAD = (
    update(articles)
    .where(articles.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}", type_=articles.c[name].type) for name in _READING})
)
