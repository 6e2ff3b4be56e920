"""Lets through what can be stored: the required fields hold a value. What lacks its text is stored, and told."""

import logging
from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from mayadeen.exceptions import Invalid
from mayadeen.items import KINDS, REQUIRED, WITH_TEXT, Article

logger = logging.getLogger(__name__)

TEXTLESS = "item_error/without_text"


class ValidatePipeline:
    def __init__(self, stats: StatsCollector):
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_item(self, item: Article) -> Article:
        require_fields(item)
        if item.kind in WITH_TEXT and not item.body:
            logger.warning("%s: %s without text", item.url, item.kind)
            self.stats.inc_value(TEXTLESS)
        return item


def require_fields(item: Article) -> None:
    """Raises Invalid."""
    missing = [name for name in REQUIRED if not getattr(item, name)]
    if missing:
        raise Invalid(f"missing {', '.join(missing)}")
    if item.kind not in KINDS:
        raise Invalid(f"unknown kind {item.kind!r}")
