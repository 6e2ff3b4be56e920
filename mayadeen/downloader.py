"""Scrapy's downloader, with what its slots lack."""

import time
from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from mayadeen.exceptions import Released

TOLERANCE = 0.005
"""Seconds by which a timer may come early."""
URGENT = "urgent"
"""Key of a request's meta: it goes before what its host's slot holds, for somebody is kept waiting."""


class Gaps:
    """What was really kept of the pauses between requests: a receipt of politeness, by host."""

    def __init__(self) -> None:
        self.hosts: dict[str, dict[str, float]] = {}
        self._last: dict[str, float] = {}

    def note(self, host: str, delay: float) -> None:
        """To be called when a request is sent; `delay` is what was to be kept then, in seconds."""
        moment, last = time.monotonic(), self._last.get(host)
        self._last[host] = moment
        kept = self.hosts.setdefault(host, {"requests": 0, "early": 0})
        kept["requests"] += 1
        if last is not None:
            gap = moment - last
            kept["smallest"] = round(min(gap, kept.get("smallest", gap)), 4)
            kept["longest_delay"] = max(delay, kept.get("longest_delay", 0.0))
            kept["early"] += gap < delay - TOLERANCE


class Downloader(ScrapyDownloader):
    def __init__(self, crawler: Crawler):
        super().__init__(crawler)
        self.gaps = Gaps()

    def _process_queue(self, slot: Slot) -> None:
        if slot.queue and URGENT in slot.queue[-1][0].meta:
            slot.queue.rotate(1)
        super()._process_queue(slot)

    def _wait_for_download(self, slot: Slot, request: Request, answer: Deferred[Any]) -> Coroutine[Any, Any, None]:
        # Scrapy 2.19 counts a request as sent only when its task starts; until then the loop that calls
        # this sends all that is queued, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.
        slot.transferring.add(request)
        self.gaps.note(request.meta[self.DOWNLOAD_SLOT], slot.delay)
        return super()._wait_for_download(slot, request, answer)

    def release_queued(self, host: str | None = None) -> None:
        """Ends, by Released, what waits for a delay or a pause and was not sent; of one host, or of all."""
        for slot in [slot for name, slot in self.slots.items() if host in (None, name)]:
            while slot.queue:
                _, answer = slot.queue.popleft()
                answer.errback(Failure(Released("the crawl is ending")))
