"""Days on which a section that usually has items has none, and what is known of each. Pure.

`missing`  the ledger knows addresses of that section and day that could not be read, or wait
`none`     the sitemap of its month was read after that day, by a crawl that took all it names of that
           section, and nothing of the section is unread: the site itself names nothing
`listed`   no sitemap tells, but listings were read within the two days after: they showed nothing
`unseen`   nothing says that anybody looked
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

STATES = ("missing", "unseen", "listed", "none")
"""The most pressing first."""
ALL = "*"
"""In the place of a section: all of an edition."""
AROUND = 4
"""Weeks before and weeks after an empty stretch whose same weekdays say what is usual."""
FEWEST = 4
"""Such weekdays below which nothing is usual."""
USUAL = 7 / 8
"""The share of them that must have items."""
SHOWN_FOR = 2
"""Days after a day's end on which listings still show it."""

Section = tuple[str, str]


@dataclass(frozen=True)
class Stretch:
    """Days one after the other of which the same is known."""

    edition: str
    section: str
    first: str
    last: str
    days: int
    state: str


@dataclass
class Known:
    """What tells of the days of one section."""

    unread: set[str] = field(default_factory=set)
    """The ledger's days of addresses that are not read; "" where it knows none."""
    accounted: "Spans" = field(default_factory=lambda: Spans())
    """Days that sitemaps cover, read after them by crawls that took all."""
    listed: set[str] = field(default_factory=set)
    """Days on which a crawl read its listings."""
    deep: "Spans" = field(default_factory=lambda: Spans())
    """Days that listings read to their end cover."""

    def state(self, day: str) -> str:
        if day in self.unread:
            return "missing"
        if not self.unread and day in self.accounted:
            return "none"
        looked = any(after(day, n) in self.listed for n in range(1, SHOWN_FOR + 1))
        return "listed" if looked or day in self.deep else "unseen"


class Spans:
    """A union of stretches of days."""

    def __init__(self, spans: Iterable[tuple[str, str]] = ()):
        self._first: list[str] = []
        self._last: list[str] = []
        for first, last in sorted(spans):
            if first > last:
                continue
            if self._last and first <= after(self._last[-1], 1):
                self._last[-1] = max(self._last[-1], last)
            else:
                self._first.append(first)
                self._last.append(last)

    def __contains__(self, day: str) -> bool:
        place = bisect_right(self._first, day) - 1
        return place >= 0 and day <= self._last[place]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return zip(self._first, self._last, strict=True)

    def within(self, other: "Spans") -> "Spans":
        both = ((max(a, c), min(b, d)) for a, b in self for c, d in other if a <= d and c <= b)
        return Spans(both)


def after(day: str, days: int) -> str:
    """
    >>> after("2026-02-28", 1), after("2026-03-01", -1)
    ('2026-03-01', '2026-02-28')
    """
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def stretches(section: Section, numbers: Mapping[str, int], known: Known, first: str, last: str) -> Iterator[Stretch]:
    """Between the section's own first day and `last`, and not before `first`."""
    held = {date.fromisoformat(day).toordinal() for day, number in numbers.items() if number and first <= day <= last}
    if not held:
        return
    life = range(min(held), date.fromisoformat(last).toordinal() + 1)
    for start, stop in _empty(sorted(held), life.stop):
        unusual = [day for day in range(start, stop + 1) if _expected(day, start, stop, held, life)]
        yield from _joined(section, [date.fromordinal(day).isoformat() for day in unusual], known)


def _empty(held: list[int], stop: int) -> Iterator[tuple[int, int]]:
    for one, following in zip(held, [*held[1:], stop], strict=True):
        if following - one > 1:
            yield one + 1, following - 1


def _expected(day: int, start: int, stop: int, held: set[int], life: range) -> bool:
    back, on = -(-(day - start + 1) // 7), -(-(stop - day + 1) // 7)
    around = [day - 7 * (back + n) for n in range(AROUND)] + [day + 7 * (on + n) for n in range(AROUND)]
    inside = [each for each in around if each in life]
    return len(inside) >= FEWEST and sum(each in held for each in inside) >= USUAL * len(inside)


def _joined(section: Section, days: list[str], known: Known) -> Iterator[Stretch]:
    open_: list[str] = []
    state = ""
    for day in days:
        told = known.state(day)
        if open_ and (told != state or day != after(open_[-1], 1)):
            yield Stretch(*section, open_[0], open_[-1], len(open_), state)
            open_ = []
        open_.append(day)
        state = told
    if open_:
        yield Stretch(*section, open_[0], open_[-1], len(open_), state)
