"""An archived answer as Scrapy would have given it, and its item."""

import re
import zlib
from functools import lru_cache
from gzip import decompress
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from mayadeen.editions import EDITIONS, Edition
from mayadeen.exceptions import Failed, Filtered
from mayadeen.items import Article
from mayadeen.loaders import content_hash
from mayadeen.middlewares import CharsetMiddleware, ReadableMiddleware
from mayadeen.pages.article import NO_TITLE, ArticlePage
from mayadeen.pipelines.clean import CleanPipeline
from mayadeen.pipelines.validate import ValidatePipeline
from mayadeen.stores.entry import Entry, Visit
from mayadeen.urls import canonical_url

_HOSTS = {host: edition for edition in EDITIONS.values() for host in (edition.host, *edition.aliases)}
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r\n")
_REQUEST = Request("https://archive/", meta={"visit": Visit(Entry("", "", "article"))})
_CHARSET, _READABLE, _VALIDATE, _CLEAN = CharsetMiddleware(), ReadableMiddleware(), ValidatePipeline(), CleanPipeline()


@lru_cache(maxsize=1024)
def _edition(netloc: str) -> Edition | None:
    return _HOSTS.get(netloc.rpartition("@")[2].partition(":")[0].lower())


def edition_of(url: str) -> Edition | None:
    try:
        return _edition(urlsplit(url).netloc)
    except ValueError:
        return None


def article_of(block: bytes, url: str, edition: Edition) -> Article:
    """Raises Filtered for what is no item, Failed and Invalid for what cannot be read or lacks a field."""
    response = response_of(block, canonical_url(url, edition.host))
    _READABLE.process_spider_input(response)
    page = ArticlePage(response, edition)
    if not page.is_item and page.reason != NO_TITLE:
        raise Filtered(f"no item: {page.reason}")
    item = _CLEAN.process_item(_VALIDATE.process_item(page.item()))
    item.content_hash = content_hash(item)
    return item


def response_of(block: bytes, url: str) -> TextResponse:
    head, _, body = block.partition(b"\r\n\r\n")
    line, *lines = head.split(b"\r\n")
    status = _STATUS.match(line)
    if not status or status[1] != b"200":
        raise Filtered(f"http {status[1].decode()}" if status else "no HTTP answer")
    headers = Headers()
    for name, _, value in (each.partition(b":") for each in lines):
        headers.appendlist(name.strip(), value.strip())
    body = _decoded(_joined(body, headers), headers)
    kind = responsetypes.from_args(headers=headers, url=url, body=body)
    return _CHARSET.process_response(_REQUEST, kind(url, headers=headers, body=body, request=_REQUEST))


def _joined(body: bytes, headers: Headers) -> bytes:
    """Without chunks; archives keep the header of a payload that was joined before, too."""
    if b"chunked" not in (headers.pop("Transfer-Encoding", [b""]) or [b""])[-1].lower():
        return body
    pieces, at = [], 0
    while size := _CHUNK_SIZE.match(body, at):
        begin, length = size.end(), int(size[1], 16)
        if not length:
            return b"".join(pieces)
        pieces.append(body[begin : begin + length])
        at = begin + length + 2
    return b"".join(pieces) if pieces else body


def _decoded(body: bytes, headers: Headers) -> bytes:
    encodings = b",".join(headers.pop("Content-Encoding", []) or []).lower().replace(b" ", b"")
    if not encodings or encodings == b"identity":
        return body
    try:
        if encodings in (b"gzip", b"x-gzip"):
            return decompress(body) if body.startswith(b"\x1f\x8b") else body
        if encodings == b"deflate":
            return zlib.decompress(body, 15 if body[:1] == b"\x78" else -15)
        if encodings == b"br" and b"<html" not in body[:2000].lower():
            import brotli

            return brotli.decompress(body)
    except Exception as error:
        raise Failed(
            f"its content encoding {encodings.decode('latin-1')[:20]} is broken: {type(error).__name__}"
        ) from None
    return body
