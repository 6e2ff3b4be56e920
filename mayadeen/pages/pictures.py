"""One picture at several addresses: as metadata name it for other sites' previews, and as the page prints it."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote

from mayadeen import urls
from mayadeen.pages.document import Document
from mayadeen.pages.media import source

_SIZE = re.compile(r"[-_@]?(?:\d{2,4}x\d{2,4}|scaled|e\d{10,})$")
_NAME = re.compile(r"([^/]{8,})\.\w{3,4}$")
_LONG_ID = re.compile(r"[0-9a-z]{8,}")
_DAY = re.compile(r"(?:19|20)\d{6}")
_MOST, _LONGEST = 300, 2_000


def as_printed(document: Document, address: str) -> str | None:
    """Where the page itself shows the picture at `address`, in its largest size; None where it does not."""
    wanted = _marks(address)
    shown = (document.absolute(source(image)) for image in islice(document.root.iter("img", "amp-img"), _MOST))
    shared = {found: len(wanted & _marks(found)) for found in shown if found}
    best = max(shared, key=lambda found: shared[found], default=None)
    return best if best and shared[best] else None


def _marks(address: str) -> set[str]:
    """What another size or cut of the same picture has in common with it: the file's name, long ids.

    >>> sorted(_marks("https://x.net/a/Harbour-Gate-300x180.jpg?w=5") & _marks("https://y.net/Harbour-Gate.jpg"))
    ['harbour-gate']
    """
    path = unquote(urls.split(address[:_LONGEST]).path).lower()
    ids = {found for found in _LONG_ID.findall(path) if not found.isalpha() and not _DAY.fullmatch(found)}
    name = _NAME.search(path)
    return ids | {_SIZE.sub("", name[1])} if name else ids
