"""What looking again cost and what it saved: bytes on the wire, and pages that needed none."""

from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from mayadeen.extensions.collection import Collection
from mayadeen.scheduler import VISIT


class Savings:
    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        savings = cls(crawler)
        crawler.signals.connect(savings.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(savings.spider_closed, signals.spider_closed)
        return savings

    def response_downloaded(self, response: Response, request: Any) -> None:
        """Before it is decompressed."""
        visit = request.meta.get(VISIT)
        if visit is not None:
            visit.size = len(response.body)

    def spider_closed(self) -> None:
        collection = Collection.of(self.crawler)
        if collection.exit_code is not None and not collection.frontier.broken:
            for name, number in collection.ledger.saved(collection.run.id).items():
                self.crawler.stats.set_value(f"saved/{name}", number)
