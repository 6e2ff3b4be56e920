"""Dates as the pages write them, read into instants; never a guess.

A clock time that Beirut skipped or had twice at a switch of summer time is read with the tz
database's offset before the switch (`fold=0`). Years are 1990 to 2099. Fractions of seconds go.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from mayadeen.editions import EDITIONS, Edition
from mayadeen.text import bare

BEIRUT = ZoneInfo("Asia/Beirut")
YEARS = range(1990, 2100)
_LONGEST = 200
_LONGEST_RAW = 2000  # room for the indentation of a page's source


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


@dataclass(frozen=True)
class _Clock:
    time: time
    precision: str
    zone: tzinfo | None = None


def _alternatives(names: "list[str] | tuple[str, ...]") -> str:
    """A pattern of any of the names, the longest first, with any spaces in them."""
    longest_first = sorted({bare(name) for name in names}, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s*") for name in longest_first)


def _key(name: str) -> str:
    return " ".join(bare(name).casefold().split())


# One table for all editions: no name means two months (tests/test_editions.py), and a page of one
# edition may show another's.
_MONTHS = {_key(name): n for edition in EDITIONS.values() for name, n in edition.months.items()}
_MORNING = [word for edition in EDITIONS.values() for word in edition.words.morning]
_EVENING = [word for edition in EDITIONS.values() for word in edition.words.evening]
_NOON = ["ظهراً", "del mediodía", "noon"]
_NIGHT = ["ليلاً", "de la noche"]
# Hour of the twelve-hour clock -> hour of the day; an hour that is not there is refused.
_PARTS = (
    (_MORNING, {12: 0} | {h: h for h in range(0, 12)}),
    (_EVENING, {12: 12} | {h: h + 12 for h in range(1, 12)} | {h: h for h in range(13, 24)}),
    (_NOON, {11: 11, 12: 12, 1: 13, 2: 14, 3: 15} | {13: 13, 14: 14, 15: 15}),
    (_NIGHT, {12: 0} | {h: h for h in range(0, 6)} | {h: h + 12 for h in range(6, 12)}
     | {h: h for h in range(18, 24)}),
)
_HOURS = {_key(word): hours for words, hours in _PARTS for word in words}

# Zones that visible text names. Any other name after a time makes the string unreadable.
_ZONES: dict[str, tzinfo] = {"z": UTC, "utc": UTC, "gmt": UTC}
_ZONES |= {name: timezone(timedelta(hours=hours)) for name, hours in {
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1,
    "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}.items()}
_ZONES |= {"et": ZoneInfo("America/New_York"), "pt": ZoneInfo("America/Los_Angeles")}
_ZONES |= dict.fromkeys(("بتوقيت بيروت", "beirut time", "hora de beirut"), BEIRUT)
_ZONES |= dict.fromkeys(
    (_key(f"بتوقيت {name}") for name in ("غرينتش", "غرينيتش", "جرينتش")), UTC
)

_ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:(?:T| +)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,12})?)?"
    r" ?(Z|[+-]\d\d(?::?\d\d)?)?)?\s*",
    re.ASCII | re.I,
)
_MONTH = rf"(?:{_alternatives(list(_MONTHS))})(?!\w)\.?"
_NAMED = rf"(?P<month>{_MONTH})(?:\s*[/(–-]\s*(?P<again>{_MONTH})\)?)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|o)?(?!\d)"
_YEAR = r"(?P<year>\d{4})(?:\s*م(?!\w))?(?![\w:])"
_OF = r"[\s.,،/-]*(?:(?:de|del|of|من|شهر|عام|سنه)\s+)?"
_DATES = tuple(re.compile(pattern, re.I) for pattern in (
    rf"(?<![0-9A-Z]){_DAY}{_OF}{_NAMED}{_OF}{_YEAR}",
    rf"(?<!\w){_NAMED}\s*{_DAY}[\s.,،]+{_YEAR}",
    r"(?<![\w/.-])(?P<year>\d{4})\s?([/.-])\s?(?P<month>\d{1,2})\s?\2\s?(?P<day>\d{1,2})"
    r"(?=T\d|(?!\w|[/.-]\d))",
    r"(?<![0-9A-Z/.-])(?P<first>\d{1,2})\s?([/.-])\s?(?P<second>\d{1,2})\s?\2\s?"
    r"(?P<year>\d{4})(?:\s*م(?!\w))?(?!\w|[/.:-]\d)",
))
_TIME = (
    r"(?<![\d:.])(?P<hour>\d{1,2})"
    r"(?:\s?(?:[:h]|\.(?=\d\d\s?h\b))\s?(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,12})?)?"
    rf"(?!\d|:)|(?=\s*(?:{_alternatives(list(_HOURS))})(?!\w)))"
    rf"(?:\s?(?:hrs|hs|horas|h)\b\.?)?(?:\s*(?P<part>{_alternatives(list(_HOURS))})(?!\w)\.?)?"
    r"(?:\s*\(?(?P<zone>(?:(?:UTC|GMT)\s?)?[+−-]\d\d:?\d\d(?!\d)|(?:UTC|GMT)\s?[+−-]\d{1,2}(?!\d)"
    r"|(?-i:[A-Z]{1,5})(?!\w)|beirut time|hora (?:de )?\w+|ب(?:ال)?توقيت\s+\w+)\)?)?"
)
_BETWEEN = r"(?:[\s,،;|·•()\[\]–—@-]|(?:a las?|at|on|el|الساعه|عند|في|عند تمام)(?!\w)|T(?=\d)){0,12}"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|(?:يوم\s+)?ال(?:اثنين|ثلاثاء"
    r"|اربعاء|خميس|جمعه|سبت|احد)|lunes|martes|miercoles|jueves|viernes|sabado|domingo)(?!\w)\.?"
)
_TIME_BEFORE = re.compile(rf"{_TIME}{_BETWEEN}(?:{_WEEKDAY})?{_BETWEEN}$", re.I)
_TIME_AFTER = re.compile(rf"{_BETWEEN}{_TIME}", re.I)
# What makes the rest of the string doubtful: a range's first day, another time, year, day or zone.
_RANGE = re.compile(r"\d\s*(?:[,&/–—-]|to|and|y|e|al?|و|الي|حتي)?\s*$", re.I)
_DOUBTFUL = re.compile(
    rf"\d:\d\d|\b(?:19|20)\d\d\b|\d{_OF}{_MONTH}|(?<!\w){_MONTH}\s*\d|توقيت|\bUTC|\bGMT"
    r"|local time|hora local", re.I,
)


def parse(raw: str, *, naive: str = "beirut", edition: Edition | None = None) -> Moment | None:
    """The one date that `raw` says, or None where it says none, two, or one that can be read in two ways.

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
        read = _read_iso(raw) or _read_text(raw, edition)
    except ValueError:  # no such day, time or offset
        return None
    return read and _moment(*read, naive)


