"""Reading WARC files, ours and other people's, in parts that processes can share.

FastWARC finds the records. Their HTTP is not left to it: its `auto_decode` ends a file without a
word after a chunked payload, and a torn record is no error to it.
"""

import io
import zlib
from collections.abc import Callable, Generator, Iterator
from glob import glob
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from fastwarc.warc import ArchiveIterator, WarcRecord, any_type

from mayadeen.exceptions import WrongUse
from mayadeen.stores.archive import member_end

_GZIP, _MAGIC = 31, b"\x1f\x8b\x08"
_LOCAL_HEADER = 30
_LOOK = 1 << 20
LARGEST = 32 << 20
"""Bytes of a record's block that are read at all."""


class Part(NamedTuple):
    """The records that begin in `start` to `stop` of the WARC that stands in `path` from `begin` to `end`."""

    path: str
    name: str
    begin: int
    end: int
    start: int
    stop: int


class Record(NamedTuple):
    kind: str
    url: str
    date: str
    offset: int
    length: int
    block: bytes | None
    """None where it was not wanted or is too large."""
    whole: bool


def parts(patterns: str, size: int) -> list[Part]:
    """Of the files that match (patterns by commas), in parts of about `size` bytes. Raises WrongUse."""
    found = []
    for pattern in filter(None, (part.strip() for part in patterns.split(","))):
        paths = sorted(glob(pattern, recursive=True))
        if not paths:
            raise WrongUse(f"archive: there is no file {pattern!r}")
        for path in paths:
            found += [part for whole in _wholes(path) for part in _split(whole, size)]
    return found


def records(part: Part, wanted: Callable[[str, str], bool]) -> Iterator[Record]:
    """In order, with the block of those that `wanted(kind, url)`; a damaged stretch is one of kind `damaged`."""
    with Path(part.path).open("rb") as file:
        start: int | None = part.start if part.start == part.begin else _next_member(file, part.start, part.end)
        while start is not None and start < part.stop:
            damaged = yield from _until_damage(file, start, part, wanted)
            if damaged is None:
                return
            yield Record("damaged", "", "", damaged - part.begin, 0, None, False)
            start = _next_member(file, damaged + 1, part.end)


def _until_damage(
    file: io.BufferedReader, start: int, part: Part, wanted: Callable[[str, str], bool]
) -> Generator[Record, None, int | None]:
    """Gives back the beginning of the record behind which nothing could be read, or None at the end."""
    before: Record | None = None
    at, alone = start, part.stop == part.end and part.start == part.begin
    try:
        for found in ArchiveIterator(_Stretch(file, start, part.end), record_types=any_type, parse_http=False):
            at = found.stream_pos
            if before:
                begin = part.begin + before.offset
                if _next_member(file, begin + 1, at) is not None:  # it took the records behind it for its own
                    return begin
                yield before._replace(length=at - begin)
                before = None
            if at >= part.stop and not alone:
                return None
            before = _record(found, at - part.begin, wanted)
            if not before.whole:  # it may have taken the records behind it for its own
                return at
    except (OSError, ValueError):
        if before:
            yield before._replace(length=(member_end(file, at) or at) - at)
        return at
    if before:
        begin = part.begin + before.offset
        if _next_member(file, begin + 1, part.end) is not None:
            return begin
        yield before._replace(length=part.end - begin)
    return None


def _record(found: WarcRecord, offset: int, wanted: Callable[[str, str], bool]) -> Record:
    told = found.headers
    kind, url = told.get("WARC-Type") or "", (told.get("WARC-Target-URI") or "").strip("<>")
    size = found.content_length
    if size > LARGEST or not wanted(kind, url):
        return Record(kind, url, "", offset, 0, None, True)
    block = found.reader.read()
    return Record(kind, url, told.get("WARC-Date") or "", offset, 0, block, len(block) == size)


class _Stretch(io.RawIOBase):
    """A file up to `end`, told as it stands there."""

    def __init__(self, file: io.BufferedReader, start: int, end: int):
        self._file, self._at, self._end = file, start, end

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._end - self._at)
        self._file.seek(self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data


def _wholes(path: str) -> Iterator[Part]:
    try:
        if not path.endswith((".wacz", ".zip")):
            size = Path(path).stat().st_size
            yield Part(path, Path(path).name, 0, size, 0, size)
            return
        with ZipFile(path) as archive, Path(path).open("rb") as file:
            size = Path(path).stat().st_size
            for info in archive.infolist():
                if info.filename.endswith((".warc", ".warc.gz")):
                    if info.compress_type != ZIP_STORED:
                        raise WrongUse(f"archive: {path} holds {info.filename} compressed anew; unpack it first")
                    file.seek(info.header_offset)
                    header = file.read(_LOCAL_HEADER)
                    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
                    begin = info.header_offset + _LOCAL_HEADER + names
                    end = min(begin + info.file_size, size)
                    yield Part(path, Path(info.filename).name, begin, end, begin, end)
    except (OSError, BadZipFile) as error:
        raise WrongUse(f"archive: cannot read {path}: {error}") from None


def _split(whole: Part, size: int) -> Iterator[Part]:
    with Path(whole.path).open("rb") as file:
        if not _one_member_a_record(file, whole.begin):
            yield whole
            return
    for start in range(whole.begin, whole.end, size):
        yield whole._replace(start=start, stop=min(start + size, whole.end))


def _one_member_a_record(file: io.BufferedReader, begin: int) -> bool:
    file.seek(begin)
    reader = zlib.decompressobj(_GZIP)
    try:
        first = reader.decompress(file.read(_LOOK), 16 * _LOOK)
    except zlib.error:
        return False
    return reader.eof and first.startswith(b"WARC/") and b"\r\n\r\nWARC/" not in first


def _next_member(file: io.BufferedReader, start: int, end: int) -> int | None:
    """The first gzip member from `start` on that begins a record."""
    at = start
    while at < end:
        file.seek(at)
        data = file.read(min(_LOOK, end - at))
        found = data.find(_MAGIC)
        while found >= 0:
            if _begins_record(file, at + found):
                return at + found
            found = data.find(_MAGIC, found + 1)
        at += max(1, len(data) - len(_MAGIC) + 1)
    return None


def _begins_record(file: io.BufferedReader, at: int) -> bool:
    file.seek(at)
    try:
        return zlib.decompressobj(_GZIP).decompress(file.read(512), 5) == b"WARC/"
    except zlib.error:
        return False
