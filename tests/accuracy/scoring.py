"""How right one reading of a page is, field by field: 1 is right, 0 wrong or missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

BEIRUT = ZoneInfo("Asia/Beirut")
FIELDS = ("title", "instant", "day", "authors", "tags", "image", "body", "empty")
_WORD = re.compile(r"\w+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


def score(truth: dict[str, Any], read: dict[str, Any]) -> dict[str, float]:
    """Only of fields that the truth has; `empty` is a body left empty where the page has none."""
    found: dict[str, float] = {"title": float(squeezed(read.get("title")) == squeezed(truth["title"]))}
    found["instant"], found["day"] = when(datetime.fromisoformat(truth["published"]), read.get("published"))
    for field in ("authors", "tags"):
        if truth.get(field):
            found[field] = set_f1(truth[field], read.get(field))
    if truth.get("image"):
        found["image"] = float(picture(read.get("image")) == picture(truth["image"]))
    if truth.get("body"):
        found["body"] = token_f1(truth["body"], read.get("body"))
    else:
        found["empty"] = float(not squeezed(read.get("body")))
    return found


def squeezed(text: Any) -> str:
    """
    >>> squeezed(" a \\n b"), squeezed(None)
    ('a b', '')
    """
    return " ".join(unicodedata.normalize("NFC", str(text or "")).split())


def when(true: datetime, read: Any) -> tuple[float, float]:
    """(the same minute, the same day in Beirut). A time without an offset may mean UTC or Beirut: either is taken.

    >>> noon = datetime.fromisoformat("2024-01-31T01:00:00+02:00")
    >>> when(noon, "2024-01-30T23:00:00"), when(noon, "2024-01-31"), when(noon, "2024-01-31T01:00:00+00:00"), when(noon, None)
    ((1.0, 1.0), (0.0, 1.0), (0.0, 1.0), (0.0, 0.0))
    """
    text = str(read or "")
    try:
        if len(text) <= 10:
            return 0.0, float(date.fromisoformat(text) == true.astimezone(BEIRUT).date())
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0.0, 0.0
    meant = [moment] if moment.tzinfo else [moment.replace(tzinfo=zone) for zone in (UTC, BEIRUT)]
    instant = any(abs(each - true) < timedelta(minutes=1) for each in meant)
    days = {moment.date(), *(each.astimezone(BEIRUT).date() for each in meant)}
    return float(instant), float(true.astimezone(BEIRUT).date() in days)


def set_f1(true: list[str], read: Any) -> float:
    """
    >>> set_f1(["A b", "c"], ["a  B", "d"]), set_f1(["a"], [])
    (0.5, 0.0)
    """
    one, other = (
        {squeezed(each).casefold() for each in each_list or [] if squeezed(each)} for each_list in (true, read)
    )
    return 2 * len(one & other) / (len(one) + len(other)) if one & other else 0.0


def token_f1(true: str, read: Any) -> float:
    """
    >>> token_f1("one two two", "two one"), token_f1("one", None)
    (0.8, 0.0)
    """
    one, other = (Counter(_WORD.findall(squeezed(text))) for text in (true, read))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


def picture(url: Any) -> str:
    """The same picture in another size is the same.

    >>> picture("https://m.net/a.jpg?w=5") == picture("http://m.net/a.jpg")
    True
    """
    text = str(url or "")
    if uuid := _UUID.search(text):
        return uuid.group().lower()
    parts = urlsplit(text)
    return parts.netloc.lower() + unquote(parts.path)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)
