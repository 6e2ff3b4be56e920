"""One record of a WARC file, read by its place: the answer that was archived."""

import zlib

from scrapy import Request
from scrapy.http import Response

from mayadeen.exceptions import Failed
from mayadeen.replay.pages import response_of

LARGEST = 32 << 20
_GZIP = 31


class RecordMiddleware:
    """A capture that was read as a part of a WARC file becomes the answer that its record holds."""

    def process_response(self, request: Request, response: Response) -> Response:
        if request.headers.get("Range") is None:
            return response
        if response.status == 200:
            raise Failed("the server gives no part of a file")
        return answer_in(response.body, request) if response.status == 206 else response


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
    response = response_of(block.removesuffix(b"\r\n\r\n"), request.url)
    return response.replace(request=request)
