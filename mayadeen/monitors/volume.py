"""Too few items for the hour: is the site quiet, or are we blind? The other channel tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mayadeen.monitors.alarm import Alarm
from mayadeen.monitors.bounds import so_few
from mayadeen.stores.volumes import Volumes

BEIRUT = ZoneInfo("Asia/Beirut")
WEEK = timedelta(days=7)
WEEKS = range(1, 5)
LONGEST = timedelta(days=7)
SHARE = 0.25
"""Of what was expected; above it a section may just be quieter than usual."""
OF_EDITION, OF_SECTION = 1e-4, 1e-6
SETTLING = timedelta(minutes=30)
"""What was published so shortly ago need not be listed yet."""


@dataclass(frozen=True)
class Window:
    since: datetime
    until: datetime

    def __str__(self) -> str:
        return f"from {self.since:%d %b %H:%M} to {self.until:%d %b %H:%M}"

    def before(self, weeks: int) -> "Window":
        return Window(self.since - weeks * WEEK, self.until - weeks * WEEK)


@dataclass(frozen=True)
class Hole:
    edition: str
    section: str | None
    window: Window
    count: int
    expected: float


def windows(last: datetime, now: datetime) -> list[Window]:
    """Since the last good run, the last quarter and whole day, and each whole Beirut day since then."""
    end = now - SETTLING
    last = max(last, end - LONGEST)
    found = [Window(last, end), Window(end - timedelta(hours=6), end), Window(end - timedelta(days=1), end)]
    day = (last - timedelta(days=1)).astimezone(BEIRUT).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while day + timedelta(days=1) <= now:
        found.append(Window(day, day + timedelta(days=1)))
        day += timedelta(days=1)
    return [window for window in found if window.until > window.since]


def holes(volumes: Volumes, editions: Iterator[str] | list[str], last: datetime, now: datetime) -> Iterator[Hole]:
    """The edition as a whole; where that is as ever, its sections."""
    for edition in editions:
        oldest = volumes.oldest(edition)
        if oldest is None:
            continue
        for window in windows(last, now):
            weeks = [window.before(n) for n in WEEKS if window.before(n).since >= oldest]
            if len(weeks) < 2:
                continue
            counts = volumes.published(edition, window.since, window.until, own=True)
            usual = [volumes.published(edition, week.since, week.until, own=False) for week in weeks]
            whole = _hole(edition, None, window, counts, usual)
            sections = sorted({section for week in usual for section in week})
            apart = [hole for name in sections if (hole := _hole(edition, name, window, counts, usual))]
            found = [whole] if whole else apart
            yield from found
            if found:
                break  # one window tells it


def _hole(edition: str, section: str | None, window: Window, counts: dict[str, int], usual: list[dict[str, int]]) -> Hole | None:
    def number(of: dict[str, int]) -> int:
        return sum(of.values()) if section is None else of.get(section, 0)

    count, expected = number(counts), sum(map(number, usual)) / len(usual)
    unlikely = OF_EDITION if section is None else OF_SECTION
    few = count < SHARE * expected and so_few(count, expected) < unlikely
    return Hole(edition, section, window, count, expected) if few else None


def told(hole: Hole, volumes: Volumes, since: datetime) -> tuple[Alarm | None, str]:
    """An alarm where we are blind, or nobody can say; None with a line where the site is quiet."""
    about = f"section {hole.section}" if hole.section else "volume"
    fact = f"{hole.count} items {hole.window}, in the same hours of past weeks {hole.expected:.1f}"
    unseen = volumes.shown_elsewhere(hole.edition, hole.section, hole.window.since, hole.window.until)
    if unseen:
        said = f"{fact}; blind: other channels show {len(unseen)} that the listings never did"
        return Alarm(hole.edition, about, said, unseen[0]), ""
    read = volumes.sitemap_read(hole.edition, since)
    if read:
        return None, f"{hole.edition} {about}: {fact}; quiet: the sitemaps, read {read}, have no more either"
    advice = f"`scrapy crawl archive -a edition={hole.edition} -a since={hole.window.since:%Y-%m-%d}` tells"
    return Alarm(hole.edition, about, f"{fact}; quiet or blind? no sitemap was read since; {advice}"), ""