def _read_iso(raw: str) -> tuple[date, _Clock | None] | None:
    found = _ISO.fullmatch(raw)
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
    found = [match for pattern in _DATES for match in pattern.finditer(text)]
    if len(found) != 1:
        return None
    day = _day(found[0].groupdict(), edition)
    before, after = text[: found[0].start()], text[found[0].end() :]
    earlier, later = _TIME_BEFORE.search(before), _TIME_AFTER.match(after)
    if earlier:
        before = before[: earlier.start()]
    if later:
        after = after[later.end() :]
    if (earlier and later) or _RANGE.search(before) or _DOUBTFUL.search(f"{before} | {after}"):
        return None
    clock = earlier or later
    return day, _clock(clock.groupdict()) if clock else None


def _day(found: dict[str, str], edition: Edition | None) -> date:
    if "first" in found:
        return _numeric_day(int(found["first"]), int(found["second"]), int(found["year"]), edition)
    month = found["month"]
    number = int(month) if month.isdigit() else _month(month)
    again = found.get("again")
    if again and _month(again) != number:
        raise ValueError(f"two months: {month} {again}")
    return date(int(found["year"]), number, int(found["day"]))


def _month(name: str) -> int:
    return _MONTHS.get(_key(name)) or _MONTHS[_key(name.rstrip("."))]


def _numeric_day(first: int, second: int, year: int, edition: Edition | None) -> date:
    """Day first where the edition is known to write so; elsewhere only what can be read in one way."""
    if (edition and edition.day_first) or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise ValueError("day and month cannot be told apart")


def _clock(found: dict[str, str]) -> _Clock:
    hour = int(found["hour"])
    if found["part"]:
        hour = _HOURS[_key(found["part"])].get(hour, 24)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    return _Clock(time(hour, minute, second), "second" if found["second"] else "minute", _zone(found["zone"]))


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    offset = re.fullmatch(r"(?:UTC|GMT)?\s?([+−-])(\d\d?):?(\d\d)?", name, re.I)
    if not offset:
        zone = _ZONES.get(_key(name))
        if zone is None:
            raise ValueError(f"unknown zone {name}")
        return zone
    sign, hours, minutes = offset.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if ahead > timedelta(hours=14):
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


def _in_beirut(instant: datetime) -> datetime:
    """By way of UTC, so that a clock time that Beirut skipped becomes the one it showed."""
    return instant.astimezone(UTC).astimezone(BEIRUT)
