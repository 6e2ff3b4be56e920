"""The title that most of a page's sources agree on, without the site's name."""

from __future__ import annotations

import re

from mayadeen import text

# What sites put between a title and their name.
_PARTED = re.compile(r"\s+[|•·»›—–]\s+|\s+[-:]{1,2}\s+|\s*\|\s*")


def without_site(title: str, names: frozenset[str] | set[str]) -> str:
    """
    >>> without_site("A - B | El País", {"el pais"}), without_site("El País: A", {"el pais"})
    ('A - B', 'El País: A')
    """
    parts = list(_PARTED.finditer(title))
    for part in reversed(parts):
        if text.fold(title[part.end():]) in names:
            return title[: part.start()].strip()
    for part in parts:
        if text.fold(title[: part.start()]) in names:
            return title[part.end():].strip()
    return title


def agreed(sources: list[str]) -> str | None:
    """What two sources say in the same words, else what begins another, else the first."""
    folded = [text.fold(source) for source in sources]
    for i, one in enumerate(folded):
        if one and one in folded[i + 1:]:
            return sources[i]
    for i, one in enumerate(folded):
        if len(one) > 15 and any(j != i and other.startswith(one) for j, other in enumerate(folded)):
            return sources[i]
    return sources[0] if sources else None
