"""The title that most of a page's sources agree on, without the site's name."""

from __future__ import annotations

import re
from functools import lru_cache

from mayadeen import text, urls
from mayadeen.pages import slugs

# What sites put between a title and their name.
_PARTED = re.compile(r"\s+[|•·»›—–]+\s+|\s+[-:]{1,2}\s+|\s*[|ㅣ｜：]\s*")
# What may follow a whole title in another source: a separator, then a section or a name.
_SUFFIX = re.compile(r"^\s*[|•·»›—–ㅣ｜:-]")
_FEWEST_WORDS, _MADE_OF, _CLEARLY = 4, 0.75, 0.2
_TRUST = ("meta", "jsonld", "structure", "head")


def site_names(names: tuple[str, ...], url: str) -> frozenset[str]:
    """What a site may call itself: the names it states and those its host has.

    >>> sorted(site_names(("The Daily",), "https://www.daily.co.uk/x"))
    ['co uk', 'daily', 'daily co', 'daily co uk', 'the daily', 'www daily co uk']
    """
    return _site_names(names, urls.place(url)[1])


@lru_cache(maxsize=64)
def _site_names(names: tuple[str, ...], host: str) -> frozenset[str]:
    parts = host.removeprefix("www.").split(".")
    hosts = (
        [".".join(parts[:length]) for length in range(1, len(parts) + 1)] + parts[-2:-1] + [".".join(parts[-2:]), host]
    )
    return frozenset(text.fold(name) for name in [*names, *hosts] if len(name) > 2)


def without_site(title: str, names: frozenset[str] | set[str]) -> str:
    """
    >>> without_site("A - B | El País", {"el pais"}), without_site("El País: A", {"el pais"})
    ('A - B', 'El País: A')
    """
    parts = list(_PARTED.finditer(title))
    for part in reversed(parts):
        if text.fold(title[part.end() :]) in names and part.start():
            return title[: part.start()].strip()
    for part in parts:
        if text.fold(title[: part.start()]) in names:
            return title[part.end() :].strip()
    return title


def agreed(sources: list[tuple[str, str]], url: str = "") -> tuple[str, str]:
    """The (layer, title) with the most support; among equals the layer of more trust.

    The head's own <title> is written for search engines: it speaks only where there is no h1. An address
    that was made of one title, and of no other, speaks for it.
    """
    layers = {layer for layer, _ in sources}
    voting = [pair for pair in sources if pair[0] != "head" or "structure" not in layers]
    slug = _of_address([title for _, title in voting], url)
    ranked = sorted(voting, key=lambda pair: (-_support(pair[1], sources, voting, slug), _trust(pair[0])))
    return next(pair for pair in sources if pair[1] == ranked[0][1])


def _support(title: str, sources: list[tuple[str, str]], voting: list[tuple[str, str]], slug: str | None) -> float:
    exact = sum(text.fold(title) == text.fold(other) for _, other in voting)
    cut = sum(1 for _, other in sources if _is_cut(title, other))
    return exact + 1.1 * bool(cut) + (text.fold(title) == slug)


def _of_address(found: list[str], url: str) -> str | None:
    """The folded title that an address was made of."""
    if not url or len(slugs.words_of(url)) < _FEWEST_WORDS:
        return None
    likeness = {text.fold(title): slugs.likeness(title, url) for title in found}
    first, *others = sorted(likeness, key=lambda title: -likeness[title])
    alone = not others or likeness[first] - likeness[others[0]] > _CLEARLY
    return first if likeness[first] >= _MADE_OF and alone else None


def whole(sources: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those that are cut where another has a quotation mark: one that nobody escaped ends an attribute.

    >>> whole([("meta", "A goal and"), ("structure", 'A goal and "royal" guests')])
    [('structure', 'A goal and "royal" guests')]
    """
    return [pair for pair in sources if not any(_ends_at_quote(pair[1], other) for _, other in sources)] or sources


def _ends_at_quote(title: str, other: str) -> bool:
    return other != title and other.startswith(title) and other[len(title) :].lstrip()[:1] in ('"', "'")


def _is_cut(title: str, other: str) -> bool:
    """Whether `other` is this title with something appended after a separator."""
    return (
        len(title) > 15
        and len(other) > len(title)
        and other.startswith(title)
        and bool(_SUFFIX.match(other[len(title) :]))
    )


def _trust(layer: str) -> int:
    return _TRUST.index(layer) if layer in _TRUST else 0
