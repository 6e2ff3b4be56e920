"""Hands an item to its visit, with which it is written: the last stop."""

from typing import Self

from scrapy.crawler import Crawler

from mayadeen.extensions.collection import Collection
from mayadeen.items import Article


class ExportPipeline:
    def __init__(self, run: str):
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Collection.of(crawler).run.id)

    def process_item(self, item: Article) -> Article:
        visit = item.visit
        visit.article_id = item.id
        item.run = self.run
        visit.article = vars(item)
        visit.end("stored")  # or unchanged: what it is compared with is read when it is written
        return item
