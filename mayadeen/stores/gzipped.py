"""Gzip members in files that nobody vouches for. What is unpacked on the way is not kept."""

import re
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

MAGIC = b"\x1f\x8b\x08"
LOOK = 1 << 20
_GZIP, _FIRST, _CHUNK, _PIECE = 31, 1 << 7, 1 << 12, 1 << 16
_HEAD = 1 << 16
_FAR = 32 << 20
"""Bytes that a damaged record is taken for where it does not say its length."""
_PADDING = b"\0\r\n\t "
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})", re.I)
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
        # In small pieces at first: of one that cannot be unpacked to its end nothing is given.
        while not reader.eof and (chunk := file.read(min(_CHUNK if size > _CHUNK else _FIRST, end - at))):
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


def told_length(head: bytes) -> int | None:
    """What a record that begins with `head` says of its block."""
    found = _LENGTH.search(head)
    return None if found is None else int(found[1])


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


def next_sound(file: IO[bytes], damaged: int, end: int) -> int | None:
    """The same behind a damaged member, and not in its page: what follows it are whole members to where that page must
    have ended, or to the file's end."""
    one = member(file, damaged, end)
    size = block_end(one.head, told_length(one.head) or _FAR) or _FAR
    far = damaged + min(size + size // 1000, _FAR) + _CHUNK  # what cannot be pressed grows by its blocks' headers
    found = next_member(file, max(one.read, damaged + 1), end)
    while found is not None:
        at = found
        while at < min(end, far):
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
