"""The HTTP of an archived answer: its fields, and its body without what the wire did to it.

Not left to FastWARC, whose `auto_decode` ends a file without a word after a chunked payload. Nothing
here makes more of a page than `LARGEST`.
"""

import re
import zlib
from typing import NamedTuple

import brotli

from mayadeen.exceptions import Failed, Filtered

LARGEST = 16 << 20
"""Bytes of a page, its encodings undone: no article has them, and a bomb gets no further."""
TOO_LARGE, BROKEN = f"larger than {LARGEST >> 20} MB", "its content encoding is broken"
BREAKS_OFF = f"{BROKEN}: it breaks off"
MOST_MEMBERS = 100
"""Of a body that is several gzip members: each is cut off what is behind it, and a bomb may have millions."""
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})(?!\d)")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_ZLIB, _GZIP, _BARE = 15, 31, -15
_GZIP_MAGIC = b"\x1f\x8b"

Fields = dict[bytes, bytes]
"""Header fields by lower-case name; of a field that is there twice, both with a comma."""


class Answer(NamedTuple):
    fields: Fields
    body: bytes


def answer_of(block: bytes) -> Answer:
    """Raises Filtered for what is no page, Failed for what cannot be decoded."""
    head, _, body = block.partition(b"\r\n\r\n")
    line, _, lines = head.partition(b"\r\n")
    status = _STATUS.match(line)
    if not status or status[1] != b"200":
        raise Filtered(f"http {status[1].decode()}" if status else "no HTTP answer")
    fields = _fields(lines)
    if b"chunked" in fields.pop(b"transfer-encoding", b"").lower():
        body = _joined(body)
    if encodings := fields.pop(b"content-encoding", b"").lower().replace(b" ", b""):
        body = _decoded(body, encodings)
    return Answer(fields, body)


def _fields(lines: bytes) -> Fields:
    fields: dict[bytes, list[bytes]] = {}
    for line in lines.split(b"\r\n"):
        name, _, value = line.partition(b":")
        fields.setdefault(name.strip().lower(), []).append(value.strip())
    return {name: b", ".join(values) for name, values in fields.items()}


def _joined(body: bytes) -> bytes:
    """Without chunks; archives keep the header of a payload that was joined before, too."""
    pieces, at = [], 0
    while size := _CHUNK_SIZE.match(body, at):
        begin, length = size.end(), int(size[1], 16)
        if not length:
            return b"".join(pieces)
        pieces.append(body[begin : begin + length])
        at = begin + length + 2
    if pieces:
        raise Failed(BREAKS_OFF)
    return body


def _decoded(body: bytes, encodings: bytes) -> bytes:
    """Undone before, perhaps: the header of what archives decoded stays, too."""
    try:
        if encodings in (b"gzip", b"x-gzip"):
            return _inflated(body, _GZIP) if body.startswith(_GZIP_MAGIC) else body
        if encodings in (b"deflate", b"br") and b"<html" not in body[:2000].lower():
            return _unbrotlied(body) if encodings == b"br" else _inflated(body, _ZLIB if body[:1] == b"\x78" else _BARE)
    except zlib.error as error:
        raise Failed(f"{BROKEN}: {str(error)[:60]}") from None
    return body


def _inflated(body: bytes, form: int) -> bytes:
    page = b""
    for _ in range(MOST_MEMBERS):
        reader = zlib.decompressobj(form)
        page += reader.decompress(body, LARGEST + 1 - len(page))
        if not reader.eof and len(page) <= LARGEST:
            raise Failed(BREAKS_OFF)
        body = reader.unused_data
        if not body.startswith(_GZIP_MAGIC) or len(page) > LARGEST:
            return _bounded(page)
    raise Failed(f"{BROKEN}: in more than {MOST_MEMBERS} pieces")


def _unbrotlied(body: bytes) -> bytes:
    try:
        reader = brotli.Decompressor()
        page = _bounded(reader.process(body, output_buffer_limit=LARGEST + 1))
    except brotli.error as error:
        raise Failed(f"{BROKEN}: {str(error)[:60]}") from None
    if not reader.is_finished():
        raise Failed(BREAKS_OFF)
    return page


def _bounded(page: bytes) -> bytes:
    if len(page) > LARGEST:
        raise Failed(TOO_LARGE)
    return page
