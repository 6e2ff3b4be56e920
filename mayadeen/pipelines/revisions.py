"""Tells whether an article's content differs from what is held; its revision is counted where it is written."""

from mayadeen.items import Article


class RevisionsPipeline:
    """After it, `first_seen` and `last_seen` are set, and its visit knows whether its content is new."""

    def process_item(self, item: Article) -> Article:
        held = item.visit.held
        item.visit.changed = held is None or held.content_hash != item.content_hash
        item.first_seen = held.first_seen if held else item.fetched
        item.last_seen = item.fetched
        return item
