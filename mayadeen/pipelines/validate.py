"""Lets through what can be stored: the required fields hold a value."""

from mayadeen.exceptions import Invalid
from mayadeen.items import KINDS, REQUIRED, Article


class ValidatePipeline:
    def process_item(self, item: Article) -> Article:
        missing = [name for name in REQUIRED if not getattr(item, name)]
        if missing:
            raise Invalid(f"missing {', '.join(missing)}")
        if item.kind not in KINDS:
            raise Invalid(f"unknown kind {item.kind!r}")
        return item
