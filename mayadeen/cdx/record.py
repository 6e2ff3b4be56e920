"""One record of a WARC file, read by its place: the answer that was archived."""

import re
import zlib

from scrapy import Request
from scrapy.http import Response

from mayadeen.exceptions import Failed
from mayadeen.replay.pages import response_of

LARGEST = 32 << 20
_GZIP = 31
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,15})[ \t]*\r?$", re.I | re.M)
_TRUNCATED = re.compile(rb"^WARC-Truncated:[ \t]*(\S[^\r\n]*)", re.I | re.M)


class RecordMiddleware:
    """A capture that was read as a part of a WARC file becomes the answer that its record holds."""

    def process_response(self, request: Request, response: Response) -> Response:
        if request.headers.get("Range") is None:
            return response
        if response.status == 200:
            raise Failed("the server gives no part of a file")
        if response.status != 206:
            return response
        given, first = response.headers.get("Content-Range"), request.headers["Range"].partition(b"-")[0]
        if given and given.replace(b" ", b"=", 1).partition(b"-")[0] != first:
            raise Failed(f"the server gave another part: {_plain(given)}")
        return answer_in(response.body, request)


def answer_in(member: bytes, request: Request) -> Response:
    """Of a gzip member that is a response record. Raises Failed for anything else, Filtered for a status but 200."""
    reader = zlib.decompressobj(_GZIP)
    try:
        record = reader.decompress(member, LARGEST)
    except zlib.error:
        raise Failed("no WARC record: no gzip") from None
    head, _, block = record.partition(b"\r\n\r\n")
    if not reader.eof or not head.startswith(b"WARC/") or b"\nWARC-Type: response" not in head:
        raise Failed("no WARC record of an answer")
    if cut := _TRUNCATED.search(head):
        raise Failed(f"the archive kept only a part: WARC-Truncated: {_plain(cut[1])}")
    response = response_of(_whole(head, block), request.url)
    return response.replace(request=request)


def _whole(head: bytes, block: bytes) -> bytes:
    length = _LENGTH.search(head)
    if length is None:
        return block.removesuffix(b"\r\n\r\n")
    if len(block) < int(length[1]):
        raise Failed("the WARC record breaks off")
    return block[: int(length[1])]


def _plain(value: bytes) -> str:
    return re.sub(rb"[^ -~]", b"?", value[:60]).decode()
