"""What all spiders share: their arguments, the sites they go to, and reading an article."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

import scrapy
from lxml import etree
from scrapy.crawler import Crawler
from scrapy.http import Response

from mayadeen.arguments import Arguments, job_id
from mayadeen.editions import EDITIONS
from mayadeen.exceptions import Filtered
from mayadeen.items import Article
from mayadeen.pages.alternates import alternates
from mayadeen.pages.article import NO_TITLE, ArticlePage
from mayadeen.site import Site
from mayadeen.stores.entry import OUT_OF_RANGE, Entry
from mayadeen.urls import section_of


class MayadeenSpider(scrapy.Spider):
    """A spider yields `Entry`s (what to visit next) and items; the scheduler calls `parse_<kind>`."""

    def __init__(self, arguments: Arguments, run_id: str | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.arguments = arguments
        self.run_id = run_id
        bases = dict(arguments.base)
        self.sites = {code: Site(EDITIONS[code], bases.get(code)) for code in arguments.editions}
        self._everywhere = [self.sites.get(code) or Site(edition) for code, edition in EDITIONS.items()]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = cls(Arguments.parse(**kwargs), job_id(kwargs))
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Entry]:
        raise NotImplementedError
        yield

    def fetch_address(self, entry: Entry) -> str:
        return self.sites[entry.edition].address(entry.url)

    def article_entry(self, url: str, edition: str, **where: Any) -> Entry:
        return Entry(url, edition, "article", section=section_of(url), always=self.arguments.mode == "full", **where)

    def parse_article(self, response: Response) -> Iterator[Article]:
        """Raises Filtered for a page that is no item, or is outside `since` and `until`."""
        visit = response.meta["visit"]
        site = self.sites[visit.entry.edition]
        url = site.canonical(response.url, on=response.url) or visit.entry.url
        page = ArticlePage(response.replace(url=url), site.edition)
        # Without a title it goes on, to be counted as failed: a page that lost it is no page to leave out.
        if not page.is_item and page.reason != NO_TITLE:
            raise Filtered(f"no item: {page.reason}")
        article = page.item()
        visit.day = article.published_day
        if not self.arguments.in_range(article.published_day):
            raise Filtered(OUT_OF_RANGE)
        article.fetched = visit.fetched
        visit.alternates = self._alternates(page.root, response.url)
        yield article

    def _alternates(self, root: etree._Element, on: str) -> tuple[str, ...]:
        """The addresses of this article in the editions, as far as its page states them; no homes."""
        found = (
            (site.canonical(address, on=on), site.edition.home)
            for language, address in alternates(root)
            for site in self._everywhere
            if language.split("-")[0] == site.edition.language
        )
        return tuple(url for url, home in found if url and url != home)
