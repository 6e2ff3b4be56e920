"""Home pages, live pages and the sections asked for, looked at once or again and again: what they show, and where."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse
from twisted.python.failure import Failure

from mayadeen.editions import Edition
from mayadeen.exceptions import Released
from mayadeen.extensions.watch import Watch
from mayadeen.items import View
from mayadeen.pages.document import root_of
from mayadeen.pages.placements import ListsPage
from mayadeen.pages.ticker import entries, ticker
from mayadeen.spiders.base import MayadeenSpider
from mayadeen.stores.clock import now
from mayadeen.stores.entry import Entry, Visit

LIVE = "live"
WATCHED = "watched"
"""Key of a request's meta: the `Watched` that is looked at."""


@dataclass(eq=False)
class Watched:
    entry: Entry
    page: str
    """"" of the home page, else the path."""
    last: View | None = None
    in_flight: bool = False


class TickerSpider(MayadeenSpider):
    name = "ticker"
    options = "mayadeen.ticker_arguments.TickerArguments"
    holds_collection = False
    instead_of_feeds = "what it saw is in the collection and in runs/<run>/flashes.jsonl and placements.jsonl"
    # It takes no page from the ledger, so nothing of the ledger is used: neither its scheduler nor its collection.
    custom_settings = {
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
            "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
            "mayadeen.middlewares.ReadableMiddleware": 60,
        },
        "ITEM_PIPELINES": {"mayadeen.pipelines.views.ViewsPipeline": 900},
        "EXTENSIONS": {
            "mayadeen.extensions.watch.Watch": -100,
            "mayadeen.extensions.conditions.Conditions": 0,
            "mayadeen.extensions.crawl_delay.CrawlDelay": 0,
            "mayadeen.extensions.retry_after.RetryAfter": 0,
            "mayadeen.extensions.blocks.Blocks": 0,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.memusage.MemoryUsage": None,
            "scrapy.extensions.logstats.LogStats": None,
        },
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # a network that is down for days is told once
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.watched = [each for site in self.sites.values() for each in self._pages(site.edition)]

    def _pages(self, edition: Edition) -> Iterator[Watched]:
        named = (*self.arguments.sections, *self.arguments.regions)
        places = (edition.place(name) for name in named)
        paths = [place.path if place else name.strip("/") for name, place in zip(named, places, strict=True)
                 if place or "/" in name]  # fmt: skip
        for path in dict.fromkeys(("", LIVE, *paths)):
            kind = {"": "home", LIVE: LIVE}.get(path, "listing")
            yield Watched(Entry(f"{edition.home}{path}", edition.code, kind), path)

    async def start(self) -> AsyncIterator[Request]:
        watch, every, time = Watch.of(self.crawler), self.arguments.every, asyncio.get_running_loop().time
        due = time()
        while not watch.left >= set(self.sites):
            for watched in self.watched:
                if not watched.in_flight and watched.entry.edition not in watch.left:
                    yield self._request(watched)
            if not every:
                return
            due = max(due + every, time())
            await asyncio.sleep(due - time())

    def _request(self, watched: Watched) -> Request:
        watched.in_flight = True
        entry, last = watched.entry, watched.last
        known = last is not None and last.kept
        entry.etag, entry.last_modified = (last.etag, last.last_modified) if known else (None, None)
        asked = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        return Request(
            self.fetch_address(entry),
            callback=self.look,
            errback=self.miss,
            headers={name: value for name, value in asked.items() if value} | {"Cache-Control": "max-age=0"},
            # The next look is soon enough to try again.
            meta={"visit": Visit(entry), WATCHED: watched, "dont_retry": bool(self.arguments.every)},
            dont_filter=True,
        )

    def look(self, response: TextResponse) -> Iterator[View]:
        watched = response.meta[WATCHED]
        watched.in_flight = False
        view = self._view(watched, response)
        if view.flashes or view.placements:
            watched.last = view
            yield view
        elif watched.page != LIVE:
            visit = response.meta["visit"]
            visit.status = response.status
            visit.end("failed", "neither ticker nor lists could be read")
            Watch.of(self.crawler).failed(visit)

    def _view(self, watched: Watched, response: TextResponse) -> View:
        site, page, watch = self.sites[watched.entry.edition], watched.page, Watch.of(self.crawler)
        root, edition = root_of(response), site.edition

        def canonical(link: str) -> str | None:
            return site.canonical(link, response.url)

        etag, modified = ((response.headers.get(n) or b"").decode("latin-1") or None for n in ("ETag", "Last-Modified"))
        view = View(edition.code, page, now(), etag=etag, last_modified=modified)
        if page == LIVE:
            if lines := entries(root, edition, canonical):
                view.flashes[LIVE] = lines
            else:
                watch.unread(watched.entry.url, "no entries could be read")
            return view
        if not page:
            if lines := ticker(root, edition, canonical):
                view.flashes["ticker"] = lines
            else:
                watch.unread(watched.entry.url, "no ticker could be read")
        view.placements = ListsPage(root, edition, canonical, page).lists()
        return view

    def miss(self, failure: Failure) -> Iterator[View]:
        """No page, or one that is as it was: then it shows what it showed."""
        watched = failure.request.meta[WATCHED]
        watched.in_flight = False
        if not failure.check(Released) and Watch.of(self.crawler).missed(failure):
            watched.last = replace(watched.last, at=now(), kept=False)
            yield watched.last
