"""A spider whose callbacks fail, by the address of the page."""

from collections.abc import Iterator

from scrapy.http import Response

from mayadeen.items import Article
from mayadeen.spiders.sections import SectionsSpider


class BrokenSpider(SectionsSpider):
    name = "broken"

    def parse_article(self, response: Response) -> Iterator[Article]:
        if response.url.endswith("raises"):
            raise KeyError("before anything")
        return self._read(response)

    def _read(self, response: Response) -> Iterator[Article]:
        if response.url.endswith("raises-later"):
            raise KeyError("while it gives items")
        for article in super().parse_article(response):
            if response.url.endswith("unstorable"):
                article.reading_minutes = object()
            yield article
