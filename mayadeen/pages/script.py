"""The metadata script that the Arabic edition was seen to carry on every content page."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from mayadeen.pages.document import Document

# A comma that closes nothing, and a raw line break inside a string: both were left in by hand-made templates.
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LONGEST = 1_000_000


def load(raw: str) -> Any:
    """JSON that may be slightly broken; None where it cannot be mended.

    >>> load('{"a": "x\\ny",}')
    {'a': 'x\\ny'}
    """
    raw = raw.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")[:_LONGEST]
    try:
        return orjson.loads(raw)
    except (ValueError, RecursionError):
        pass
    for attempt in (raw, _TRAILING_COMMA.sub(r"\1", raw)):
        try:
            return json.loads(attempt, strict=False, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            continue
    return None


def read(document: Document) -> dict[str, Any]:
    """The script's values by the item's field names; {} without a script that says anything."""
    for raw in document.metadata:
        data = load(raw)
        if isinstance(data, dict):
            return _values(data)
    return {}


def _values(data: dict[str, Any]) -> dict[str, Any]:
    classes = _classes(data.get("classes"))
    found = {
        "page_type": data.get("type"),
        "post_id": data.get("postid"),
        "title": data.get("title"),
        "summary": data.get("description"),
        "tags": data.get("keywords"),
        "authors": data.get("author") or classes.get("author"),
        "image_url": data.get("thumbnail"),
        "video_seconds": data.get("video_duration"),
        "language": data.get("lang"),
        "published": data.get("published_time"),
        "modified": data.get("last_updated"),
        "kind": classes.get("posttype"),
        "section_name": classes.get("category"),
        "country": classes.get("country"),
        "coverage": classes.get("coverage"),
    }
    return {name: value for name, value in found.items() if value or value == 0}


def _classes(classes: Any) -> dict[str, str]:
    if not isinstance(classes, list):
        return {}
    return {
        str(entry["mapping"]): entry["value"]
        for entry in classes
        if isinstance(entry, dict) and entry.get("mapping") and isinstance(entry.get("value"), str)
    }
