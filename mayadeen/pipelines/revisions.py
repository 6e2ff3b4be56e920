"""Counts how often an article's content changed, and since when it is known."""

from mayadeen.items import Article


class RevisionsPipeline:
    """After it, `first_seen`, `last_seen` and `revision` are set, and its visit knows whether it changed."""

    def process_item(self, item: Article) -> Article:
        held = item.visit.held
        changed = item.visit.changed = held is None or held.content_hash != item.content_hash
        item.first_seen = held.first_seen if held else item.fetched
        item.last_seen = item.fetched
        item.revision = held.revision + changed if held else 1
        return item
