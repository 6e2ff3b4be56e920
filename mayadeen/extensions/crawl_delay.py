"""Applies a robots.txt's Crawl-delay, which Scrapy reads and leaves alone."""

import logging
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class CrawlDelay:

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.rp.crawl_delay(self.crawler.settings["USER_AGENT"])
        if not delay:
            return
        downloader = self.crawler.engine.downloader
        host = downloader.get_slot_key(request)
        slots = [slot for key, slot in downloader.slots.items() if key == host]
        delay = max(float(delay), *(slot.delay for slot in slots), downloader.settings.getfloat("DOWNLOAD_DELAY"))
        logger.info("%s asks for %g s between requests", host, delay)
        # Slots that are idle for a minute are made anew, from these settings.
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0}
        for slot in slots:
            slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0
