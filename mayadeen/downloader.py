"""Scrapy's downloader, with what its slots lack."""

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.core.downloader import Slot
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from mayadeen.exceptions import Released


class Downloader(ScrapyDownloader):
    def _wait_for_download(self, slot: Slot, request: Request, answer: Deferred[Any]) -> Coroutine[Any, Any, None]:
        # Scrapy 2.19 counts a request as sent only when its task starts; until then the loop that calls
        # this sends all that is queued, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, answer)

    def release_queued(self, host: str | None = None) -> None:
        """Ends, by Released, what waits for a delay or a pause and was not sent; of one host, or of all."""
        for slot in [slot for name, slot in self.slots.items() if host in (None, name)]:
            while slot.queue:
                _, answer = slot.queue.popleft()
                answer.errback(Failure(Released("the crawl is ending")))
