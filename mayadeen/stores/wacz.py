"""An archive as one file that browsers read: WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1)."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from struct import Struct
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson

from mayadeen import __version__
from mayadeen.exceptions import WrongUse
from mayadeen.stores.archive import FOLDER, OPEN
from mayadeen.stores.articles import Articles
from mayadeen.stores.cdxj import Sorted, line
from mayadeen.stores.clock import moment
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.members import chunks_of, members

VERSION = "1.1.1"
BLOCK = 3000
"""Lines of the index that are compressed together; a reader fetches one such block."""
_META = b'!meta 0 {"format":"cdxj-gzip-1.0","filename":"index.cdx.gz"}\n'
_PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
_TIME = Struct("<HHBI")
"""A ZIP entry's extra field with its time. Whatever it holds: to ReplayWeb.page an entry without one begins where
its name ends, although a large one has an extra field there."""
_TITLE = "Al Mayadeen"
_NOTE = "Pages as they were fetched, their content encoding undone; pictures and videos are not kept."


def write(path: Path, held: Held, _: Wanted, tell: Tell) -> Told:
    """All closed archive files, an index of their pages, and the articles as a list. Raises WrongUse where there are none."""
    paths = sorted((held.data / FOLDER).glob("*.warc.gz"))
    if not paths:
        waiting = any((held.data / FOLDER).glob(f"*{OPEN}"))
        why = "its only file is being written by a crawl" if waiting else "crawl with MAYADEEN_ARCHIVE=items, the default"
        raise WrongUse(f"nothing is archived in {held.data / FOLDER}: {why}")
    with ZipFile(path, "w") as package, TemporaryDirectory(prefix=".export-", dir=path.parent) as spool:
        wacz = _Package(package)
        lines = Sorted(Path(spool))
        _copy(wacz, paths, lines, tell)
        records = wacz.index(iter(lines))
        pages = wacz.pages(Articles(held.engine).recorded({path.name for path in paths}))
        wacz.manifest()
    return Told(f"{len(paths)} archive files, {records} records, {pages} pages")


def _copy(wacz: "_Package", paths: list[Path], lines: Sorted, tell: Tell) -> None:
    """The files into the package, and the lines of their index."""
    whole, done = sum(path.stat().st_size for path in paths), 0
    for path in paths:
        with wacz.member(f"archive/{path.name}", size=path.stat().st_size) as put:
            for member in members(path, _through(put, chunks_of(path))):
                tell(f"{(done + member.offset) / 1e6:.1f} of {whole / 1e6:.1f} MB")
                found = line(member, path.name)
                if found:
                    lines.add(found)
        done += path.stat().st_size


def _through(put: Callable[[bytes], object], chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        put(chunk)
        yield chunk


class _Package:
    """A ZIP file that knows size and digest of all it holds."""

    def __init__(self, package: ZipFile):
        self.package = package
        self.resources: list[dict[str, Any]] = []
        self._date = moment()

    def member(self, path: str, *, size: int | None = None, packed: bool = False) -> "_Member":
        info = ZipInfo(path, self._date.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = 0o644 << 16
        info.extra = _TIME.pack(0x5455, 5, 1, int(self._date.timestamp()))
        if size is not None:
            info.file_size = size
        return _Member(self, info, unknown=size is None)

    def index(self, lines: Iterator[bytes]) -> int:
        """In blocks, each a gzip member, and a list of the blocks. How many lines there were."""
        blocks, number, offset = [_META], 0, 0
        with self.member("indexes/index.cdx.gz") as put:
            while block := list(islice(lines, BLOCK)):
                data = gzip.compress(b"".join(block), mtime=0)
                put(data)
                key = b" ".join(block[0].split(b" ", 2)[:2])
                told = {"offset": offset, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
                blocks.append(key + b" " + orjson.dumps(told) + b"\n")
                number, offset = number + len(block), offset + len(data)
        with self.member("indexes/index.idx", packed=True) as put:
            put(b"".join(blocks))
        return number

    def pages(self, articles: Iterable[dict[str, Any]]) -> int:
        number = 0
        with self.member("pages/pages.jsonl", packed=True) as put:
            put(orjson.dumps(_PAGES, option=orjson.OPT_APPEND_NEWLINE))
            for article in articles:
                put(orjson.dumps(_page(article), option=orjson.OPT_APPEND_NEWLINE))
                number += 1
        return number

    def manifest(self) -> None:
        """datapackage.json, which vouches for all other files, and the digest that vouches for it."""
        told = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": _TITLE,
            "description": _NOTE,
            "created": self._date.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "software": f"mayadeen {__version__}",
            "resources": self.resources,
        }
        manifest = orjson.dumps(told, option=orjson.OPT_INDENT_2)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(manifest).hexdigest()}"}
        for path, data in (("datapackage.json", manifest), ("datapackage-digest.json", orjson.dumps(digest))):
            self.package.writestr(ZipInfo(path, self._date.timetuple()[:6]), data, ZIP_DEFLATED)


class _Member:
    """A file in the package while it is written: gives back what takes its bytes."""

    def __init__(self, package: _Package, info: ZipInfo, *, unknown: bool):
        self.package, self.info, self.unknown = package, info, unknown
        self._digest, self._size = hashlib.sha256(), 0

    def __enter__(self) -> Callable[[bytes], None]:
        self._file = self.package.package.open(self.info, "w", force_zip64=self.unknown)
        return self._put

    def __exit__(self, *_: object) -> None:
        self._file.close()
        path = self.info.filename
        told = {"name": path.rpartition("/")[2].lower(), "path": path}
        told["hash"] = f"sha256:{self._digest.hexdigest()}"
        self.package.resources.append({**told, "bytes": self._size})

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._size += len(data)


def _page(article: dict[str, Any]) -> dict[str, str]:
    stamp = article["fetched"].replace("+00:00", "Z")
    return {"id": article["id"], "url": article["url"], "ts": stamp, "title": article["title"]}
