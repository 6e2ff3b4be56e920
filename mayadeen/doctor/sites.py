"""Each edition asked for a handful of pages, as a crawl would ask: robots.txt, home, a listing, the sitemaps, items.

`Examination` keeps nothing. It asks for the next page only after the last one answered, so a host
that is silent or blocks is asked once.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from mayadeen.doctor.finding import NOTE, OK, TROUBLE, Finding
from mayadeen.doctor.items import item_found
from mayadeen.exceptions import Blocked, NoRobots
from mayadeen.extensions.crawl_delay import asked_delay
from mayadeen.one_page import ALONE
from mayadeen.outcomes import network_trouble
from mayadeen.pages.document import root_of
from mayadeen.pages.kinds import by_address
from mayadeen.pages.listing import ListingPage
from mayadeen.pages.menu import known_menu, read_menu
from mayadeen.pages.sitemap import Unreadable, leads
from mayadeen.robots import ROBOTS
from mayadeen.scheduler import VISIT
from mayadeen.site import Site
from mayadeen.spiders.archive import INDEX
from mayadeen.stores.entry import Entry, Visit

MOST_ITEMS = 5
"""Items that are read of an edition, of another kind each."""
NO_LINK = "is there a network? does the address open in a browser?"
_SETTINGS: dict[str, Any] = ALONE | {
    "EXTENSIONS": {"mayadeen.extensions.crawl_delay.CrawlDelay": 0, "mayadeen.extensions.retry_after.RetryAfter": 0},
    "RETRY_TIMES": 1,
    "LOG_ENABLED": False,
}


class Examination(scrapy.Spider):
    name = "doctor"

    def __init__(self, sites: dict[str, Site], findings: list[Finding], **kwargs: Any):
        super().__init__(**kwargs)
        self.sites, self.findings = sites, findings
        self.places: dict[str, set[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "Examination":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.response_received, signals.response_received)
        return spider

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for code, site in self.sites.items():
            yield self._ask(site.edition.home, code, "home", self.parse_home)

    def _ask(self, url: str, code: str, kind: str, callback: Any, **kept: Any) -> scrapy.Request:
        visit = Visit(Entry(url, code, kind))
        return scrapy.Request(
            self.sites[code].address(url), callback, errback=self.fail, dont_filter=True,
            meta={VISIT: visit}, cb_kwargs=kept,
        )  # fmt: skip

    def _tell(self, code: str, level: str, found: str, advice: str = "") -> None:
        self.findings.append(Finding(level, code, found, advice))

    def robots_parsed(self, robotparser: Any, request: scrapy.Request) -> None:
        code = self._edition_of(request)
        if code is None:
            return
        delay = asked_delay(robotparser, self.crawler.settings["USER_AGENT"])
        if delay:
            pages = int(86400 / delay)
            self._tell(code, NOTE, f"robots.txt asks for {delay:g} s between requests", f"{pages:,} pages a day at most")

    def response_received(self, response: Response, request: scrapy.Request) -> None:
        code = self._edition_of(request)
        if request.meta.get(ROBOTS) and code:
            fine = response.status in (200, 404, 410)
            self._tell(code, OK if fine else NOTE, f"robots.txt answers http {response.status}")

    def _edition_of(self, request: scrapy.Request) -> str | None:
        return next((code for code, site in self.sites.items() if site.allows(request.url)), None)

    def fail(self, failure: Failure) -> None:
        visit, error = failure.request.meta[VISIT], failure.value
        code, what = visit.entry.edition, f"{visit.entry.kind} {failure.request.url}"
        if isinstance(error, HttpError):
            self._tell(code, TROUBLE, f"{what} answers http {error.response.status}", _ADVICE.get(visit.entry.kind, ""))
        elif isinstance(error, Blocked):
            self._tell(code, TROUBLE, f"{what}: {error}", "wait, set MAYADEEN_CONTACT; `history` reads archives of the site")
        elif isinstance(error, NoRobots):
            self._tell(code, TROUBLE, f"{failure.request.url}: {error}", f"without robots.txt nothing may be asked; {NO_LINK}")
        elif trouble := network_trouble(error):
            self._tell(code, TROUBLE, f"{what}: {trouble}", NO_LINK)
        else:
            self._tell(code, TROUBLE, f"{what}: {error or type(error).__name__}", _ADVICE.get(visit.entry.kind, ""))

    def parse_home(self, response: TextResponse) -> Iterator[scrapy.Request]:
        code = response.meta[VISIT].entry.edition
        site = self.sites[code]
        menu = read_menu(root_of(response), site.edition, lambda link: site.canonical(link, response.url))
        if menu:
            told = f"home: {len(menu.sections)} sections and {len(menu.regions)} regions in its menus"
            self._tell(code, OK, told)
        else:
            advice = "the known sections are used; mend mayadeen/pages/menu.py or mayadeen/editions"
            self._tell(code, TROUBLE, "home: no menu could be read", advice)
            menu = known_menu(site.edition)
        self.places[code] = menu.paths
        items = ListingPage(response, site.edition, lambda link: site.canonical(link, response.url)).items(menu.paths)
        section = next(iter(menu.sections or known_menu(site.edition).sections))
        yield self._ask(f"{site.edition.home}{section}", code, "listing", self.parse_listing, shown=items)
        yield self._ask(f"{site.edition.home}{INDEX}", code, "sitemap", self.parse_sitemap)

    def parse_listing(self, response: TextResponse, shown: list[str]) -> Iterator[scrapy.Request]:
        entry = response.meta[VISIT].entry
        code, site = entry.edition, self.sites[entry.edition]
        page = ListingPage(response, site.edition, lambda link: site.canonical(link, response.url))
        items = page.items(self.places[code])
        own = [url for url in items if url.startswith(entry.url)]
        told = f"listing {entry.url}: {len(own)} items of its own"
        if not own:
            self._tell(code, TROUBLE, told, "its links are made by a script, or lead elsewhere: mend mayadeen/pages/listing.py")
        elif page.further(entry.url, 1):
            self._tell(code, OK, f"{told}, and a next page")
        else:
            self._tell(code, NOTE, f"{told}, and no next page that it names", "what lies deeper comes from the sitemaps")
        kinds: dict[str | None, str] = {}
        for url in (*own, *shown, *items):
            kinds.setdefault(by_address(url), url)
        if not kinds:
            self._tell(code, TROUBLE, "no page leads to an item", "`scrapy read URL` reads one that a browser shows")
        for url in list(kinds.values())[:MOST_ITEMS]:
            yield self._ask(url, code, "article", self.parse_article)

    def parse_sitemap(self, response: Response) -> None:
        code = response.meta[VISIT].entry.edition
        try:
            found = list(leads(response.body))
        except Unreadable as reason:
            self._tell(code, TROUBLE, f"sitemap {response.url}: {reason}", _ADVICE["sitemap"])
            return
        nested = sum(lead.nested for lead in found)
        self._tell(code, OK if found else TROUBLE, f"sitemap {response.url}: {nested} sitemaps, {len(found) - nested} pages")

    def parse_article(self, response: TextResponse) -> None:
        code = response.meta[VISIT].entry.edition
        site = self.sites[code]
        url = site.canonical(response.url, on=response.url) or response.url
        self.findings.append(item_found(response.replace(url=url), site.edition))


_ADVICE = {
    "sitemap": "`crawl archive` has nothing to go by: see where robots.txt says the sitemaps are, and mend INDEX in mayadeen/spiders/archive.py",
    "listing": "a section was renamed? the menu's address leads there",
    "article": "`scrapy read URL` shows more",
}


def sites_found(sites: dict[str, Site], process: CrawlerProcess) -> list[Finding]:
    """By edition, in the order they were found."""
    for name, value in _SETTINGS.items():
        process.settings.set(name, value, priority="cmdline")
    findings: list[Finding] = []
    process.crawl(process.create_crawler(Examination), sites=sites, findings=findings)
    process.start()
    for code in sites:
        if not any(finding.area == code for finding in findings):
            findings.append(Finding(TROUBLE, code, "was not asked: interrupted"))
    return sorted(findings, key=lambda finding: list(sites).index(finding.area))
