"""Knows an article again: by the id its address got, by its post id. Never by its title."""

from collections import OrderedDict
from typing import Self

from scrapy.crawler import Crawler

from mayadeen.exceptions import Duplicate
from mayadeen.extensions.collection import Collection
from mayadeen.items import Article
from mayadeen.loaders import content_hash
from mayadeen.stores.articles import Head

REMEMBERED = 4096
"""Articles of this run kept in mind: more than can wait to be written at any time."""


class DuplicatesPipeline:
    """After it, an item has the id that is kept for it, and its visit knows what is held of it."""

    def __init__(self, collection: Collection):
        self.articles = collection.articles
        self._recent: OrderedDict[tuple[str, str], Head] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Collection.of(crawler))

    def process_item(self, item: Article) -> Article:
        item.content_hash = content_hash(item)
        head = item.visit.held = self._head(item)
        if head:
            item.id = head.id
            # Not where the held address itself led elsewhere: then the article moved.
            if head.url not in (item.url, item.visit.entry.url):
                raise Duplicate(head.id)
        self._remember(item, head)
        return item

    def _head(self, item: Article) -> Head | None:
        keys = [("id", item.id)] + ([(item.edition, item.post_id)] if item.post_id else [])
        recent = (self._recent[key] for key in keys if key in self._recent)
        return next(recent, None) or self.articles.head(
            id=item.id, known=item.visit.entry.article_id, edition=item.edition, post_id=item.post_id
        )

    def _remember(self, item: Article, head: Head | None) -> None:
        head = head or Head(item.id, item.url, item.content_hash, 1, item.fetched)
        for key in (("id", item.id), (item.edition, item.post_id or item.id)):
            self._recent[key] = head
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
