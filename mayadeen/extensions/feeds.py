"""`-O FILE` and FEEDS as Scrapy users know them, written from the store when the crawl has ended.

So a feed holds what later pages added to an item, and never an item that was not kept.
"""

import logging
from pathlib import Path
from typing import IO, Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter, FileFeedStorage

from mayadeen.extensions.collection import Collection

logger = logging.getLogger(__name__)


class StoredFeedExporter(FeedExporter):
    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        exporter = cls(crawler)
        crawler.signals.connect(exporter.open_spider, signals.spider_opened)
        crawler.signals.connect(exporter.close_spider, signals.spider_closed)
        return exporter

    async def close_spider(self, spider: Spider) -> None:
        collection = Collection.of(self.crawler)
        if collection.alarms and not self.settings["MAYADEEN_EXPORT_QUARANTINED"]:
            logger.warning("the run is quarantined: the feeds are left empty (MAYADEEN_EXPORT_QUARANTINED=1 fills them)")
            await super().close_spider(spider)
            return
        for article in collection.articles.of_run(collection.run.id):
            self.item_scraped(article, spider)
        await super().close_spider(spider)


class WholeFileStorage(FileFeedStorage):
    """Overwrites in one step: a file under its final name is a whole one. Appending stays as it is."""

    def open(self, spider: Spider) -> IO[bytes]:
        self._target = Path(self.path)
        if self.write_mode == "wb":
            self.path = str(self._target.with_name(f".{self._target.name}.tmp"))
        return super().open(spider)

    def store(self, file: IO[bytes]) -> Any:
        super().store(file)
        if self.write_mode == "wb":
            Path(self.path).replace(self._target)
