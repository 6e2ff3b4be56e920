"""Gzip members in files that nobody vouches for. What is unpacked on the way is not kept."""

import re
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

MAGIC = b"\x1f\x8b\x08"
LOOK = 1 << 20
_GZIP, _CHUNK, _PIECE = 31, 1 << 12, 1 << 16
_HEAD = 1 << 16
_FAR = 32 << 20
"""Bytes of sound members behind each other that no page of a stranger's can hold."""
_PADDING = b"\0\r\n\t "
_HEADER_END = re.compile(rb"\r?\n\r?\n")


class Member(NamedTuple):
    end: int | None
    """None where it breaks off or is damaged."""
    read: int
    """Up to here nothing speaks against its bytes being its own."""
    size: int
    """Bytes, unpacked."""
    head: bytes
    """The first of them."""


def member(file: IO[bytes], begin: int, end: int) -> Member:
    """That begins at `begin`, of a file that is read up to `end`."""
    file.seek(begin)
    reader = zlib.decompressobj(_GZIP)
    at, size, head = begin, 0, b""
    try:
        while not reader.eof and (chunk := file.read(min(_CHUNK, end - at))):
            for piece in _unpacked(reader, chunk):
                size += len(piece)
                head += piece[: _HEAD - len(head)]
            at += len(chunk)
    except zlib.error:
        return Member(None, at, size, head)
    at -= len(reader.unused_data)
    return Member(at if reader.eof else None, at, size, head)


def _unpacked(reader: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    full = True
    while (full or chunk) and not reader.eof:
        piece = reader.decompress(chunk, _PIECE)
        yield piece
        full, chunk = len(piece) == _PIECE, reader.unconsumed_tail


def block_end(head: bytes, length: int) -> int | None:
    """Where the block of so many bytes ends in a record that begins with `head`; None without a header's end."""
    found = _HEADER_END.search(head)
    return None if found is None else found.end() + length


def next_member(file: IO[bytes], start: int, end: int) -> int | None:
    """The first gzip member from `start` on that begins a record; it may stand in the page of another record."""
    at = start
    while at < end:
        file.seek(at)
        data = file.read(min(LOOK, end - at))
        found = data.find(MAGIC)
        while found >= 0:
            if _begins_record(file, at + found):
                return at + found
            found = data.find(MAGIC, found + 1)
        at += max(1, len(data) - len(MAGIC) + 1)
    return None


def next_sound(file: IO[bytes], start: int, end: int) -> int | None:
    """The same behind damage, where it cannot stand in a page: followed by members to the end, or for `_FAR`."""
    found = next_member(file, start, end)
    while found is not None:
        at = found
        while at < end and at - found < _FAR:
            one = member(file, at, end)
            if one.end is None:
                break
            at = one.end
        else:
            return found
        if (one.read >= end and one.head.startswith(b"WARC/")) or is_padding(file, at, end):
            return found
        found = next_member(file, max(one.read, at + 1), end)
    return None


def sound_until(file: IO[bytes], begin: int, end: int) -> int:
    """Where the last whole member ends that follows from `begin`."""
    at = begin
    while at < end and (after := member(file, at, end).end) is not None:
        at = after
    return at


def is_padding(file: IO[bytes], start: int, end: int) -> bool:
    """Whether only zeros and blanks stand there: tapes and file systems fill up so."""
    file.seek(start)
    left = end - start
    while left > 0 and (data := file.read(min(_CHUNK, left))):
        if data.strip(_PADDING):
            return False
        left -= len(data)
    return True


def _begins_record(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    try:
        return zlib.decompressobj(_GZIP).decompress(file.read(512), 5) == b"WARC/"
    except zlib.error:
        return False
