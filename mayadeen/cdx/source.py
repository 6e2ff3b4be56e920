"""A CDX server, and where what it lists is read: as it was captured, through its replay, or from its WARC files."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

from mayadeen.cdx.reply import Row
from mayadeen.exceptions import WrongUse

COMMON_CRAWL = "index.commoncrawl.org"
COMMON_CRAWL_FILES = "https://data.commoncrawl.org/"
_PORTS = {"http": 80, "https": 443}
_PART = re.compile(r"(\d{1,15})-(?=0*[1-9])(\d{1,15})", re.A)
"""Offset and length of a part of a file."""
_LONGEST = 1000
"""Characters of a file's name, escaped."""


@dataclass(frozen=True)
class Source:
    cdx: str
    replay: str | None = None
    """Below it stands `<time>id_/<address>`, the bytes of a capture."""
    warcs: str | None = None
    """Below it stand the files that the index names; a capture is a range of one."""

    @classmethod
    def of(cls, cdx: str, replay: str | None, warcs: str | None) -> Self:
        """With what follows from the CDX server's address. Raises WrongUse where nothing does."""
        if replay and warcs:
            raise WrongUse("replay or warcs, not both: captures are read from one place")
        if not (replay or warcs):
            replay, warcs = _replay(cdx), None
            if urlsplit(cdx).hostname == COMMON_CRAWL:
                replay, warcs = None, COMMON_CRAWL_FILES
        if not (replay or warcs):
            raise WrongUse(f"where are the captures of {cdx}? Add -a replay=URL, below which TIMEid_/ADDRESS stands")
        return cls(cdx, *(f"{place.rstrip('/')}/" if place else None for place in (replay, warcs)))

    def problem(self, row: Row) -> str | None:
        """Why a row names nothing that could be read."""
        if row.problem or not self.warcs:
            return row.problem
        known = _PART.fullmatch(f"{row.offset}-{row.length}") and _names_a_file(row.filename)
        return None if known else "no place in a file"

    @property
    def host(self) -> str:
        return urlsplit(self.cdx).netloc.rpartition("@")[2]

    def address(self, row: Row) -> str:
        """Where a capture is read. Its fragment, never sent, tells it from others of the same second."""
        if self.warcs:
            return f"{self.warcs}{quote(row.filename.lstrip('/'))}#{row.offset}-{row.length}"
        return f"{self.replay}{row.timestamp}id_/{row.url}#{(row.digest or row.mime)[:64]}"

    def allows(self, url: str) -> bool:
        """Only these hosts; who was asked over http may answer over https."""
        try:
            return _netloc(url) in {each for place in self._places() for each in (_netloc(place), _secure(place))}
        except ValueError:
            return False

    def _places(self) -> list[str]:
        return [place for place in (self.cdx, self.replay, self.warcs) if place]


def range_of(address: str) -> str | None:
    """The Range header for a capture that is a part of a file.

    >>> range_of("https://data.commoncrawl.org/a.warc.gz#100-20"), range_of("http://x/web/2023id_/http://y/#SHA")
    ('bytes=100-119', None)
    """
    part = _PART.fullmatch(address.rpartition("#")[2])
    return f"bytes={int(part[1])}-{int(part[1]) + int(part[2]) - 1}" if part else None


def _names_a_file(name: str) -> bool:
    """Below where the files stand, and not elsewhere, however a server takes it.

    >>> [_names_a_file(name) for name in ("/a/b.warc.gz", "a/../b", "%2e%2e/b", "http://x/b", "")]
    [True, False, False, False, False]
    """
    parts = name.lstrip("/").split("/")
    return len(quote(name)) <= _LONGEST and not set(name) & set("\\%?#") and not {"", ".", ".."} & set(parts)


def _replay(cdx: str) -> str | None:
    """
    >>> _replay("https://web.archive.org/cdx/search/cdx"), _replay("http://127.0.0.1:8080/coll/cdx")
    ('https://web.archive.org/web/', 'http://127.0.0.1:8080/coll/')
    >>> _replay("http://127.0.0.1:8080/coll-cdx"), _replay("http://127.0.0.1:8080/coll/index")
    ('http://127.0.0.1:8080/coll/', 'http://127.0.0.1:8080/coll/')
    >>> _replay("http://127.0.0.1:8080/query")
    """
    address = cdx.rstrip("/")
    for end, replay in (("/cdx/search/cdx", "/web/"), ("/cdx", "/"), ("/index", "/"), ("-cdx", "/"), ("-index", "/")):
        if address.endswith(end):
            return address.removesuffix(end) + replay
    return None


def _netloc(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)


def _secure(url: str) -> tuple[str, int]:
    host, port = _netloc(url)
    return host, 443 if port == 80 else port
