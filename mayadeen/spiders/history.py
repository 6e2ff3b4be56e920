"""A CDX server's index -> captures in a web archive -> articles, as they were. The sites themselves are not asked."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy.http import Response

from mayadeen.cdx.choice import Listed, choose, moment
from mayadeen.cdx.parting import Parting
from mayadeen.cdx.query import EARLIEST, LINES, query, span
from mayadeen.cdx.reply import Reply, Row, read
from mayadeen.cdx.source import range_of
from mayadeen.editions import Edition
from mayadeen.exceptions import Failed, Filtered
from mayadeen.items import Article
from mayadeen.pages.alternates import alternates
from mayadeen.pages.article import NO_TITLE, ArticlePage
from mayadeen.site import Site, translations
from mayadeen.spiders.base import MayadeenSpider
from mayadeen.stores.clock import moment as now
from mayadeen.stores.entry import CAPTURED, IDENTITY, NOT_ASKED_FOR, OUT_OF_RANGE, Entry
from mayadeen.urls import section_of

HTML = ("", "text/html", "application/xhtml+xml", "unk", "warc/revisit")
"""What an index calls pages; the bytes of a revisit are in an earlier record, which the archive finds."""
FINE = ("", "200")
NO_ITEM = "no address of an item"
OTHER_HOST = "of another host"
_BEGINNING = moment(EARLIEST)
_ABOVE_INDEX = 100


class HistorySpider(MayadeenSpider):
    name = "history"
    options = "mayadeen.cdx.options.HistoryArguments"
    own_delay = "MAYADEEN_HISTORY_DELAY"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.source = self.arguments.source
        self.span = span(self.arguments.since, self.arguments.until)
        self._parting = Parting()

    async def start(self) -> AsyncIterator[Entry]:
        for code, site in self.sites.items():
            for url, match in self._asked_for(site):
                yield self._index(code, {"url": url, "match": match, "span": self.span})

    def _asked_for(self, site: Site) -> Iterator[tuple[str, str]]:
        """Addresses, or how those of the sections begin: of /articles/<slug> only the page tells which it is of."""
        for link in self.arguments.urls:
            if url := site.canonical(link, on=site.edition.home):
                yield url, "exact"
        if not self.arguments.urls:
            tops = sorted({path.split("/")[0] for path in self.wanted[site.edition.code]}) or [""]
            # To an index www. says nothing.
            for host in {host.removeprefix("www."): host for host in (*site.edition.aliases, site.edition.host)}.values():
                yield from ((f"{host}/{top}/" if top else f"{host}/", "prefix") for top in tops)

    def _index(self, edition: str, asked: dict[str, Any], **more: str) -> Entry:
        span = tuple(asked["span"]) if asked["span"] else None
        url = query(self.source.cdx, asked["url"], asked["match"], span, **more)
        return Entry(url, edition, "index", channel=IDENTITY, always=True, context=asked)

    def parse_index(self, response: Response) -> Iterator[Entry]:
        """Raises Failed where it breaks off; what stood before that is followed."""
        entry = response.meta["visit"].entry
        reply = read(response.body)
        if reply is None:
            raise Failed("no index: a page")
        if "full" in entry.context:
            yield from self._pages_or_halves(entry, reply)
            return
        full = reply.resume is None and len(reply.rows) >= LINES and "page" not in entry.context
        if not full:
            yield from self._captures(entry, reply)
        yield from self._further(entry, reply, full)
        if reply.torn:
            raise Failed("the index breaks off")

    def _further(self, entry: Entry, reply: Reply, full: bool) -> Iterator[Entry]:
        """The next page: by its key, by its number; else the parts of a reply that holds as much as was asked for.

        Raises Failed for a page that is the one before.
        """
        asked = entry.context
        if reply.mark and reply.mark == asked.get("before"):
            raise Failed("the same rows again: no heed of what they are asked for by")
        if reply.resume:
            yield self._index(entry.edition, asked | {"before": reply.mark}, resume=reply.resume)
        elif "page" in asked:
            yield from self._page(entry.edition, asked | {"before": reply.mark}, asked["page"] + 1)
        elif reply.paged and reply.rows and "half" not in asked:
            counted = asked | {"full": full}
            yield self._index(entry.edition, counted, showNumPages="true", pageSize="1", limit="1")
        elif full:
            yield from self._halves(entry, reply)

    def _pages_or_halves(self, entry: Entry, reply: Reply) -> Iterator[Entry]:
        """A server that knows no pages answers the question for their number with rows."""
        asked = {name: value for name, value in entry.context.items() if name != "full"}
        if reply.pages is not None:
            yield from self._page(entry.edition, asked | {"pages": reply.pages}, 0)
            if reply.torn:
                raise Failed(f"more than {reply.pages} pages")
        elif entry.context["full"]:
            yield from self._halves(entry, reply)

    def _page(self, edition: str, asked: dict[str, Any], number: int) -> Iterator[Entry]:
        if number < asked["pages"]:
            yield self._index(edition, asked | {"page": number}, page=str(number), pageSize="1")

    def _halves(self, entry: Entry, reply: Reply) -> Iterator[Entry]:
        """Of the time that was asked for. Raises Failed where that cannot be parted: then this reply is all there is."""
        asked = {name: value for name, value in entry.context.items() if name not in ("full", "before")}
        span = tuple(asked["span"]) if asked["span"] else None
        try:
            parts = self._parting.parts(asked["url"], span, now().strftime("%Y%m%d%H%M%S"), reply.rows)
        except Failed:
            yield from self._captures(entry, reply)
            raise
        for part in parts:
            yield self._index(entry.edition, asked | {"span": part, "half": True})

    def _captures(self, entry: Entry, reply: Reply) -> Iterator[Entry]:
        site = self.sites[entry.edition]
        listed = (self._listed(row, number, entry, site) for number, row in enumerate(reply.rows))
        for one in choose(listed, self.arguments.captures):
            yield self._capture(one, entry.edition)

    def _listed(self, row: Row, number: int, entry: Entry, site: Site) -> Listed:
        if problem := self.source.problem(row):
            return Listed(row._replace(problem=problem), f"{entry.url}#{number}", f"no capture: {problem}")
        url = site.canonical(row.url, on=site.edition.home)
        if url is None:
            return Listed(row, row.url, OTHER_HOST)
        return Listed(row, url, self._refusal(row, url, site.edition))

    def _refusal(self, row: Row, url: str, edition: Edition) -> str | None:
        mime = row.mime.partition(";")[0].strip().lower()
        if not self.is_item(url, edition.code):
            return NO_ITEM
        if self.span and not self.span[0] <= row.timestamp <= self.span[1]:
            return OUT_OF_RANGE
        if row.status not in FINE:
            return f"http {row.status}"[:40]
        if mime not in HTML:
            return f"no HTML: {mime}"[:70]
        if not self.asked_for(url, edition.code):
            return NOT_ASKED_FOR
        return _of_no_time(row)

    def _capture(self, listed: Listed, edition: str) -> Entry:
        row, url, refused = listed
        context, urgency = {}, None
        if not refused:
            context = {CAPTURED: url, "time": moment(row.timestamp).isoformat()}
            # The newest first: then each older one finds what came after it.
            urgency = _ABOVE_INDEX + int((moment(row.timestamp) - _BEGINNING).total_seconds()) // 60
        address = url if row.problem else self.source.address(row)
        section = "" if row.problem or refused in (OTHER_HOST, NO_ITEM) else section_of(url)
        where = {"section": section, "channel": IDENTITY, "context": context}
        return Entry(address, edition, "capture", urgency=urgency, refused=refused, **where)

    def parse_capture(self, response: Response) -> Iterator[Article]:
        """Raises Filtered for what is no item, Failed for a capture of another time."""
        visit = response.meta["visit"]
        entry, site = visit.entry, self.sites[visit.entry.edition]
        given = captured_at(response)
        if given and given != datetime.fromisoformat(entry.context["time"]):
            raise Failed(f"the archive gave another capture, of {given:%Y-%m-%d %H:%M:%S}")
        page = ArticlePage(response.replace(url=entry.page), site.edition)
        if entry.page == site.edition.home or (not page.is_item and page.reason != NO_TITLE):
            raise Filtered(f"no item: {page.reason}")
        article = page.item()
        visit.day = article.published_day
        article.fetched = visit.fetched
        article.provenance["fetched"] = {"layer": "capture", "raw": self.fetch_address(entry)}
        visit.alternates = translations(alternates(page.root), self._everywhere, on=entry.page)
        yield article

    # What is asked, when, and of whom

    def fetch_address(self, entry: Entry) -> str:
        return entry.url if self.source.warcs else entry.url.partition("#")[0]

    def headers(self, entry: Entry) -> dict[str, str]:
        if not self.source.warcs or entry.kind != "capture":
            return {}
        # What an earlier version took on may name no part: then next to nothing is asked for, never a whole file.
        return {"Range": range_of(entry.url) or "bytes=0-0"}

    def fetched(self, entry: Entry) -> str:
        return entry.context.get("time") or super().fetched(entry)

    def allows(self, url: str) -> bool:
        return self.source.allows(url)

    def host(self, edition: str) -> str:
        return self.source.host


def captured_at(response: Response) -> datetime | None:
    """When the archive says that what it gives was captured; None where it does not say."""
    try:
        return parsedate_to_datetime((response.headers.get("Memento-Datetime") or b"").decode("latin-1"))
    except (TypeError, ValueError):
        return None


def _of_no_time(row: Row) -> str | None:
    try:
        captured = moment(row.timestamp)
    except ValueError:
        return "no capture: no time"
    if captured < _BEGINNING:
        return "no capture: of a time before any archive"
    return "no capture: of a time to come" if captured > now() + timedelta(days=1) else None
