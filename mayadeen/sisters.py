"""The same story in another edition: what counts as evidence. Pure functions.

A trace is what two pages of one story have in common whatever their language: the address of one
of them, stated as the translation of the other (hreflang), a video, a picture. A trace that several
articles of one edition have says nothing of any of them, and one far apart in time may be archive
footage: then this abstains. Words and names are not compared, for no letters are shared.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from mayadeen import urls

TRUST = {"page": 0.98, "video": 0.9, "picture": 0.8}
"""What each kind of trace says alone; several say more together."""
WITHIN = {"page": None, "video": 72.0, "picture": 24.0}
"""Hours between two publications; an address needs no closeness (docs/decisions.md has how these were measured)."""

_LONGEST = 1000
"""Characters beyond which what names a video is no address, but the video itself, or a pass to it."""

_YOUTUBE = re.compile(r"(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:embed/|watch\?(?:.*&)?v=|shorts/|v/))([\w-]{11})\b")
_MEDIA_FILE = re.compile(r"\.(?:mp4|m3u8|webm|mov|mp3|m4a)$", re.I)


def page(url: str) -> str:
    return f"page:{url}"


def traces(article: Mapping[str, Any], alternates: Iterable[str] = ()) -> set[str]:
    """What this article may have in common with its sisters, as `kind:value`; not its own address.

    >>> sorted(traces({"image_url": "https://m.net/4e36d1bb-9654-4512-9910-044b70d0fd9c.jpg?v=3"}, ["https://x.net/a"]))
    ['page:https://x.net/a', 'picture:4e36d1bb-9654-4512-9910-044b70d0fd9c']
    """
    found = {page(url) for url in alternates if url != article.get("url")}
    key = urls.picture_key(article.get("image_url") or "")
    if key and "/" not in key:  # an address without a uuid is no picture's name
        found.add(f"picture:{key}")
    found |= {f"video:{video_key(video['url'])}" for video in article.get("videos") or () if video.get("url")}
    return {trace for trace in found if len(trace) <= _LONGEST}


def video_key(url: str) -> str:
    """
    >>> video_key("https://www.youtube.com/embed/abcdefghijk?rel=0"), video_key("https://m.net/a.mp4?t=1#x")
    ('youtube:abcdefghijk', 'https://m.net/a.mp4')
    >>> video_key("https://player.net/embed?id=7")
    'https://player.net/embed?id=7'
    """
    if known := _YOUTUBE.search(url):
        return f"youtube:{known[1]}"
    address = url.split("#", 1)[0]
    plain = address.split("?", 1)[0]
    return plain if _MEDIA_FILE.search(plain) else address


def edition_of(article_id: str) -> str:
    return article_id.split(":", 1)[0]


def telling(holders: Collection[str]) -> bool:
    """Whether a trace that these articles have belongs to one story: no edition has it twice."""
    editions = [edition_of(article_id) for article_id in holders]
    return 1 < len(editions) == len(set(editions))


def judge(shared: Iterable[str], one: str | None, other: str | None) -> tuple[float, dict[str, Any]] | None:
    """Score and evidence of a pair, from its telling traces and when both were published; None to abstain.

    >>> judge(["picture:a", "video:b"], "2024-01-01T10:00:00+02:00", "2024-01-01T09:30:00+00:00")
    (0.98, {'picture': ['a'], 'video': ['b'], 'hours_apart': 1.5})
    >>> judge(["picture:a"], "2024-01-01T10:00:00+02:00", "2024-01-03T10:00:00+02:00")
    >>> judge(["page:https://x.net/a"], None, None)
    (0.98, {'page': ['https://x.net/a'], 'hours_apart': None})
    """
    apart = hours_apart(one, other)
    evidence: dict[str, Any] = {}
    doubt = 1.0
    for trace in sorted(shared):
        kind, _, value = trace.partition(":")
        within = WITHIN[kind]
        if within is None or (apart is not None and apart <= within):
            evidence.setdefault(kind, []).append(value)
            doubt *= 1 - TRUST[kind]
    return (round(1 - doubt, 4), evidence | {"hours_apart": apart}) if evidence else None


def hours_apart(one: str | None, other: str | None) -> float | None:
    try:
        seconds = datetime.fromisoformat(one or "").timestamp() - datetime.fromisoformat(other or "").timestamp()
    except ValueError:
        return None
    return round(abs(seconds) / 3600, 2)
