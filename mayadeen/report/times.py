"""Days put together so that a person can take them in: by day, week, month or year, whatever gives few enough columns."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

MOST = {"day": 62, "week": 62, "month": 132}
"""Columns of each step; beyond them the next one is taken."""
MOST_YEARS = 60
STRAY = 0.001
"""The share of items at either end that may lie outside: one wrong date shall not shrink all else to a line."""


@dataclass(frozen=True)
class Times:
    """Columns of a chart: `names` of the times from `first` to `last`, both ISO days and both included."""

    step: str
    first: str
    last: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, numbers: Mapping[str, int], until: str = "") -> Self | None:
        """For items by ISO day, on to `until` where that is later; None where there are none."""
        days = sorted(day for day in numbers if _is_day(day))
        if not days:
            return None
        first, last = _range(days, numbers)
        last = max(last, until)
        step = _step(date.fromisoformat(first), date.fromisoformat(last))
        if step == "year":
            first = max(first, f"{int(last[:4]) - MOST_YEARS + 1:04}-01-01")
        return cls(step, first, last, tuple(dict.fromkeys(named(day, step) for day in each_day(first, last))))

    def place(self, day: str) -> int | None:
        """The number of its column; None outside of all."""
        if not self.first <= day <= self.last or not _is_day(day):
            return None
        return bisect_left(self.names, named(day, self.step))

    def counted(self, numbers: Iterable[tuple[str, int]]) -> list[int]:
        counts = [0] * len(self.names)
        for day, number in numbers:
            if (place := self.place(day)) is not None:
                counts[place] += number
        return counts


def each_day(first: str, last: str) -> Iterable[str]:
    start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    return (date.fromordinal(number).isoformat() for number in range(start, end + 1))


def named(day: str, step: str) -> str:
    """
    >>> named("2026-02-01", "week"), named("2026-02-01", "month"), named("2026-02-01", "day")
    ('2026-01-26', '2026-02', '2026-02-01')
    """
    if step == "week":
        when = date.fromisoformat(day)
        return date.fromordinal(max(1, when.toordinal() - when.weekday())).isoformat()
    return day[: {"day": 10, "month": 7, "year": 4}[step]]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _range(days: list[str], numbers: Mapping[str, int]) -> tuple[str, str]:
    sums, total = [], 0
    for day in days:
        total += numbers[day]
        sums.append(total)
    stray = int(total * STRAY)
    return days[bisect_right(sums, stray)], days[bisect_left(sums, total - stray)]


def _step(first: date, last: date) -> str:
    days = last.toordinal() - first.toordinal() + 1
    weeks = (days + first.weekday() + 6 - last.weekday()) // 7
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    counts = {"day": days, "week": weeks, "month": months}
    return next((step for step, count in counts.items() if count <= MOST[step]), "year")
