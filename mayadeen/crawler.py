"""Scrapy's crawler, told apart only by how it stops: what was not yet sent is not waited for."""

import logging

from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class PromptCrawler(Crawler):
    async def stop_async(self) -> None:
        """Pages on the wire are finished; those queued behind a delay or a pause stay pending."""
        if self.crawling and self.engine and self.engine.spider:  # not after the end, which passes here too
            logger.info("stopping: pages on their way are finished, the rest is left for the next run")
            self.engine.downloader.release_queued()
        await super().stop_async()
