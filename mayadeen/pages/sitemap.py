"""A sitemap or a feed: the addresses it names, in its order, read as a stream in flat memory.

Sitemap indexes, sitemaps (with news and image extensions), RSS, RDF and Atom, gzipped or not, and
plain lists of addresses. A document that declares a type is refused: no sitemap needs one, and
entities and external DTDs come with it.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from lxml import etree

from mayadeen.dates import parse

ENTRIES = {"sitemapindex": "sitemap", "urlset": "url", "rss": "item", "rdf": "item", "feed": "entry"}
"""What a document's root is called -> what its entries are called."""
DEEPEST = 50
LONGEST = 4000
"""Characters of an address or a date: a longer one is none."""
MOST = 100_000
"""Entries that are read: twice what the protocol allows."""
LARGEST = 64 << 20
CHUNK = 1 << 14
"""Bytes that are read in one go."""
_ADDRESSES = ("loc", "link", "guid")
_PUBLISHED = ("publication_date", "pubdate", "published", "date")
_MODIFIED = ("lastmod", "updated", "modified")
_KEPT = frozenset((*_ADDRESSES, *_PUBLISHED, *_MODIFIED))
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/](0?[1-9]|1[0-2])(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_GZIP = b"\x1f\x8b"


class Unreadable(ValueError):
    """No sitemap, or one that breaks off; what was read before it stands."""


@dataclass(frozen=True)
class Days:
    """Beirut days, both included, as ISO dates."""

    first: str
    last: str

    def meet(self, since: str | None, until: str | None) -> bool:
        return self.first <= (until or self.first) and (since or self.last) <= self.last


@dataclass(frozen=True)
class Lead:
    """An entry; the address as it is written."""

    url: str
    nested: bool
    """Whether it leads to another sitemap."""
    published: Days | None = None
    modified: Days | None = None

    def outside(self, since: str | None, until: str | None) -> bool:
        """Whether it cannot be of these days. Nothing is changed before it is published, so what was last
        changed before `since` was published before; a later change says nothing."""
        if self.published:
            return not self.published.meet(since, until)
        return self.modified is not None and not self.modified.meet(since, None)


def days_of(text: str | None) -> Days | None:
    """The Beirut days that a date may mean: three where it states no zone, for nobody knows which it is in.

    >>> days_of("2023-08-31T22:30:00Z"), days_of("2023-08-31"), days_of("soon")
    (Days(first='2023-09-01', last='2023-09-01'), Days(first='2023-08-30', last='2023-09-01'), None)
    >>> days_of("Thu, 31 Aug 2023 12:00:00 GMT").first
    '2023-08-31'
    """
    moment = parse(text) if text else None
    if moment is None:
        return None
    if moment.zone == "stated":
        return Days(moment.day, moment.day)
    day, around = moment.instant.date(), timedelta(days=1)
    return Days((day - around).isoformat(), (day + around).isoformat())


def period(url: str) -> Days | None:
    """The month, else the year, that a sitemap's address names.

    >>> period("https://x.net/sitemaps/all/sitemap-2024-2.xml")
    Days(first='2024-02-01', last='2024-02-29')
    >>> period("https://x.net/sitemap-2023.xml.gz").last, period("https://x.net/sitemap1.xml")
    ('2023-12-31', None)
    """
    if months := _MONTH.findall(url):
        year, month = map(int, months[-1])
        after = date(year + month // 12, month % 12 + 1, 1)
        return Days(date(year, month, 1).isoformat(), (after - timedelta(days=1)).isoformat())
    if years := _YEAR.findall(url):
        return Days(f"{years[-1]}-01-01", f"{years[-1]}-12-31")
    return None


def leads(body: bytes, largest: int = LARGEST) -> Iterator[Lead]:
    """Raises Unreadable after the last entry that could be read."""
    return chain.from_iterable(in_pieces(body, largest))


def in_pieces(body: bytes, largest: int = LARGEST) -> Iterator[list[Lead]]:
    """The entries of one CHUNK of the document after the other, none in some: between them others may have their turn."""
    pieces = _unpacked(body, largest) if body.startswith(_GZIP) else _cut(body)
    start = next((piece for piece in (part.lstrip(b"\xef\xbb\xbf \t\r\n") for part in pieces) if piece), b"")
    found = _listed(start, pieces) if re.match(rb"https?://", start) else _marked_up(start, pieces)
    left = MOST
    for entries in found:
        yield entries[:left]
        left -= len(entries)
        if left < 0:
            raise Unreadable(f"more than {MOST} entries")


def _cut(body: bytes) -> Iterator[bytes]:
    return (body[start : start + CHUNK] for start in range(0, len(body), CHUNK))


def _unpacked(body: bytes, largest: int) -> Iterator[bytes]:
    size, waiting = 0, body
    try:
        while waiting:  # a file may be several gzip members
            unpacker = zlib.decompressobj(31)
            while waiting and not unpacker.eof:
                piece = unpacker.decompress(waiting, CHUNK)
                size += len(piece)
                if size > largest:
                    raise Unreadable(f"larger than {largest >> 20} MB unpacked")
                yield piece
                waiting = unpacker.unconsumed_tail
            if not unpacker.eof:
                raise Unreadable("gzip that breaks off")
            waiting = unpacker.unused_data.lstrip(b"\0")
    except zlib.error:
        raise Unreadable("broken gzip") from None


def _listed(start: bytes, pieces: Iterator[bytes]) -> Iterator[list[Lead]]:
    rest = b""
    for piece in chain((start,), pieces):
        *lines, rest = (rest + piece)[-(LONGEST + CHUNK) :].replace(b"\r", b"\n").split(b"\n")
        yield _addresses(lines)
    yield _addresses([rest])


def _addresses(lines: list[bytes]) -> list[Lead]:
    addresses = (line.decode("utf-8", "replace").strip() for line in lines)
    return [
        Lead(address, nested=False)
        for address in addresses
        if address.startswith(("http://", "https://")) and len(address) <= LONGEST
    ]


def _marked_up(start: bytes, pieces: Iterator[bytes]) -> Iterator[list[Lead]]:
    target = _Entries()
    parser = etree.XMLParser(target=target, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        parser.feed(start)
        yield target.taken()
        for piece in pieces:
            parser.feed(piece)
            yield target.taken()
        parser.close()
    except etree.XMLSyntaxError as error:
        yield target.taken()
        broken = f"broken XML at line {error.lineno}" if target.entry_name else "no sitemap: no XML"
        raise Unreadable(broken) from None


@dataclass
class _Entries:
    """What lxml calls for each piece of markup; no tree is built, so a document of any length takes no memory."""

    entry_name: str | None = None
    path: list[str] = field(default_factory=list)
    entry: dict[str, str] | None = None
    depth: int = 0
    text: list[str] = field(default_factory=list)
    done: list[Lead] = field(default_factory=list)

    def taken(self) -> list[Lead]:
        done, self.done = self.done, []
        return done

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Unreadable("no sitemap: an HTML page" if name.lower() == "html" else "it declares a document type")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        self.path.append(name)
        if len(self.path) == 1:
            self._begin(name)
        elif len(self.path) > DEEPEST:
            raise Unreadable("elements nested too deep")
        elif self.entry is None and name == self.entry_name:
            self.entry, self.depth = {}, len(self.path)
        elif self.entry is not None and name == "link" and attributes.get("rel", "alternate") == "alternate":
            self._keep("loc", attributes.get("href", ""))  # Atom
        self.text = []

    def _begin(self, root: str) -> None:
        self.entry_name = ENTRIES.get(root)
        if self.entry_name is None:
            raise Unreadable(f"no sitemap: <{root[:40]}>")

    def data(self, text: str) -> None:
        if self.entry is not None and len(self.text) < LONGEST:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = self.path.pop()
        if self.entry is None:
            return
        if len(self.path) < self.depth:
            self._finish()
        # Pictures have a loc of their own, one level down; a news date stands there too.
        elif len(self.path) == self.depth or name == "publication_date":
            self._keep(name, "".join(self.text))
        self.text = []

    def _keep(self, name: str, value: str) -> None:
        value = value.strip()
        if name in _KEPT and value and len(value) <= LONGEST and self.entry is not None:
            self.entry.setdefault(name, value)

    def _finish(self) -> None:
        entry, self.entry = self.entry or {}, None
        url = next((entry[name] for name in _ADDRESSES if entry.get(name, "").startswith(("http", "/"))), None)
        if url:
            published = next((days for name in _PUBLISHED if (days := days_of(entry.get(name)))), None)
            modified = next((days for name in _MODIFIED if (days := days_of(entry.get(name)))), None)
            self.done.append(Lead(url, self.entry_name == "sitemap", published, modified))

    def close(self) -> None:
        """Asked for by lxml."""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
