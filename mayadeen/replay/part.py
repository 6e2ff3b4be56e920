"""What one process does: the records of a part, read, compared with what is stored, spooled."""

import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from mayadeen import content
from mayadeen.exceptions import Failed, Filtered, Invalid
from mayadeen.items import Article
from mayadeen.loaders import content_hash
from mayadeen.pipelines.clean import CleanPipeline
from mayadeen.pipelines.validate import require_fields
from mayadeen.replay.answers import TOO_LARGE
from mayadeen.replay.held import Held, held_articles
from mayadeen.replay.pages import edition_of, page_of, translations_of
from mayadeen.replay.told import in_short
from mayadeen.stores.clock import now
from mayadeen.stores.parted import Record, Records
from mayadeen.stores.sources import Part

logger = logging.getLogger(__name__)

FIELDS = frozenset(content.FIELDS)
EACH = 1000
"""Bytes that a record is taken for beside its block."""
LARGEST_TOLD, LONGEST_URL, LONGEST_DATE = 1 << 16, 2000, 40
TOGETHER = 2 << 20
"""Bytes of pages that are unpacked, then read, then compared: each by itself finds the processor's caches its own."""
_CLEAN = CleanPipeline()


class Job(NamedTuple):
    part: Part
    number: int
    spool: Path
    database: str | None
    editions: tuple[str, ...]
    everything: bool
    """Whether articles that are as they are stored are spooled, too."""
    storing: bool = False


class Reading(NamedTuple):
    """One capture, read: small, for it goes between processes and stays in memory."""

    id: str
    url: str
    date: str
    content_hash: str
    placed: tuple[str | None, ...]
    """Section and dates: a change of these is no new content, but an event."""
    held: Held | None
    differs: tuple[str, ...]
    spool: tuple[int, int, int] | None
    """Number, offset and length of its item, where that may be asked for."""


class Spooled(NamedTuple):
    """An item, and what storing it needs beside it."""

    item: Any
    translations: tuple[str, ...]


@dataclass
class Result:
    job: Job
    begun: int | None = None
    ended: int = 0
    """As of `Records`."""
    readings: list[Reading] = field(default_factory=list)
    told: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By address: date and, in short, content of the last metadata record that says something."""
    counts: Counter[str] = field(default_factory=Counter)


def read_part(job: Job) -> Result:
    path = job.spool / f"{job.number}.jsonl"
    with path.open("wb") as spool:
        result = _Reader(job, spool).read()
    if not path.stat().st_size:
        os.unlink(path)
    return result


class _Reader:
    def __init__(self, job: Job, spool: Any):
        self.job, self.spool = job, spool
        self.result = Result(job)
        self.counts = self.result.counts
        self.held = held_articles(job.database, os.getpid())
        self.began = now()
        self._batch: list[tuple[Article, tuple[str, ...]]] = []

    def read(self) -> Result:
        records = Records(self.job.part, _wanted)
        for some in _together(records):
            for record in some:
                self._take(record)
            self._compare()
        self.result.begun, self.result.ended = records.begun, records.ended
        return self.result

    def _take(self, record: Record) -> None:
        if record.kind == "damaged":
            self.counts["damaged"] += 1
        elif record.kind == "revisit":
            self.counts["same bytes again"] += 1
        elif record.kind == "metadata":
            self._hear(record)
        elif record.kind == "response":
            edition = edition_of(record.url)
            if edition is None or edition.code not in self.job.editions:
                self.counts["of other hosts" if edition is None else "of other editions"] += 1
            else:
                self.counts["pages"] += 1
                self._read(record, edition)

    def _hear(self, record: Record) -> None:
        if record.block and len(record.block) < LARGEST_TOLD and len(record.url) < LONGEST_URL:
            told, said = self.result.told, in_short(record.block)
            if said:
                told[record.url] = max(told.get(record.url, ("", b"")), (record.date[:LONGEST_DATE], said))

    def _read(self, record: Record, edition: Any) -> None:
        try:
            if record.block is None:
                raise Failed(TOO_LARGE)
            if record.truncated:
                raise Failed(f"only its beginning was archived: {record.truncated[:40]}")
            date = _moment(record.date, self.began)
            page = page_of(record.block, record.url, edition)
            item = page.item()
            require_fields(item)
            _CLEAN.process_item(item)
        except Filtered as reason:
            self.counts[f"filtered: {reason}"] += 1
        except (Failed, Invalid) as reason:
            self.counts[f"failed: {reason}"] += 1
        except Exception as error:  # a page that breaks a selector of ours must not cost all others, as in a crawl
            logger.error("cannot read the record of %s at %d", record.url[:200], record.offset, exc_info=True)
            self.counts[f"failed: {type(error).__name__}"] += 1
        else:
            item.fetched = item.first_seen = item.last_seen = date
            item.warc = {"file": self.job.part.name, "offset": record.offset, "length": record.length}
            self._batch.append((item, translations_of(page) if self.job.storing else ()))

    def _compare(self) -> None:
        rows = self.held.of([item for item, _ in self._batch])
        for (item, translations), row in zip(self._batch, rows, strict=True):
            held, differs = (row.held, row.differs(item)) if row else (None, ())
            item.id = held.id if held else item.id
            # The fields it is made of are folded for it, which costs as much as reading a third of the page.
            item.content_hash = held.content_hash if held and FIELDS.isdisjoint(differs) else content_hash(item)
            wanted = self.job.everything or held is None or differs
            self.result.readings.append(
                Reading(
                    item.id, item.url, item.fetched, item.content_hash, (item.section, item.published, item.modified),
                    held, differs, self._spool(item, translations) if wanted else None,
                )
            )  # fmt: skip
        self._batch = []

    def _spool(self, item: Article, translations: tuple[str, ...]) -> tuple[int, int, int]:
        line = orjson.dumps([item, translations])
        return self.job.number, self.spool.tell(), self.spool.write(line)


def _together(found: Iterable[Record]) -> Iterator[list[Record]]:
    some: list[Record] = []
    size = 0
    for record in found:
        some.append(record)
        size += len(record.block or b"") + EACH
        if size >= TOGETHER:
            yield some
            some, size = [], 0
    yield some


def _wanted(kind: str, url: str) -> bool:
    return kind in ("response", "metadata") and edition_of(url) is not None


def _moment(date: str, latest: str) -> str:
    """What WARC has as 2026-01-02T03:04:05Z, as the collection has it. Raises Failed."""
    try:
        found = datetime.fromisoformat(date)
        told = found.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise Failed("its record has no date") from None
    if found.tzinfo is None or told > latest:
        raise Failed("its record's date cannot be")
    return told
