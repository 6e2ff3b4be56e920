"""Who looked at which days of which sections: from the runs, the sitemaps and what is not read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mayadeen.editions import EDITIONS
from mayadeen.exceptions import COMPLETE, INCOMPLETE, QUARANTINED
from mayadeen.pages.sitemap import period
from mayadeen.report.gaps import ALL, Known, Section, Spans, after
from mayadeen.stores.volumes import BEIRUT

EARLIEST = date(1900, 1, 1).isoformat()
ENDED = (COMPLETE, INCOMPLETE, QUARANTINED)


@dataclass(frozen=True)
class Look:
    """A run that came to its end, and what it was to look at."""

    spider: str
    day: str
    """The Beirut day on which it began."""
    editions: tuple[str, ...]
    sections: tuple[str, ...]
    since: str | None
    until: str | None
    to_the_end: bool

    @classmethod
    def of(cls, run: dict[str, Any]) -> "Look | None":
        """None for a run that says nothing of whole days: cut, quarantined, or asked for addresses or regions."""
        told = run["arguments"]
        ended = run["state"] == "finished" and run["exit_code"] in ENDED and not run["quarantined"]
        if not ended or run["spider"] not in ("sections", "archive") or told.get("urls") or told.get("regions"):
            return None
        return cls(
            run["spider"], beirut_day(run["started"]), tuple(told.get("editions") or ()), tuple(told.get("sections") or ()),
            told.get("since"), told.get("until"), told.get("pages", 3) is None,
        )  # fmt: skip

    def covers(self, edition: str, section: str) -> bool:
        return edition in self.editions and (
            not self.sections or any(_within(section, name, edition) for name in self.sections)
        )

    @property
    def span(self) -> tuple[str, str]:
        """The whole days before it began."""
        before = after(self.day, -1)
        return self.since or EARLIEST, min(self.until or before, before)


def known(
    sections: Iterable[Section], runs: Iterable[dict[str, Any]], sitemaps: Iterable[tuple[str, str, str]],
    unsettled: Iterable[tuple[str, str, str, int]],
) -> dict[Section, Known]:  # fmt: skip
    """`sitemaps` and `unsettled` as `Summary` gives them."""
    kinds = _kinds(look for run in runs if (look := Look.of(run)))
    read, unread = _read(sitemaps), defaultdict(set)
    for edition, section, day, _ in unsettled:
        unread[edition, section].add(day)
        unread[edition, ALL].add(day)
    return {each: _of(each, kinds, read.get(each[0], Spans()), unread[each]) for each in sections}


def _of(section: Section, kinds: list[list[Look]], sitemaps: Spans, unread: set[str]) -> Known:
    mine = [looks for looks in kinds if looks[0].covers(*section)]
    archive = Spans(look.span for looks in mine if looks[0].spider == "archive" for look in looks)
    listings = [looks for looks in mine if looks[0].spider == "sections"]
    deep = Spans(look.span for looks in listings for look in looks if look.to_the_end)
    return Known(unread, archive.within(sitemaps), {look.day for looks in listings for look in looks}, deep)


def _kinds(looks: Iterator[Look]) -> list[list[Look]]:
    """Those together that look at the same sections: hourly runs are many, what they are asked for is not."""
    table: dict[tuple[Any, ...], list[Look]] = defaultdict(list)
    for look in looks:
        table[look.spider, look.editions, look.sections].append(look)
    return list(table.values())


def _read(sitemaps: Iterable[tuple[str, str, str]]) -> dict[str, Spans]:
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edition, url, fetched in sitemaps:
        if days := period(url):
            spans[edition].append((days.first, min(days.last, after(beirut_day(fetched), -1))))
    return {edition: Spans(each) for edition, each in spans.items()}


def _within(section: str, name: str, edition: str) -> bool:
    place = EDITIONS[edition].place(name) if edition in EDITIONS else None
    path = (place.path if place else name.strip().strip("/")).casefold()
    mine = section.casefold()
    return mine == path or mine.startswith(f"{path}/") or mine.rsplit("/", 1)[-1] == path


def beirut_day(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(BEIRUT).date().isoformat()
