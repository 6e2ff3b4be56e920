"""Scrapy's crawler, told apart only by how it stops: what was not yet sent is not waited for."""

from typing import Any

from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from mayadeen.exceptions import Released


class PromptCrawler(Crawler):
    async def stop_async(self) -> None:
        """Pages on the wire are finished; those queued behind a delay or a pause stay pending."""
        if self.crawling and self.engine:
            release_queued(self.engine.downloader)
        await super().stop_async()


def release_queued(downloader: Any, host: str | None = None) -> None:
    """Of one host, or of all."""
    for slot in [slot for key, slot in downloader.slots.items() if host in (None, key)]:
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Failure(Released("the crawl is ending")))
