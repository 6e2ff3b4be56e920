"""Which layer's value a field gets, and what the others said instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mayadeen import text, urls
from mayadeen.loaders import ArticleLoader

_LONGEST_RAW = 160


def shortened(raw: Any) -> Any:
    """What provenance keeps of a raw value: short, and fit for JSON."""
    if isinstance(raw, str) and len(raw) <= _LONGEST_RAW and raw.isprintable():
        return raw
    if isinstance(raw, list):
        raw = " | ".join(map(_written, raw[:20]))
    raw = raw if isinstance(raw, str) else _written(raw)
    raw = raw if len(raw) <= _LONGEST_RAW else raw[: _LONGEST_RAW - 1] + "…"
    # JSON's escapes can write half a character, which nothing can print.
    return raw if raw.isprintable() else raw.encode("utf-8", "replace").decode()


def _written(value: Any) -> str:
    try:
        return str(value)
    except RecursionError:  # JSON may nest deeper than Python prints
        return "…"


def choose(field: str, candidates: list[tuple[str, Any]], loader: ArticleLoader) -> tuple[Any, dict[str, Any] | None]:
    """The value of the first layer that gives one, and its provenance.

    `candidates` are (layer, raw) in order of trust.
    """
    value = note = taken = None
    for layer, raw in candidates:
        if note is not None and (raw == taken or "conflict" in note):
            continue
        read = loader.meaning(field, raw)
        if read is None:
            continue
        if note is None:
            value, taken, note = read, raw, {"layer": layer, "raw": shortened(raw)}
        elif not same(field, value, read):
            note["conflict"] = {"layer": layer, "raw": shortened(raw)}
    return value, note


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two readings of a field differ in form at most."""
    if one == other:
        return True
    return _SAME.get(field, _same_text)(one, other)


def _same_text(one: Any, other: Any) -> bool:
    one, other = text.fold(str(one)), text.fold(str(other))
    return one == other


def _same_lead(one: str, other: str) -> bool:
    """A cut summary is the same one."""
    one, other = text.fold(one), text.fold(other)
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter[: max(20, len(shorter) - 12)])


def _same_set(one: list[str], other: list[str]) -> bool:
    """A layer that names only some of them says nothing else."""
    mine, theirs = ({text.fold(part) for part in parts} for parts in (one, other))
    return theirs <= mine


def _same_picture(one: str, other: str) -> bool:
    return urls.picture_key(one) == urls.picture_key(other)


def _same_language(one: str, other: str) -> bool:
    return one.split("-")[0].lower() == other.split("-")[0].lower()


_SAME: dict[str, Callable[[Any, Any], bool]] = {
    "title": _same_lead,
    "summary": _same_lead,
    "tags": _same_set,
    "authors": _same_set,
    "image_url": _same_picture,
    "language": _same_language,
}
