"""What a CDX server is asked, and how it is asked for what follows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote, urlencode

from mayadeen.cdx.choice import moment
from mayadeen.dates import BEIRUT

LINES = 5000
"""Rows that are asked for at a time: with Arabic addresses some six megabytes."""
EARLIEST = "19960101000000"
_OF_A_KEY = "%+!*'(),;:@/~-._"
_DIGITS = "%Y%m%d%H%M%S"


def query(cdx: str, url: str, match: str, span: tuple[str, str] | None, resume: str | None = None, **more: str) -> str:
    """`match` is exact or prefix; `span` the first and the last time of capture, fourteen digits each; `resume` a key."""
    told = {"url": url, "matchType": match, "output": "json", "limit": str(LINES), "showResumeKey": "true"}
    if span:
        told |= {"from": span[0], "to": span[1]}
    # A key is printed as it is to stand here, escaped already.
    return f"{cdx}?{urlencode(told | more)}" + (f"&resumeKey={quote(resume, safe=_OF_A_KEY)}" if resume else "")


def span(since: str | None, until: str | None) -> tuple[str, str] | None:
    """Of Beirut days, both included, in UTC; None where neither is given.

    >>> span("2024-01-01", "2024-01-01")
    ('20231231220000', '20240101215959')
    """
    if not (since or until):
        return None
    first = _midnight(since) if since else moment(EARLIEST)
    last = _midnight(until, days=1) - timedelta(seconds=1) if until else datetime.now(UTC) + timedelta(days=1)
    return first.strftime(_DIGITS), last.strftime(_DIGITS)


def halves(whole: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Nothing of a single second.

    >>> list(halves(("20240101000000", "20240101000003")))
    [('20240101000000', '20240101000001'), ('20240101000002', '20240101000003')]
    """
    first, last = map(moment, whole)
    if first >= last:
        return
    middle = (first + (last - first) / 2).replace(microsecond=0)
    yield whole[0], middle.strftime(_DIGITS)
    yield (middle + timedelta(seconds=1)).strftime(_DIGITS), whole[1]


def _midnight(day: str, days: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), BEIRUT).astimezone(UTC)
