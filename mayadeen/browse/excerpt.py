"""The place in a text where a search found something, its words marked. Pure."""

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from mayadeen.text import words

BEFORE, AFTER = 8, 32
"""Words shown before the first that is marked, and from it on."""
_SPACED = re.compile(r"\S+")


def excerpt(text: str, wanted: Collection[str], beginnings: tuple[str, ...] = ()) -> Markup:
    """The text's beginning where nothing in it is wanted. `wanted` and `beginnings` are folded words.

    >>> excerpt("قال في بيروت: <b>", {"بيروت"})
    Markup('قال في <mark>بيروت:</mark> &lt;b&gt;')
    """
    found = list(_SPACED.finditer(text))
    hits = [n for n, each in enumerate(found) if _is_hit(each[0], wanted, beginnings)]
    first = max(hits[0] - BEFORE, 0) if hits else 0
    shown = range(first, min(first + BEFORE + AFTER, len(found)))
    marked = set(hits)
    told = " ".join(f"<mark>{escape(found[n][0])}</mark>" if n in marked else str(escape(found[n][0])) for n in shown)
    return Markup(("… " if first else "") + told + (" …" if shown.stop < len(found) else ""))  # noqa: S704 escaped


def _is_hit(word: str, wanted: Collection[str], beginnings: tuple[str, ...]) -> bool:
    return any(each in wanted or (bool(beginnings) and each.startswith(beginnings)) for each in words(word))
