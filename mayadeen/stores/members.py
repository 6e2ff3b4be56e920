"""A WARC file of ours as it is copied: each gzip member is one record, of which only the head is kept in mind."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mayadeen.exceptions import WrongUse

_GZIP = 31
_CHUNK = 1 << 18
_HEAD = 1 << 16
"""Bytes of a record that are looked at: its header and that of the answer in it."""


class Member(NamedTuple):
    offset: int
    length: int
    warc: dict[str, str]
    """The record's header, names in lower case."""
    http: bytes
    """The answer's header, as far as it was looked at."""


def members(path: Path, chunks: Iterator[bytes]) -> Iterator[Member]:
    """Raises WrongUse where it breaks off, or a member is not one whole record."""
    read, start = 0, 0
    reader, head, size = zlib.decompressobj(_GZIP), b"", 0
    try:
        for chunk in chunks:
            read += len(chunk)
            while chunk:
                data = reader.decompress(chunk)
                head, size = head + data[: _HEAD - len(head)], size + len(data)
                if not reader.eof:
                    break
                chunk = reader.unused_data
                yield _member(path, start, read - len(chunk) - start, head, size)
                start = read - len(chunk)
                reader, head, size = zlib.decompressobj(_GZIP), b"", 0
    except zlib.error:
        raise WrongUse(f"{path} is damaged behind {start} bytes") from None
    if start != read:
        raise WrongUse(f"{path} breaks off: {read - start} bytes are no whole record")


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _member(path: Path, offset: int, length: int, head: bytes, size: int) -> Member:
    header, _, rest = head.partition(b"\r\n\r\n")
    line, *lines = header.decode("utf-8", "replace").split("\r\n")
    fields = (each.partition(":") for each in lines)
    told = {name.strip().lower(): value.strip() for name, _, value in fields}
    whole = len(header) + 4 + int(told.get("content-length", "-9")) + 4
    if not line.startswith("WARC/") or whole != size:
        raise WrongUse(f"{path} is no archive of one record a gzip member, at {offset} bytes")
    return Member(offset, length, told, rest.partition(b"\r\n\r\n")[0])
