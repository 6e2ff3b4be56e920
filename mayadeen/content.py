"""What of an article is its content, and when two versions of it are the same. Pure functions."""

import hashlib
from collections.abc import Mapping
from typing import Any

from mayadeen import text, urls

FIELDS = ("title", "summary", "body", "tags", "image_url")
"""A change of any of these makes a revision."""


def content_parts(values: Mapping[str, Any]) -> dict[str, str]:
    """Each field as a reader compares it: the picture by its uuid, the tags as a set, everything folded.

    So another size of the picture, another order of the tags or a diacritic more is no change.
    """
    parts = {name: text.fold(values[name] or "") for name in ("title", "summary", "body")}
    parts["tags"] = "\x1e".join(sorted({text.fold(tag) for tag in values["tags"] or ()}))
    parts["image_url"] = urls.picture_key(values["image_url"]) if values["image_url"] else ""
    return parts


def content_hash(values: Mapping[str, Any]) -> str:
    parts = "\x1f".join(content_parts(values).values())
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()


def changed_fields(former: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """
    >>> one = {"title": "A", "summary": None, "body": "غزة  \\n b", "tags": [], "image_url": None}
    >>> changed_fields(one, one | {"title": "B", "body": "غزّة b"})
    ['title']
    """
    before, after = content_parts(former), content_parts(new)
    return [name for name in FIELDS if before[name] != after[name]]
