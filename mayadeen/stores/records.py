"""Whole records of a WARC file, and whether they are what their own digests say."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mayadeen.stores.members import chunks_of
from mayadeen.stores.warc import payload_digest

_GZIP = 31
LARGEST = 256 << 20
"""Bytes of a record; what grows beyond is no page of ours."""


class Record(NamedTuple):
    offset: int
    length: int
    fields: dict[str, str]
    """The record's header, names in lower case."""
    block: bytes


class Damaged(Exception):
    """Its message says where and how."""


def records(path: Path) -> Iterator[Record]:
    """One a gzip member. Raises Damaged where the rest cannot be read."""
    read, start = 0, 0
    reader, data = zlib.decompressobj(_GZIP), bytearray()
    try:
        for chunk in chunks_of(path):
            read += len(chunk)
            while chunk:
                data += reader.decompress(chunk, LARGEST - len(data) + 1)
                if len(data) > LARGEST:
                    raise Damaged(f"a record of more than {LARGEST} bytes at {start}")
                if not reader.eof:
                    break
                chunk = reader.unused_data
                yield _record(start, read - len(chunk) - start, bytes(data))
                start = read - len(chunk)
                reader, data = zlib.decompressobj(_GZIP), bytearray()
    except zlib.error as error:
        raise Damaged(f"cannot be read behind {start} bytes ({error})") from None
    if start != read:
        raise Damaged(f"breaks off: the last {read - start} bytes are no whole record")


def _record(offset: int, length: int, data: bytes) -> Record:
    header, _, rest = data.partition(b"\r\n\r\n")
    line, *lines = header.decode("utf-8", "replace").split("\r\n")
    pairs = (each.partition(":") for each in lines)
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    size = fields.get("content-length", "")
    whole = line.startswith("WARC/") and size.isdecimal() and int(size) + 4 == len(rest) and rest.endswith(b"\r\n\r\n")
    if not whole:
        raise Damaged(f"no whole record at {offset}")
    return Record(offset, length, fields, rest[:-4])


def wrong_digest(record: Record) -> str | None:
    """Which of its digests, of those by SHA-1 that it has, is not that of its bytes."""
    told = record.fields
    if _differs(told.get("warc-block-digest"), record.block):
        return "WARC-Block-Digest"
    if told.get("warc-type") in ("response", "resource") and "warc-payload-digest" in told:
        http = told.get("content-type", "").startswith("application/http")
        payload = record.block.partition(b"\r\n\r\n")[2] if http else record.block
        if _differs(told["warc-payload-digest"], payload):
            return "WARC-Payload-Digest"
    return None


def _differs(told: str | None, data: bytes) -> bool:
    return bool(told) and str(told).lower().startswith("sha1:") and str(told)[5:] != payload_digest(data)[5:]
