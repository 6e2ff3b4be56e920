"""Slugs and the two forms in which the site writes an address."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

SLUG_LENGTH = 60
_SAFE = "/-._~!$&'()*+,;=:@"
_DIACRITICS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_DROPPED = re.compile(f"[^\\w\\s:-]|[{_DIACRITICS}]")
_SPACE = re.compile(r"\s")
_DIACRITIC = re.compile(f"[{_DIACRITICS}]")
_PUNCTUATION = re.compile(r"\W")


def slug(title: str, colons: bool = True) -> str:
    """The title as an address, cut at 60 characters, by the rule of 2023 or the next.

    Of the rows that were seen, those up to December 2023 lose their punctuation but for colons
    and dashes; in those after it every mark is a dash.

    >>> slug('Velmora - Chess club "restores": the bridge, again!')
    'velmora---chess-club-restores:-the-bridge-again'
    >>> slug('Velmora - Chess club "restores": the bridge, again!', colons=False)
    'velmora---chess-club--restores---the-bridge--again'
    >>> slug('يُقرّ بالأمر')
    'يقر-بالأمر'
    """
    bare = _SPACE.sub("-", _DROPPED.sub("", title)) if colons else _PUNCTUATION.sub("-", _DIACRITIC.sub("", title))
    return bare.lower()[:SLUG_LENGTH].rstrip("-")


@lru_cache(maxsize=4096)
def encoded(path: str) -> str:
    return quote(path, safe=_SAFE)


def decoded(path: str) -> str:
    """One form of both; undecodable bytes give a path that no page has."""
    return "/" + unquote(path, errors="replace").strip("/")


def href(path: str, turn: int) -> str:
    """The address in a link: by turns raw and percent-encoded, as both occur.

    >>> href("/news/غ", 0), href("/news/غ", 1)
    ('/news/%D8%BA', '/news/غ')
    """
    return (path if turn % 2 else encoded(path)).replace("&", "&amp;")
