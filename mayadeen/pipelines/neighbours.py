"""Signs the text of an article, by which the store knows its near-duplicates; drops it if that is asked for.

The group itself (`cluster`) is settled by `mayadeen.stores.neighbours` when the article is
written: only there is it known what else is written, by this worker and by others.
"""

from collections import OrderedDict
from typing import Self

from scrapy.crawler import Crawler

from mayadeen import neighbours
from mayadeen.exceptions import NearDuplicate
from mayadeen.extensions.collection import Collection
from mayadeen.items import Article
from mayadeen.stores.neighbours import Neighbours

REMEMBERED = 1024
"""Articles of this run kept in mind: more than can wait to be written at any time."""


class NeighboursPipeline:
    """After it, the visit of an item that is to be written has its `signature`."""

    def __init__(self, mode: str, held: Neighbours):
        self.mode, self.held = mode, held
        self._recent: OrderedDict[str, tuple[bytes, list[bytes]]] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["MAYADEEN_NEAR_DUPLICATES"], Collection.of(crawler).neighbours)

    def process_item(self, item: Article) -> Article:
        if self.mode == "off" or not item.visit.changed:
            return item
        words = neighbours.running_words(vars(item))
        item.visit.signature = signature = neighbours.signature(words)
        # What is held stays: its new version is no new article.
        if self.mode == "drop" and signature and not item.visit.held:
            self._drop_or_remember(item, signature, words)
        return item

    def _drop_or_remember(self, item: Article, signature: bytes, words: list[bytes]) -> None:
        found = self._among_recent(item.id, signature, words) or self.held.nearest(vars(item), signature)
        if found:
            raise NearDuplicate(item.id, *found)
        self._recent[item.id] = signature, words
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    def _among_recent(self, article_id: str, signature: bytes, words: list[bytes]) -> tuple[str, float] | None:
        """As `Neighbours.nearest`, among those that may not be written yet."""
        least = self.held.likeness
        mine = set(neighbours.bands(signature))
        for other, (its_signature, its_words) in self._recent.items():
            if other == article_id or mine.isdisjoint(neighbours.bands(its_signature)):
                continue
            if (likeness := neighbours.likeness(words, its_words)) >= least:
                return other, likeness
        return None
