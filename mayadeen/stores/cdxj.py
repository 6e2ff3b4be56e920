"""Index lines (CDXJ) of WARC records: the key under which readers of web archives look an address up, and what they need."""

import heapq
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import orjson

from mayadeen.stores.members import Member

TOGETHER = 50_000
"""Lines that are sorted in memory: some sixty megabytes."""
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_TYPE = re.compile(rb"^content-type:[ \t]*([^;\r\n]*)", re.I | re.M)
_WWW = re.compile(r"^www\d*\.")


def line(member: Member, filename: str) -> bytes | None:
    """Of a response or a revisit of one; None of any other record."""
    kind, url = member.warc.get("warc-type"), member.warc.get("warc-target-uri", "").strip("<>")
    if kind not in ("response", "revisit") or not url:
        return None
    status, mime = _STATUS.match(member.http), _TYPE.search(member.http)
    told = {"url": url, "mime": mime[1].decode("latin-1").strip() if mime else "unk"}
    told |= {"mime": "warc/revisit"} if kind == "revisit" else {}
    told |= {"status": status[1].decode()} if status else {}
    told |= {"digest": member.warc.get("warc-payload-digest", ""), "length": str(member.length)}
    told |= {"offset": str(member.offset), "filename": filename}
    stamp = "".join(filter(str.isdigit, member.warc.get("warc-date", "")))[:14]
    return b" ".join((surt(url), stamp.encode(), orjson.dumps(told))) + b"\n"


def surt(url: str) -> bytes:
    """The host turned round, what tells no pages apart left out (Sort-friendly URI Reordering Transform).

    >>> surt("https://www.almayadeen.net/News/%D8%BA/?b=2&a=1")
    b'net,almayadeen)/news/%d8%ba?a=1&b=2'
    >>> surt("https://english.almayadeen.net/"), surt('http://x.net:8080/a%22b%2525')
    (b'net,almayadeen,english)/', b'net,x:8080)/a"b%25')
    """
    parts = urlsplit(url)
    host = ",".join(reversed(_WWW.sub("", (parts.hostname or "").lower()).split(".")))
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    path = _escaped(parts.path).rstrip(b"/") or b"/"
    query = b"&".join(sorted(_escaped(parts.query).split(b"&"))) if parts.query else b""
    return f"{host}{port})".encode() + (path + (b"?" + query if query else b"")).lower()


def _escaped(text: str) -> bytes:
    """Unescaped as far as it can be, then only what must be is escaped."""
    data, before = text.encode(), None
    while data != before:
        before, data = data, unquote_to_bytes(data)
    return b"".join(b"%%%02X" % byte if byte <= 0x20 or byte >= 0x7F or byte in b"#%" else bytes((byte,)) for byte in data)


class Sorted:
    """Lines by their bytes, in flat memory: what is more than `TOGETHER` waits in files of `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._runs: list[Path] = []
        self._some: list[bytes] = []

    def add(self, line: bytes) -> None:
        self._some.append(line)
        if len(self._some) == TOGETHER:
            self._runs.append(self.folder / f"{len(self._runs)}.cdxj")
            self._runs[-1].write_bytes(b"".join(sorted(self._some)))
            self._some = []

    def __iter__(self) -> Iterator[bytes]:
        with ExitStack() as files:
            runs = [files.enter_context(path.open("rb")) for path in self._runs]
            yield from heapq.merge(*runs, sorted(self._some))
