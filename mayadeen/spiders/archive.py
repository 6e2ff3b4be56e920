"""robots.txt, the sitemap index and the home page's feeds -> months -> articles, the newest first."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from scrapy.http import Response, TextResponse

from mayadeen.exceptions import Failed
from mayadeen.extensions.collection import Collection
from mayadeen.pages.sitemap import Days, Lead, Unreadable, in_pieces, period
from mayadeen.site import Site
from mayadeen.spiders.base import MayadeenSpider
from mayadeen.stores.entry import NOT_ASKED_FOR, OUT_OF_RANGE, Entry

logger = logging.getLogger(__name__)

INDEX = "sitemaps/all.xml"
DEEPEST = 5
"""Indexes inside of indexes that are followed."""
NESTED = "nested"
"""Key of what a sitemap showed: the sitemaps below it. Of its articles the ledger's sightings tell."""
REMEMBERED = 2000
"""Sitemaps below one that are remembered: an index of more is read each time."""
TOO_DEEP = "sitemaps nested too deep"
FIRST = 2 * date.max.toordinal() + 2
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.I | re.M)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


class ArchiveSpider(MayadeenSpider):
    name = "archive"
    options = "mayadeen.archive_arguments.ArchiveArguments"

    async def start(self) -> AsyncIterator[Entry]:
        for code, site in self.sites.items():
            home = site.edition.home
            for link in self.arguments.urls:
                if url := site.canonical(link, on=home):
                    yield self._document(url, code, channel="argument")
            if self.arguments.urls:
                continue
            if self.arguments.mode != "new":
                self.look_again(code, sections=self.wanted[code])
            yield Entry(f"{home}robots.txt", code, "robots", channel="start", always=True, urgency=FIRST)
            yield self._document(f"{home}{INDEX}", code, channel="start")
            yield Entry(home, code, "home", channel="start", always=True, urgency=FIRST)

    def _document(self, url: str, edition: str, kind: str = "sitemap", depth: int = 1, **more: Any) -> Entry:
        return Entry(
            url, edition, kind, always=True, **({"urgency": FIRST, "context": {"depth": depth}, "place": kind} | more)
        )

    def parse_robots(self, response: Response) -> Iterator[Entry]:
        code = response.meta["visit"].entry.edition
        for link in _SITEMAP_LINE.findall(response.body.decode("utf-8", "replace")):
            if url := self._own(link, response, self.sites[code]):
                yield self._document(url, code, channel="robots")

    def parse_home(self, response: TextResponse) -> Iterator[Entry]:
        code = response.meta["visit"].entry.edition
        for link in response.xpath("//link[@href]"):
            relation = (link.attrib.get("rel") or "").lower().split()
            feed = "alternate" in relation and (link.attrib.get("type") or "").lower() in _FEED_TYPES
            if not (feed or "sitemap" in relation):
                continue
            if url := self._own(link.attrib["href"], response, self.sites[code]):
                yield self._document(url, code, "feed" if feed else "sitemap", channel="home")

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Entry]:
        """Raises Failed where it breaks off; what stood before that is followed."""
        visit, nested = response.meta["visit"], list[Lead]()
        try:
            for piece in in_pieces(response.body):
                for lead in self._own_leads(piece, response, visit.entry.edition):
                    nested += [lead] if lead.nested else []
                    for found in self._led_to(lead, visit.entry):
                        yield found
                await asyncio.sleep(0)  # others get their turn: answers, signals
        except Unreadable as reason:
            raise Failed(str(reason)) from None
        visit.shown = {NESTED: [asdict(lead) for lead in nested]} if len(nested) <= REMEMBERED else None

    parse_feed = parse_sitemap

    def conditional(self, entry: Entry) -> bool:
        """A sitemap that was read whole, and nothing of whose articles is left to do."""
        if entry.kind not in ("sitemap", "feed"):
            return super().conditional(entry)
        if not entry.shown or self.arguments.mode == "full":
            return False
        return Collection.of(self.crawler).ledger.settled_at(entry.url)

    def shown_by(self, entry: Entry, shown: dict[str, Any]) -> Iterator[Entry]:
        """The sitemaps below an index that is as it was: each may have changed."""
        for row in shown[NESTED]:
            published, modified = (Days(**row[name]) if row[name] else None for name in ("published", "modified"))
            yield from self._nested(Lead(row["url"], True, published, modified), entry)

    def _own_leads(self, found: list[Lead], response: Response, edition: str) -> Iterator[Lead]:
        for lead in found:
            if url := self._own(lead.url, response, self.sites[edition]):
                yield replace(lead, url=url)

    def _led_to(self, lead: Lead, entry: Entry) -> Iterator[Entry]:
        return self._nested(lead, entry) if lead.nested else self._article(lead, entry)

    def _own(self, link: str, response: Response, site: Site) -> str | None:
        """The canonical address; what leads off the edition's hosts is counted and left alone."""
        url = site.canonical(link, on=response.url)
        if url is None:
            self._count("off_hosts", f"{response.url} leads off the edition's hosts, to {link[:200]}")
        return url

    def _count(self, what: str, told: str) -> None:
        number = self.crawler.stats.get_value(f"sitemap/{what}", 0) + 1
        self.crawler.stats.set_value(f"sitemap/{what}", number)
        if number.bit_count() == 1:  # one line for the first, then for twice as many
            logger.warning("%s (%d such links so far)", told, number)

    def _nested(self, lead: Lead, entry: Entry) -> Iterator[Entry]:
        """A sitemap below an index. Its month tells best whether it is wanted, else its last change."""
        url, days, depth = lead.url, period(lead.url), entry.context["depth"] + 1
        since, until = self.arguments.since, self.arguments.until
        outside = not days.meet(since, until) if days else lead.outside(since, until)
        refused = OUT_OF_RANGE if outside else TOO_DEEP if depth > DEEPEST else None
        urgency = 2 * date.fromisoformat(days.last).toordinal() + 1 if days else FIRST
        yield self._document(url, entry.edition, depth=depth, urgency=urgency, channel="sitemap", refused=refused)

    def _article(self, lead: Lead, entry: Entry) -> Iterator[Entry]:
        url = lead.url
        if not self.is_item(url, entry.edition):
            self.crawler.stats.inc_value("sitemap/no_items")
            return
        refused = None
        if lead.outside(self.arguments.since, self.arguments.until):
            refused = OUT_OF_RANGE
        elif not self.asked_for(url, entry.edition):
            refused = NOT_ASKED_FOR
        urgency = _urgency(lead, period(entry.url) if entry.kind == "sitemap" else None)
        yield self.article_entry(
            url, entry.edition, channel=entry.kind, place=entry.url, urgency=urgency, refused=refused
        )


def _urgency(lead: Lead, month: Days | None) -> int | None:
    """Twice the day's number: above it stands the sitemap of its month, below it all that is older.

    A late change does not bring an old article to the front: it is no newer than its month.
    """
    days = lead.published or lead.modified or month
    if days is None:
        return None
    last = min(days.last, month.last) if month else days.last
    return 2 * date.fromisoformat(last).toordinal()
