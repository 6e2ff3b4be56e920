"""Where a reply holds as much as was asked for, the time that was asked for is parted, while that helps."""

from collections import Counter
from collections.abc import Iterable

from mayadeen.cdx.query import EARLIEST, LINES, halves
from mayadeen.cdx.reply import Row
from mayadeen.exceptions import Failed

MOST = 2000
"""How often the time is parted for one address: enough for millions of captures."""
NO_HEED = "captures of other times than asked for: no heed of from and to"
_DAYS = 8
_DIGITS = (_DAYS, 10, 12, 14)
Span = tuple[str, str]


class Parting:
    def __init__(self) -> None:
        self._heedless = False
        self._parted: Counter[str] = Counter()

    def parts(self, url: str, asked: Span | None, latest: str, rows: list[Row]) -> list[Span]:
        """Of the time that was asked for, all until `latest` if none was. Raises Failed where that leads nowhere."""
        if asked and _outside(asked, rows, _DAYS):
            self._heedless = True
        if self._heedless or (asked and strays(asked, rows)):
            raise Failed(NO_HEED)
        parts = list(halves(asked or (EARLIEST, latest)))
        if not parts:
            raise Failed(f"more than {LINES} captures in a second")
        self._parted[url] += 1
        if self._parted[url] > MOST:
            raise Failed(f"more than {LINES} captures in each of {MOST} parts of the time")
        return parts


def strays(span: Span, rows: Iterable[Row]) -> bool:
    """Whether any is of a time that was not asked for, and asking for less would not help.

    A server may know only days, or hours: it takes all of the first and of the last one, and that
    is no harm while these are two.
    """
    return _outside(span, rows, next((some for some in _DIGITS if span[0][:some] != span[1][:some]), _DIGITS[-1]))


def _outside(span: Span, rows: Iterable[Row], digits: int) -> bool:
    first, last = (end[:digits] for end in span)
    return any(not first <= row.timestamp[:digits] <= last for row in rows if not row.problem)
