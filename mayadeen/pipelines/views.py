"""What the ticker saw is in the collection."""

from typing import Self

from scrapy.crawler import Crawler

from mayadeen.extensions.watch import Watch
from mayadeen.items import View


class ViewsPipeline:
    def __init__(self, watch: Watch):
        self.watch = watch

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Watch.of(crawler))

    def process_item(self, view: View) -> View:
        view.kept = self.watch.keep(view)
        return view
