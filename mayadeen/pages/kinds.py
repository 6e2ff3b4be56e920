"""What kind of item a page is, and whether it is one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mayadeen import text, urls
from mayadeen.editions import EDITIONS, KIND_BY_PATH, NO_ITEMS, Edition, Place

_BY_TYPE = {
    "liveblogposting": "live",
    "opinionnewsarticle": "opinion",
    "analysisnewsarticle": "analysis",
    "reportagenewsarticle": "report",
    "podcastepisode": "podcast",
    "tvepisode": "episode",
    "radioepisode": "episode",
    "episode": "episode",
    "videoobject": "video",
    "imagegallery": "gallery",
    "newsarticle": "news",
}


_DEEPEST = max(path.count("/") for path in KIND_BY_PATH) + 1


def by_post_type(post_type: Any, edition: Edition | None) -> str | None:
    """The edition's own word for it: a kind, "" for a page that is no item, None for an unknown word."""
    if edition is None or not isinstance(post_type, str):
        return None
    return _by_post_type(edition.code, post_type[:100])


@lru_cache(maxsize=256)
def _by_post_type(code: str, post_type: str) -> str | None:
    words = {text.fold(word): kind for word, kind in EDITIONS[code].post_types.items()}
    return words.get(text.fold(post_type))


def by_address(url: str) -> str | None:
    """By the longest path with a kind that the address begins with."""
    parts = urls.segments(url)
    paths = ("/".join(parts[:length]) for length in range(min(len(parts) - 1, _DEEPEST), 0, -1))
    return next((KIND_BY_PATH[path] for path in paths if path in KIND_BY_PATH), None)


def by_section(label: str | None, edition: Edition | None) -> str | None:
    """By the menu entry that the page says it belongs to."""
    return _by_section(edition.code, label) if edition and label else None


@lru_cache(maxsize=1024)
def _by_section(code: str, label: str) -> str | None:
    place = place_of(code, label)
    return by_address(f"/{place.path}/x") if place else None


@lru_cache(maxsize=1024)
def place_of(code: str, name: str) -> Place | None:
    """The edition's section or region of that path or label."""
    return EDITIONS[code].place(name)


def by_type(types: tuple[str, ...]) -> str | None:
    return next((_BY_TYPE[kind] for kind in types if kind in _BY_TYPE), None)


def no_item_by_address(url: str, edition: Edition | None) -> str | None:
    """Why an address is not that of an item; None where it may be."""
    parts = urls.segments(url)
    if not parts:
        return "home"
    if parts[0] in NO_ITEMS:
        return parts[0]
    if edition and any(place.path == "/".join(parts) for place in edition.sections + edition.regions):
        return "listing"
    return None
