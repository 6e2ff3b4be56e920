"""After 429 or 503 nothing is asked of that host until the time it named, or for a growing pause."""

import asyncio
import logging
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

logger = logging.getLogger(__name__)

REFUSALS = (429, 503)


class RetryAfter:
    """Stops the downloader's slot, so that what is queued there waits too.

    Listens to `response_downloaded`, which is sent before the slot goes on to its next request.
    """

    def __init__(self, crawler: Crawler, shortest: float, longest: float):
        self.crawler, self.shortest, self.longest = crawler, shortest, longest
        self._until: dict[str, float] = {}
        self._refusals: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        get = crawler.settings.getfloat
        extension = cls(crawler, get("MAYADEEN_RETRY_AFTER_DEFAULT"), get("MAYADEEN_RETRY_AFTER_MAX"))
        crawler.signals.connect(extension.response_downloaded, signals.response_downloaded)
        return extension

    def response_downloaded(self, response: Response, request: Request) -> None:
        host = request.meta["download_slot"]
        # What was on its way when the pause began tells nothing of what the host says after it.
        within = time.monotonic() < self._until.get(host, 0)
        if response.status in REFUSALS:
            if not within:
                self._refusals[host] = self._refusals.get(host, 0) + 1
            self._pause(host, response)
        elif not within:
            self._refusals.pop(host, None)

    def _pause(self, host: str, response: Response) -> None:
        asked = retry_after(response.headers.get("Retry-After"))
        wait = self.shortest * 2 ** min(self._refusals[host] - 1, 20) if asked is None else asked
        wait = min(wait, self.longest)
        now, before = time.monotonic(), self._until.get(host, 0)
        until = now + wait
        if wait <= 0 or until <= before:
            return
        self._until[host] = until
        self.crawler.stats.inc_value(f"politeness/pauses/{host}")
        self.crawler.stats.inc_value(f"politeness/paused/{host}", round(until - max(now, before), 3))
        logger.info("%s answered http %d; asked again in %.3g s", host, response.status, wait)
        self._stop(self.crawler.engine.downloader, host, wait)

    def _stop(self, downloader: Any, host: str, wait: float) -> None:
        slot = downloader.slots[host]
        if slot.latercall:
            slot.latercall.cancel()
        slot.latercall = asyncio.get_running_loop().call_later(wait, _go_on, downloader, slot)
        slot.lastseen = time.monotonic() + wait  # and a slot of the future is not cleared away as idle


def _go_on(downloader: Any, slot: Any) -> None:
    slot.latercall = None
    downloader._process_queue(slot)


def retry_after(header: bytes | None) -> float | None:
    """Seconds to wait, from a Retry-After header in seconds or as an HTTP date; None where it says nothing.

    >>> retry_after(b"120"), retry_after(b"soon"), retry_after(None)
    (120.0, None, None)
    >>> retry_after(b"Wed, 21 Oct 2015 07:28:00 GMT")
    0.0
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
