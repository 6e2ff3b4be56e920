"""What one process does: the records of a part, read, compared with what is stored, spooled."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select

from mayadeen.exceptions import Failed, Filtered, Invalid
from mayadeen.items import Article
from mayadeen.provenance import NOT_READ
from mayadeen.replay.pages import article_of, edition_of
from mayadeen.stores.database import open_database
from mayadeen.stores.sources import Part, Record, records
from mayadeen.stores.tables import articles

READ = tuple(field.name for field in fields(Article) if field.name not in (*NOT_READ, "id"))
"""Fields that a page gives: those that are compared."""
TOGETHER = 200


class Job(NamedTuple):
    part: Part
    number: int
    spool: Path
    database: str | None
    editions: tuple[str, ...]
    everything: bool
    """Whether articles that are as they are stored are spooled, too."""


class Held(NamedTuple):
    """What is stored of an article, as far as the outcome needs it."""

    fetched: str
    content_hash: str
    revision: int
    first_seen: str
    regions: list[str]


class Reading(NamedTuple):
    """One capture, read: small, for it goes between processes and stays in memory."""

    id: str
    url: str
    date: str
    content_hash: str
    held: Held | None
    differs: tuple[str, ...]
    spool: tuple[int, int, int] | None
    """Number, offset and length of its item."""


@dataclass
class Result:
    readings: list[Reading] = field(default_factory=list)
    told: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By address: date and content of the last metadata record."""
    counts: Counter[str] = field(default_factory=Counter)


def read_part(job: Job) -> Result:
    result = Result()
    path = job.spool / f"{job.number}.jsonl"
    with path.open("wb") as spool:
        batch: list[Article] = []
        for item in _items(job, result):
            batch.append(item)
            if len(batch) == TOGETHER:
                _compare(batch, job, result, spool)
                batch = []
        _compare(batch, job, result, spool)
    if not path.stat().st_size:
        os.unlink(path)
    return result


def _items(job: Job, result: Result) -> Iterator[Article]:
    for record in records(job.part, lambda kind, url: kind in ("response", "metadata") and edition_of(url) is not None):
        edition = edition_of(record.url)
        if record.kind == "damaged" or not record.whole:
            result.counts["damaged"] += 1
        elif record.kind == "revisit":
            result.counts["same bytes again"] += 1
        elif record.kind == "metadata" and record.block is not None:
            result.told[record.url] = max(result.told.get(record.url, ("", b"")), (record.date, record.block))
        elif record.kind == "response" and (edition is None or edition.code not in job.editions):
            result.counts["of other hosts" if edition is None else "of other editions"] += 1
        elif record.kind == "response":
            yield from _read(record, job, result)


def _read(record: Record, job: Job, result: Result) -> Iterator[Article]:
    result.counts["pages"] += 1
    try:
        item = article_of(record.block, record.url, edition_of(record.url))
    except Filtered as reason:
        result.counts[f"filtered: {reason}"] += 1
    except (Failed, Invalid) as reason:
        result.counts[f"failed: {reason}"] += 1
    else:
        item.fetched = item.first_seen = item.last_seen = record.date.removesuffix("Z") + "+00:00"
        item.warc = {"file": job.part.name, "offset": record.offset, "length": record.length}
        yield item


def _compare(batch: list[Article], job: Job, result: Result, spool: Any) -> None:
    stored = _stored(batch, job.database) if job.database else {}
    for item in batch:
        row = stored.get(item.id) or stored.get(item.url)
        if row:
            item.id = row["id"]
        held = Held(*(row[name] for name in Held._fields)) if row else None
        differs = tuple(name for name in READ if (getattr(item, name) or None) != (row[name] or None)) if row else ()
        place = None
        if job.everything or held is None or differs or held.content_hash != item.content_hash:
            place = (job.number, spool.tell(), spool.write(orjson.dumps(item)))
        result.readings.append(Reading(item.id, item.url, item.fetched, item.content_hash, held, differs, place))


_COLUMNS = select(*(articles.c[name] for name in ("id", *READ, *Held._fields)))
_BY_ID = _COLUMNS.where(articles.c.id.in_(bindparam("keys", expanding=True)))
_BY_URL = _COLUMNS.where(articles.c.url.in_(bindparam("keys", expanding=True)))


def _stored(batch: list[Article], database: str) -> dict[str, Any]:
    connection = _connection(database, os.getpid())
    found = {row.id: row._mapping for row in connection.execute(_BY_ID, {"keys": [item.id for item in batch]})}
    # An article that got its post id later keeps the id it had.
    others = [item.url for item in batch if item.id not in found]
    if others:
        found |= {row.url: row._mapping for row in connection.execute(_BY_URL, {"keys": others})}
    return found


@lru_cache(maxsize=1)
def _connection(database: str, process: int) -> Connection:
    """One for each process: what a fork inherits must not be used."""
    engine = open_database(database, create=False)
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")
