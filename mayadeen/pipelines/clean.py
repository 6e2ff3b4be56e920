"""Makes true of every field what the loader made true of those it read: trimmed, nothing empty but null,
and nothing that no file or database takes."""

import re
from dataclasses import fields
from typing import Any

import orjson

from mayadeen.items import Article

_FIELDS = tuple(field.name for field in fields(Article))
_UNWRITABLE = re.compile("[\ud800-\udfff\0]")
"""Halves of a character, as a JSON script that was cut inside an emoji holds them, and zeros."""


class CleanPipeline:
    def process_item(self, item: Article) -> Article:
        values = vars(item)
        written = {name: values[name] for name in _FIELDS}  # not the visit, which no JSON holds
        if not _is_writable(written):
            values |= writable(written)
        values |= {name: value.strip() or None for name, value in values.items() if isinstance(value, str)}
        return item


def _is_writable(values: dict[str, Any]) -> bool:
    """A tenth of the cost of looking into each string; nearly every item is."""
    try:
        return b"\\u0000" not in orjson.dumps(values)
    except orjson.JSONEncodeError:
        return False


def writable(value: Any) -> Any:
    """
    >>> writable({"raw": ["cut \\ud83d", "whole"]}) == {"raw": ["cut \\ufffd", "whole"]}
    True
    """
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value) if _UNWRITABLE.search(value) else value
    if isinstance(value, list):
        return [writable(part) for part in value]
    if isinstance(value, dict):
        return {key: writable(part) for key, part in value.items()}
    return value
