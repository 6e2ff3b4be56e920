"""Knows an article again: by its post id, by the id its address got; without a post id also by all it says.

Never by its title.
"""

from collections import OrderedDict
from typing import Self

from scrapy.crawler import Crawler

from mayadeen.exceptions import Duplicate, Vanished
from mayadeen.extensions.collection import Collection
from mayadeen.items import Article
from mayadeen.loaders import content_hash
from mayadeen.neighbours import SHORTEST
from mayadeen.stores.articles import Head
from mayadeen.stores.entry import IDENTITY, Entry
from mayadeen.text import fold
from mayadeen.urls import section_of

REMEMBERED = 4096
"""Articles of this run kept in mind: more than can wait to be written at any time."""


class DuplicatesPipeline:
    """After it, an item has the id that is kept for it, and its visit knows what is held of it."""

    def __init__(self, collection: Collection):
        self.articles, self.ledger = collection.articles, collection.ledger
        self._recent: OrderedDict[tuple[str, str], Head] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Collection.of(crawler))

    def process_item(self, item: Article) -> Article:
        item.content_hash = content_hash(item)
        head = item.visit.held = self._head(item)
        if head:
            self._require_signs(item, head)
            item.id, item.post_id = head.id, item.post_id or head.post_id
            self._require_own_address(item, head)
        self._remember(item, head)
        return item

    def _require_signs(self, item: Article, head: Head) -> None:
        """A notice that there is nothing has a title and words too; what it lacks is what names an article."""
        lost = (head.post_id or head.published) and not (item.post_id or item.published)
        if lost and fold(item.title) != fold(head.title):
            raise Vanished("no item: neither post id nor date")

    def _require_own_address(self, item: Article, head: Head) -> None:
        """One article has one address at a time; it moved where the one it had is gone or leads here."""
        visit = item.visit
        if head.url in (item.url, visit.entry.url) or self.ledger.left(head.url, head.id):
            return
        if visit.entry.kind == "capture" or self.articles.archived(head.id):
            return  # an archive tells where it stood, not where it stands
        # Whether both answer, or it is on its way from one to the other, only the older can tell.
        visit.found.append(
            Entry(head.url, item.edition, "article", section=section_of(head.url), channel=IDENTITY, always=True)
        )
        raise Duplicate(head.id)

    def _head(self, item: Article) -> Head | None:
        """By post id first; an article with another post id is another one, whatever address or id it has."""
        known = item.visit.entry.article_id
        recent = [self._recent[key] for key in _keys(item) if key in self._recent]
        heads = recent or self.articles.heads(
            id=item.id, known=known, edition=item.edition, post_id=item.post_id, url=item.url
        )
        fitting = [head for head in heads if head.post_id == item.post_id or not (head.post_id and item.post_id)]
        ways = (
            lambda head: head.post_id and head.post_id == item.post_id,
            lambda head: head.url == item.url != item.visit.entry.page,  # it led to another article's address
            lambda head: head.id == known,
            bool,
        )
        return next((head for way in ways for head in fitting if way(head)), None) or self._twin(item)

    def _twin(self, item: Article) -> Head | None:
        same = (item.edition, item.section, item.published_day, item.published, item.content_hash)
        return self.articles.twin(*same) if _speaks_for_itself(item) else None

    def _remember(self, item: Article, head: Head | None) -> None:
        first_seen = head.first_seen if head else item.fetched
        seen = Head(item.id, item.url, item.title, item.post_id, item.content_hash, 1, first_seen, item.published)
        for key in _keys(item):
            self._recent[key] = seen
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)


def _keys(item: Article) -> list[tuple[str, ...]]:
    """What names an article among those of this run."""
    if item.post_id:
        return [("id", item.id), (item.edition, item.post_id)]
    said = [(item.edition, item.published, item.content_hash)] if _speaks_for_itself(item) else []
    return [("id", item.id), *said]


def _speaks_for_itself(item: Article) -> bool:
    """Whether, without a post id, all it says at its minute tells it from any other; a few words do not."""
    return not item.post_id and bool(item.published) and (item.word_count or 0) >= SHORTEST
