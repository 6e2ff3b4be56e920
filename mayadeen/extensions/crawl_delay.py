"""Applies a robots.txt's Crawl-delay, which Scrapy reads and leaves alone."""

import logging
from math import isfinite
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
        delay = asked_delay(robotparser, self.crawler.settings["USER_AGENT"])
        if not delay:
            return
        downloader = self.crawler.engine.downloader
        host = downloader.get_slot_key(request)
        slots = [slot for key, slot in downloader.slots.items() if key == host]
        delay = max(delay, *(slot.delay for slot in slots), downloader.settings.getfloat("DOWNLOAD_DELAY"))
        logger.info("%s: %g s between requests, as its robots.txt asks", host, delay)
        self.crawler.stats.max_value(f"politeness/crawl_delay/{host}", delay)
        # Slots that are idle for a minute are made anew, from these settings.
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0}
        for slot in slots:
            slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0


def asked_delay(robotparser: Any, agent: str) -> float | None:
    """Seconds; None where there is no Crawl-delay, or one that is no time."""
    try:
        delay = robotparser.crawl_delay(agent)
    except ValueError:
        return None
    return delay if delay and isfinite(delay) and delay > 0 else None
