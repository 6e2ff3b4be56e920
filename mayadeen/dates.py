"""Dates as the pages write them, read into instants; never a guess.

A clock time that Beirut skipped or had twice at a switch of summer time is read with the tz
database's offset before the switch (`fold=0`). Years are 1990 to 2099. Fractions of seconds go.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from mayadeen import datewords
from mayadeen.datewords import BEIRUT, key
from mayadeen.editions import Edition
from mayadeen.text import bare

YEARS = range(1990, 2100)
_LONGEST = 200
_LONGEST_RAW = 2000  # room for the indentation of a page's source
# What nearly every page states, which `fromisoformat` reads the same and in a tenth of the time.
_USUAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+-](?:0[0-9]|1[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Moment:
    """A point in time, and how much of it the page said."""

    instant: datetime
    """In Beirut's zone; read with naive="none": in the zone stated, or without one."""
    precision: str
    """second, minute or day."""
    zone: str
    """How the zone is known: stated, utc, beirut (the two that `naive` supplied) or none."""

    def iso(self) -> str:
        return self.instant.isoformat(timespec="seconds")

    @property
    def day(self) -> str:
        """The day in the instant's own zone, which is Beirut's unless read with naive="none"."""
        return self.instant.date().isoformat()


class _Clock(NamedTuple):
    time: time
    precision: str
    zone: tzinfo | None = None


def parse(raw: str, *, naive: str = "beirut", edition: Edition | None = None) -> Moment | None:
    """The one date that `raw` says; None where it says none, two, or one with two readings.

    `naive` says how a time without a zone is meant: "beirut", "utc" or "none". A date without a
    time is midnight in Beirut (the day's first instant where midnight was skipped).

    >>> parse("20 آب 2024، 16:41").iso(), parse("2023-12-30T21:59:00.0000000", naive="utc").iso()
    ('2024-08-20T16:41:00+03:00', '2023-12-30T23:59:00+02:00')
    >>> parse("6 Jan 2022").precision, parse("اليوم 06:42"), parse("20 اب 16:41")
    ('day', None, None)
    """
    if naive not in ("beirut", "utc", "none"):
        raise ValueError(f"naive must be one of beirut, utc, none, not {naive!r}")
    if len(raw) > _LONGEST_RAW:
        return None
    try:
        if _USUAL.fullmatch(raw):
            return _stated(datetime.fromisoformat(raw), naive)
        read = _read_iso(raw) or _read_text(raw, edition)
    except (ValueError, KeyError):  # no such day, time or offset; a name of no known zone
        return None
    return read and _moment(*read, naive)


def _read_iso(raw: str) -> tuple[date, _Clock | None] | None:
    found = datewords.ISO.fullmatch(raw)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    clock = None
    if hour:
        precision = "second" if second else "minute"
        clock = _Clock(time(int(hour), int(minute), int(second or 0)), precision, _zone(zone))
    return date(int(year), int(month), int(day)), clock


def _read_text(raw: str, edition: Edition | None) -> tuple[date, _Clock | None] | None:
    text = " ".join(bare(raw).split())
    if len(text) > _LONGEST:
        return None
    found = [match for pattern in datewords.DATES for match in pattern.finditer(text)]
    if len(found) != 1:
        return None
    before, after = text[: found[0].start()], text[found[0].end() :]
    clock, before, after = _read_time(before, after)
    if datewords.RANGE.search(before) or datewords.ANOTHER.search(f"{before} | {after}"):
        return None
    return _day(found[0].groupdict(), edition), clock


def _read_time(before: str, after: str) -> tuple[_Clock | None, str, str]:
    """The time that stands right before or after a date, and what else stands there."""
    if found := datewords.TIME_AFTER.match(after):
        after = after[found.end() :]
    elif found := datewords.TIME_BEFORE.search(before):
        before = before[: found.start()]
    else:
        return None, before, after
    clock = _clock(found.groupdict())
    if not clock.zone and datewords.ELSEWHERE.search(f"{before} | {after}"):
        raise ValueError("part of the day or zone apart from the time")
    return clock, before, after


def _day(found: dict[str, str], edition: Edition | None) -> date:
    if "first" in found:
        return _numeric_day(int(found["first"]), int(found["second"]), int(found["year"]), edition)
    month = _month(found["month"])
    if found.get("again") and _month(found["again"]) != month:
        raise ValueError(f"two months: {found['month']}, {found['again']}")
    return date(int(found["year"]), month, int(found["day"]))


def _month(name: str) -> int:
    return int(name) if name.isdigit() else datewords.MONTHS[key(name)]


def _numeric_day(first: int, second: int, year: int, edition: Edition | None) -> date:
    """Day first where the edition writes so; elsewhere only what can be read in one way."""
    if (edition and edition.day_first) or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise ValueError("day and month cannot be told apart")


def _clock(found: dict[str, str]) -> _Clock:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["part"]:
        hour = datewords.PARTS[key(found["part"])].get(hour, 24)
    precision = "second" if found["second"] else "minute"
    return _Clock(time(hour, minute, second), precision, _zone(found["zone"]))


@lru_cache(maxsize=256)
def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    offset = datewords.OFFSET.fullmatch(name)
    if not offset:
        return datewords.ZONES[key(name)]
    sign, hours, minutes = offset.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if ahead > timedelta(hours=14) or int(minutes or 0) > 59:
        raise ValueError(f"no such offset: {name}")
    return timezone(ahead if sign == "+" else -ahead)


def _moment(day: date, clock: _Clock | None, naive: str) -> Moment | None:
    if day.year not in YEARS:
        return None
    if clock is None:
        midnight = datetime.combine(day, time())
        if naive == "none":
            return Moment(midnight, "day", "none")
        return Moment(_in_beirut(midnight.replace(tzinfo=BEIRUT)), "day", "beirut")
    instant = datetime.combine(day, clock.time, clock.zone)
    if naive == "none":
        return Moment(instant, clock.precision, "stated" if clock.zone else "none")
    known = "stated" if clock.zone else naive
    if not clock.zone:
        instant = instant.replace(tzinfo=UTC if naive == "utc" else BEIRUT)
    return Moment(_in_beirut(instant), clock.precision, known)


def _stated(instant: datetime, naive: str) -> Moment | None:
    if instant.year not in YEARS:
        return None
    return Moment(instant if naive == "none" else _in_beirut(instant), "second", "stated")


def _in_beirut(instant: datetime) -> datetime:
    """By way of UTC, so that a clock time that Beirut skipped becomes the one it showed."""
    return instant.astimezone(UTC).astimezone(BEIRUT)
