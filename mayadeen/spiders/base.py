"""What all spiders share: their arguments, the sites they go to, and reading an article."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Self

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.misc import load_object

from mayadeen.arguments import Arguments, job_id
from mayadeen.editions import EDITIONS, Edition
from mayadeen.exceptions import Absent, Failed, Filtered
from mayadeen.extensions.collection import Collection
from mayadeen.items import Article
from mayadeen.pages.absence import says_nothing_there
from mayadeen.pages.alternates import alternates
from mayadeen.pages.article import NO_TITLE, NOTHING, ArticlePage
from mayadeen.pages.listing import is_item_address
from mayadeen.pages.menu import known_menu
from mayadeen.pages.standins import DENIED
from mayadeen.site import Site, translations
from mayadeen.stores.again import Scope
from mayadeen.stores.clock import now
from mayadeen.stores.entry import OUT_OF_RANGE, WHERE_HELD, Entry, Visit
from mayadeen.text import fold
from mayadeen.urls import section_of, segments

logger = logging.getLogger(__name__)


class MayadeenSpider(scrapy.Spider):
    """A spider yields `Entry`s (what to visit next) and items; the scheduler calls `parse_<kind>`."""

    options = "mayadeen.arguments.Arguments"
    """What its arguments are read by."""
    holds_collection = True
    """Whether no other crawl may fill the same SQLite file beside it."""

    def __init__(self, arguments: Arguments, run_id: str | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.arguments = arguments
        self.run_id = run_id
        bases = dict(arguments.base)
        self.sites = {code: Site(EDITIONS[code], bases.get(code)) for code in arguments.editions}
        self.wanted = {code: self.chosen(site.edition) for code, site in self.sites.items()}
        self._places = {code: known_menu(site.edition).paths for code, site in self.sites.items()}
        self._everywhere = [self.sites.get(code) or Site(edition) for code, edition in EDITIONS.items()]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        arguments = load_object(cls.options).parse(**kwargs)
        spider = cls(arguments, job_id(kwargs))
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Entry]:
        raise NotImplementedError
        yield

    def fetch_address(self, entry: Entry) -> str:
        return self.sites[entry.edition].address(entry.url)

    def headers(self, entry: Entry) -> dict[str, str]:
        """What is asked with, beside conditions."""
        return {}

    def fetched(self, entry: Entry) -> str:
        """When what is now given was so."""
        return now()

    def host(self, edition: str) -> str:
        """Who is asked for an edition, as people write it."""
        return self.sites[edition].host

    def conditional(self, entry: Entry) -> bool:
        """Whether what is held of a page is enough when it answers 304."""
        return entry.kind == "article"

    def shown_by(self, entry: Entry, shown: dict[str, Any]) -> Iterator[Entry]:
        """What a page other than an article still leads to when it answers 304."""
        raise NotImplementedError

    def in_place_of(self, visit: Visit) -> Iterator[Entry]:
        """What to go by where the site serves us, and this page cannot be had or read."""
        yield from ()

    def article_entry(self, url: str, edition: str, **where: Any) -> Entry:
        return Entry(url, edition, "article", section=section_of(url), always=self.arguments.mode == "full", **where)

    def look_again(self, edition: str, sections: Iterable[str] = (), regions: Iterable[str] = ()) -> None:
        """Opens what is held of the places named, of all where none is: what is due, or everything."""
        since, until, everything = self.arguments.since, self.arguments.until, self.arguments.mode == "full"
        scope = Scope(edition, list(sections), list(regions), since, until, everything)
        opened = Collection.of(self.crawler).frontier.look_again(scope)
        logger.info("%s: looking again at %d pages", edition, opened)

    def of_section(self, url: str, path: str) -> bool:
        """Whether an item's address says it is of the section at `path`, or leaves that open.

        `/articles/<slug>` may be of any `/articles/<kind>`: only the page itself tells. An item of
        another section asked for is wanted when its own listing shows it.
        """
        section = section_of(url)
        return section == path or section.startswith(f"{path}/") or path.startswith(f"{section}/")

    def asked_for(self, url: str, edition: str) -> bool:
        """Whether an item's address says that it is of a section asked for, or leaves that open."""
        wanted = self.wanted[edition]
        return not wanted or any(self.of_section(url, path) for path in wanted)

    def is_item(self, url: str, edition: str) -> bool:
        return is_item_address(url, self._places[edition])

    def parse_article(self, response: Response) -> Iterator[Article]:
        """Raises Filtered for a page that is no item, or is outside `since` and `until`; Absent where one is gone."""
        visit = response.meta["visit"]
        site = self.sites[visit.entry.edition]
        url = visit.final_url or visit.entry.url
        page = ArticlePage(response.replace(url=url), site.edition)
        # Without a title it goes on, to be counted as failed: a page that lost it is no page to leave out.
        if not segments(url):
            raise Absent("leads to the home page")
        if not page.is_item and page.reason != NO_TITLE:
            raise self._no_item(page, response.url, visit)
        article = page.item()
        visit.day = article.published_day
        if not self.arguments.in_range(article.published_day):
            raise Filtered(OUT_OF_RANGE)
        article.fetched = visit.fetched
        visit.alternates = translations(alternates(page.root), self._everywhere, on=response.url)
        visit.answered = page.answered
        visit.denied = not (article.post_id or article.published) and self._says_nothing_there(page, response.url, visit)
        yield article

    def chosen(self, edition: Edition) -> set[str]:
        """The paths of the sections asked for; none where all are."""
        names = self.arguments.sections
        known = {place.path for place in edition.sections for name in names if place.is_called(name)}
        return known | {name.strip("/") for name in names if "/" in name}

    def _no_item(self, page: ArticlePage, on: str, visit: Visit) -> Exception:
        """Where an article is held, it is gone only if the site says so, and if it is not we who cannot read it.

        What may stand in an article's place is asked for again, held or not.
        """
        if page.is_standin and page.reason != DENIED:
            return Failed(page.reason)
        reason, held = f"no item: {page.reason}", visit.entry.article_id
        if not held and page.reason == NOTHING and not self._says_nothing_there(page, on, visit):
            return Failed(NOTHING)
        if not held:
            return Absent(reason) if page.is_standin else Filtered(reason)
        there = fold(page.item().title or "") == fold(Collection.of(self.crawler).articles.title(held) or "")
        if there or not self._says_nothing_there(page, on, visit):
            return Failed(f"{reason}{WHERE_HELD}")
        return Absent(reason)

    def _says_nothing_there(self, page: ArticlePage, on: str, visit: Visit) -> bool:
        site = self.sites[visit.entry.edition]
        asked = (visit.entry.url, site.canonical(on, on) or on)
        return says_nothing_there(page.root, asked, lambda link: site.canonical(link, on))
