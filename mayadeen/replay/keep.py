"""Storing what a replay read, and writing it to a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from mayadeen import neighbours
from mayadeen.items import Article
from mayadeen.replay.fold import Outcome
from mayadeen.replay.part import Reading, Spooled
from mayadeen.stores.clock import now
from mayadeen.stores.entry import Entry, Visit
from mayadeen.stores.readings import Readings, Story
from mayadeen.urls import section_of

TOGETHER = 1000
"""Articles a transaction."""
CHANNEL = "replay"
"""Where an article was seen that nothing else is known to have shown."""


@dataclass
class Items:
    """The spooled items of readings, with what only the fold knows."""

    spool: Path
    run: str
    _files: dict[int, Any] = field(default_factory=dict)

    def of(self, outcomes: Iterable[Outcome]) -> Iterator[Article]:
        for outcome in outcomes:
            item = Article(**self.read(outcome.reading).item)
            item.id, item.revision, item.regions = outcome.reading.id, outcome.revision, outcome.regions
            item.first_seen, item.run = outcome.first_seen, self.run
            yield item

    def read(self, reading: Reading) -> Spooled:
        number, offset, length = reading.spool
        file = self._files.get(number)
        if file is None:
            file = self._files[number] = (self.spool / f"{number}.jsonl").open("rb")
        file.seek(offset)
        return Spooled(*orjson.loads(file.read(length)))

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def store(readings: Readings, items: Items, outcomes: Sequence[Outcome], *, signing: bool) -> int:
    """What is new, reads otherwise or was changed; gives back how many articles were written.

    `signing`: whether their texts are signed, by which near-duplicates are found.
    """
    readings.confirm((one.reading.id, one.confirmed.date) for one in outcomes if one.confirmed and not one.mended)
    wanted, written = [outcome for outcome in outcomes if outcome.turns], 0
    for start in range(0, len(wanted), TOGETHER):
        stories = [_story(items, outcome, signing) for outcome in wanted[start : start + TOGETHER]]
        written += readings.write(stories, now())
    return written


def _story(items: Items, outcome: Outcome, signing: bool) -> Story:
    held = outcome.reading.held
    seen = outcome.told.sightings or (() if held else ((CHANNEL, ""),))
    return Story([_visit(items, outcome, reading, signing) for reading in outcome.turns], seen)


def _visit(items: Items, outcome: Outcome, reading: Reading, signing: bool) -> Visit:
    spooled, id_ = items.read(reading), outcome.reading.id
    known = {"id": id_, "regions": outcome.regions, "first_seen": outcome.first_seen, "run": items.run}
    return Visit(
        Entry(reading.url, id_.partition(":")[0], "article", section=section_of(reading.url)),
        state="stored",
        fetched=reading.date,
        article_id=id_,
        article=spooled.item | known,
        alternates=tuple(spooled.translations),
        signature=neighbours.signature(neighbours.running_words(spooled.item)) if signing else None,
    )
