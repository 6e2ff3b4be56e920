"""Politeness, and what is not let in: between the engine and the network."""

import asyncio
import logging
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.utils.httpobj import urlparse_cached

from mayadeen.exceptions import Failed, Filtered

logger = logging.getLogger(__name__)


class OwnHostsMiddleware:
    """No request leaves the editions asked for, to the port: redirects pass here too."""

    def __init__(self, crawler: Crawler):
        self.sites = crawler.spider.sites.values()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if not any(site.allows(request.url) for site in self.sites):
            raise Filtered(f"leads off the edition's hosts: {urlparse_cached(request).netloc}"[:200])


class RetryAfterMiddleware:
    """After 429 or 503 nothing is asked of that host until the time it named, or a growing pause."""

    def __init__(self, longest: float, shortest: float, stats: Any):
        self.longest, self.shortest, self.stats = longest, shortest, stats
        self._until: dict[str, float] = {}
        self._refusals: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        get = crawler.settings.getfloat
        return cls(get("MAYADEEN_RETRY_AFTER_MAX"), get("MAYADEEN_RETRY_AFTER_DEFAULT"), crawler.stats)

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).netloc
        while (wait := self._until.get(host, 0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlparse_cached(request).netloc
        if response.status not in (429, 503):
            self._refusals.pop(host, None)
            return response
        self._refusals[host] = self._refusals.get(host, 0) + 1
        wait = retry_after(response.headers.get("Retry-After"))
        if wait is None:
            wait = self.shortest * 2 ** (self._refusals[host] - 1)
        wait = min(wait, self.longest)
        self._until[host] = max(self._until.get(host, 0), time.monotonic() + wait)
        self.stats.inc_value("politeness/retry_after")
        logger.info("%s answered %d; waiting %g s", host, response.status, wait)
        return response


def retry_after(header: bytes | None) -> float | None:
    """Seconds to wait, from a Retry-After header in seconds or as an HTTP date; None where it says nothing.

    >>> retry_after(b"120"), retry_after(b"soon"), retry_after(None)
    (120.0, None, None)
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


class ReadableMiddleware:
    """A spider middleware: only answers that can be read reach a callback."""

    def process_spider_input(self, response: Response) -> None:
        if not response.body.strip():
            raise Failed("empty answer")
        if not isinstance(response, TextResponse):
            kind = (response.headers.get("Content-Type") or b"unknown").decode("latin-1")
            raise Failed(f"no HTML: {kind.split(';')[0].strip()[:60]}")
