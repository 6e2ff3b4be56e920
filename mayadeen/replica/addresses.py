"""Slugs and the two forms in which the site writes an address."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

SLUG_LENGTH = 60
_SAFE = "/-._~!$&'()*+,;=:@"
# Quotation marks and diacritics, Arabic ones too, leave no trace.
_DROPPED = re.compile("[\"'“”‘’«»\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]")
_DASHED = re.compile(r"[^\w:]")


def slug(title: str) -> str:
    """The title as an address: punctuation turned into "-", cut at 60 characters.

    >>> slug('Velmora - Chess club "restores": the bridge, again')
    'Velmora---Chess-club-restores:-the-bridge--again'
    >>> slug('يُقرّ بالأمر')
    'يقر-بالأمر'
    """
    return _DASHED.sub("-", _DROPPED.sub("", title))[:SLUG_LENGTH]


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
