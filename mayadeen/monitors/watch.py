"""What the monitors look at: a run so far, and the good ones before it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from sqlalchemy import Engine

from mayadeen.extensions.collection import Collection
from mayadeen.extensions.observations import Observations
from mayadeen.monitors import listings, reading, trouble, volume
from mayadeen.monitors.alarm import Alarm, comparable
from mayadeen.observed import Observed
from mayadeen.stores.clock import moment
from mayadeen.stores.law import broken
from mayadeen.stores.volumes import Volumes

_NARROWING = ("sections", "regions", "since", "until", "urls")
"""Arguments with which a run does not see all that is new."""


@dataclass
class Watch:
    run: str
    engine: Engine
    seen: Observed
    observed: dict[str, Any]
    past: list[dict[str, Any]]
    """What good runs of the same spider and reader observed, the newest first."""
    fall: float
    failed: float
    editions: tuple[str, ...] = ()
    last: datetime | None = None
    """When the last good run began, if this one and that one look at all that is new."""
    alarms: list[Alarm] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        collection, observations = Collection.of(crawler), Observations.of(crawler)
        runs = collection.runs.observed(crawler.spider.name, but=collection.run)
        watch = cls(
            collection.run.id,
            collection.engine,
            observations.observed,
            observations.told(),
            comparable(runs, observations.observed.reader),
            crawler.settings.getfloat("MAYADEEN_MONITOR_FALL"),
            crawler.settings.getfloat("MAYADEEN_MONITOR_FAILED"),
        )
        told = crawler.spider.arguments.told() if crawler.spider.name == "sections" else None
        if told and not _narrow(told):
            watch.editions = tuple(told["editions"])
            watch.last = _last(runs, watch.editions)
        return watch

    def reading(self) -> Iterator[Alarm]:
        return reading.fallen(self.observed, self.past, self.fall, self.seen.lacking)

    def listings(self) -> Iterator[Alarm]:
        return listings.emptied(self.observed, self.past)

    def trouble(self) -> Iterator[Alarm]:
        return trouble.failing(self.observed, self.past, self.failed, self._why)

    def volume(self) -> Iterator[Alarm]:
        if self.last is None:
            return
        volumes = Volumes(self.engine)
        for hole in volume.holes(volumes, self.editions, self.last, moment()):
            alarm, quiet = volume.told(hole, volumes, self.last)
            if alarm:
                yield alarm
            else:
                self.quiet.append(quiet)

    def law(self) -> Iterator[Alarm]:
        for edition, said in broken(self.engine, self.run):
            yield Alarm(edition, "ledger", said)

    def _why(self, edition: str, what: str) -> tuple[str, str | None]:
        for reason, _ in self.seen.reasons[edition, what].most_common(1):
            return reason, self.seen.failing[edition, what, reason]
        return "", None


def _narrow(told: dict[str, Any]) -> bool:
    return any(told.get(name) for name in _NARROWING)


def _last(runs: list[dict[str, Any]], editions: tuple[str, ...]) -> datetime | None:
    for run in runs:
        told = run["arguments"]
        if not _narrow(told) and set(editions) <= set(told.get("editions", ())):
            return datetime.fromisoformat(run["started"])
    return None
