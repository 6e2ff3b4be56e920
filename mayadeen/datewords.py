"""What dates are written with: names of months, parts of the day and zones, and the patterns of them.

All of it is matched against `text.bare` text: no accents, harakat, hamza or marks, digits 0 to 9.
"""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from mayadeen.editions import EDITIONS
from mayadeen.text import bare

BEIRUT = ZoneInfo("Asia/Beirut")


def key(name: str) -> str:
    """The form in which a name is looked up.

    >>> key("كانون  الثّاني"), key("a. m."), key("Sept.")
    ('كانونالثاني', 'am', 'sept')
    """
    return re.sub(r"[\s.]+", "", bare(name)).casefold()


def _any_of(names: list[str]) -> str:
    """A pattern of any of the names that no letter follows, its dots and spaces optional."""
    longest_first = sorted({bare(name).rstrip(".") for name in names}, key=len, reverse=True)
    forms = (re.escape(n).replace(r"\.", r"\.?").replace(r"\ ", r"\s*") for n in longest_first)
    return rf"(?:{'|'.join(forms)})(?![^\W\d_])\.?"


# One table for all editions: no name means two months, and a page may show another edition's.
_MONTH_NAMES = {name: number for e in EDITIONS.values() for name, number in e.months.items()}
MONTHS = {key(name): number for name, number in _MONTH_NAMES.items()}

# Hour on the clock -> hour of the day. An hour that is not there is refused: 15:00 am, 0:30 pm.
_MORNING = {12: 0} | {hour: hour for hour in range(12)}
_EVENING = {12: 12} | {hour: hour + 12 for hour in range(1, 12)} | {h: h for h in range(13, 24)}
_NOON = {11: 11, 12: 12, 1: 13, 2: 14, 3: 15, 13: 13, 14: 14, 15: 15}
_NIGHT = {12: 0} | {h: h for h in (*range(6), *range(18, 24))} | {h: h + 12 for h in range(6, 12)}
_PART_NAMES = (
    {word: _MORNING for edition in EDITIONS.values() for word in edition.words.morning}
    | {word: _EVENING for edition in EDITIONS.values() for word in edition.words.evening}
    | dict.fromkeys(("ظهراً", "del mediodía", "noon"), _NOON)
    | dict.fromkeys(("ليلاً", "de la noche"), _NIGHT)
)
PARTS = {key(word): hours for word, hours in _PART_NAMES.items()}

# As RFC 2822 has them, and those of Europe and Moscow. Any other name after a time is refused.
_OFFSETS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}
_PLACES = {
    "et": "America/New_York", "pt": "America/Los_Angeles", "beirut time": "Asia/Beirut",
    "hora de beirut": "Asia/Beirut", "بتوقيت بيروت": "Asia/Beirut",
    "بتوقيت القدس": "Asia/Jerusalem", "بتوقيت دمشق": "Asia/Damascus", "بتوقيت مكة": "Asia/Riyadh",
    "بتوقيت غرينتش": "UTC", "بتوقيت غرينيتش": "UTC", "بتوقيت جرينتش": "UTC",
}
ZONES: dict[str, tzinfo] = {
    name: timezone(timedelta(hours=hours)) if hours else UTC for name, hours in _OFFSETS.items()
} | {key(name): ZoneInfo(place) for name, place in _PLACES.items()}

ISO = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:(?:T| +)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,12})?)?"
    r" ?(Z|[+-]\d\d(?::?\d\d)?)?)?\s*",
    re.ASCII | re.IGNORECASE,
)

_MONTH = _any_of(list(_MONTH_NAMES))
_MONTHS = rf"(?P<month>{_MONTH})(?:\s*[/(–-]\s*(?P<again>{_MONTH})\)?)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|o)?(?!\d)"
_ERA = r"(?:\s*م(?!\w))?"
_OF = r"[\s.,،/-]*(?:(?:de|del|of|من|شهر|عام|سنه)\s+){0,2}"
_DAY_MONTH_YEAR = rf"(?<![0-9A-Z]){_DAY}{_OF}{_MONTHS}{_OF}(?P<year>\d{{4}}){_ERA}(?![\w:])"
_MONTH_DAY_YEAR = rf"(?<!\w){_MONTHS}\s*{_DAY}[\s.,،]+(?P<year>\d{{4}}){_ERA}(?![\w:])"
_YEAR_FIRST = (
    r"(?<![\w/.-])(?P<year>\d{4})\s?([/.-])\s?(?P<month>\d{1,2})\s?\2\s?(?P<day>\d{1,2})"
    r"(?=T\d|(?!\w|[/.:-]\d))"
)
_YEAR_LAST = (
    r"(?<![0-9A-Z/.-])(?P<first>\d{1,2})\s?([/.-])\s?(?P<second>\d{1,2})\s?\2\s?(?P<year>\d{4})"
    rf"{_ERA}(?!\w|[/.:-]\d)"
)
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _YEAR_FIRST, _YEAR_LAST)
)

_PART = _any_of(list(_PART_NAMES))
_ZONE = (
    r"(?:UTC|GMT)?\s?[+−-]\d\d:?\d\d(?!\d)|(?:UTC|GMT)\s?[+−-]\d{1,2}(?!\d)"
    r"|(?-i:[A-Z]{1,5})(?!\w)|beirut time|hora (?:de )?\w+|ب(?:ال)?توقيت\s+\w+"
)
OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+−-])(\d\d?):?(\d\d)?", re.IGNORECASE)
_TIME = (
    r"(?<![\d:.])(?P<hour>\d{1,2})"
    r"(?:\s?(?:[:h]|\.(?=\d\d\s?h\b))\s?(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,12})?)?"
    rf"(?![\d:])|(?=\s*{_PART}))"
    # possessive, so that no part of the day or zone is given back and lost
    rf"(?:\s?(?:hrs|hs|horas|h)\b\.?)?+(?:\s*(?P<part>{_PART}))?+"
    rf"(?:\s*\(?(?P<zone>{_ZONE})\)?)?+(?!\w|\s[ap](?!\w))"
)
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?"
    r"|(?:يوم\s)?ال(?:اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|احد)"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
)
_BETWEEN = (
    rf"(?:[\s,،;:/|·•()\[\]–—@-]|(?:a las?|at|on|el|الساعه|عند|تمام|في|{_WEEKDAY})(?!\w)\.?"
    r"|T(?=\d)){0,12}"
)
TIME_BEFORE = re.compile(rf"{_TIME}{_BETWEEN}$", re.IGNORECASE)
TIME_AFTER = re.compile(rf"{_BETWEEN}{_TIME}", re.IGNORECASE)

# What makes a date doubtful: the first day of a range before it; another year, day or time beside it.
RANGE = re.compile(r"\d\s*(?:[,&/–—-]|to|and|y|e|al?|و|الي|حتي)?\s*$", re.IGNORECASE)
ANOTHER = re.compile(
    rf"\d:\d\d|(?<!\d)(?:19|20)\d\d(?!\d)|\d{_OF}{_MONTH}|(?<!\w){_MONTH}\s*\d", re.IGNORECASE
)
# What makes a time doubtful: a part of the day or a zone that stands elsewhere.
ELSEWHERE = re.compile(
    rf"\d\s*{_PART}|ب(?:ال)?توقيت|\bUTC|\bGMT|\blocal time|\bhora local|noon|evening|\bnight"
    r"|tarde(?!\w)|noche(?!\w)|ظهر|مساء|ليل|عصر", re.IGNORECASE
)
