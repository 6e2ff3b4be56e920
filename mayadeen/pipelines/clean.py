"""Makes true of every field what the loader made true of those it read: trimmed, and nothing empty but null."""

from dataclasses import fields

from mayadeen.items import Article

_FIELDS = tuple(field.name for field in fields(Article))


class CleanPipeline:
    def process_item(self, item: Article) -> Article:
        for name in _FIELDS:
            value = getattr(item, name)
            if isinstance(value, str):
                setattr(item, name, value.strip() or None)
        return item
