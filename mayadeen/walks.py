"""Listings that go on by script alone, read on in a browser.

A walk lasts for minutes, and what it finds is fetched meanwhile, by the plain downloader. So it is
no part of the callback that began it: the listing's visit waits for it, as it waits for items, and
what the walk finds goes to the ledger at once. Cut short, the listing is pending again.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import TextResponse

from mayadeen.exceptions import Failed, NoBrowser, Released
from mayadeen.extensions.collection import Collection
from mayadeen.site import Site
from mayadeen.stores.entry import Entry, Visit
from mayadeen.stores.unsettled import unsettled

logger = logging.getLogger(__name__)

BY_SCRIPT = "goes on by script only"
LEFT_OUT = "browser/left_out"
"""Stat: listings that go on by script and were not read on."""
HOW_TO = (
    "listings go on by script only, and there is no browser to read on with (%s): install one "
    "(apt-get install chromium), or name its executable in MAYADEEN_BROWSER, or say -a browser=never"
)
LOOK_EVERY = 0.2
"""Seconds between looks whether a batch of articles was read."""


@dataclass(frozen=True)
class Listing:
    """What a walk needs to know of the listing, from the spider whose page it is."""

    site: Site
    items: Callable[[TextResponse], list[str]]
    """Addresses of the items that a page shows."""
    articles: Callable[[Entry, list[str]], Iterator[Entry]]
    ends: Callable[[Entry, int, list[str]], bool]
    """Whether it need not be walked further, after the page of that number and its items."""


class Walks:
    """`since` is whether articles must be read before the listing is walked further."""

    def __init__(self, crawler: Crawler, *, browser: str, since: bool):
        self.crawler, self.since, self.never = crawler, since, browser == "never"
        self._most = crawler.settings.getint("MAYADEEN_BROWSER_CLICKS")
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._browser: Any = None
        self._none: NoBrowser | None = None
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @property
    def collection(self) -> Collection:
        return Collection.of(self.crawler)

    def begin(self, listing: Listing, visit: Visit, document: TextResponse, shown: list[Entry]) -> None:
        """To be called at the end of a callback whose visit is `open_ended`; `shown` is what its page showed."""
        visit.waiting += 1
        task = asyncio.ensure_future(self._run(listing, visit, document, shown))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, listing: Listing, visit: Visit, document: TextResponse, shown: list[Entry]) -> None:
        frontier = self.collection.frontier
        try:
            await self._walk(listing, visit.entry, document, shown)
        except Released:
            frontier.give_back(visit)
        except asyncio.CancelledError:
            frontier.give_back(visit)
            raise
        except Failed as reason:
            visit.end("failed", str(reason))
        except Exception as error:
            logger.exception("%s: cannot be read on in a browser", visit.entry.url)
            visit.end("failed", f"error while reading: {type(error).__name__}")
        finally:
            visit.waiting -= 1
            frontier.settle_if_done(visit)
            self._wake()

    async def _walk(self, listing: Listing, entry: Entry, document: TextResponse, shown: list[Entry]) -> None:
        known = {each.url for each in shown}
        number = entry.context["number"]
        async with AsyncExitStack() as opened:
            page: Any = None
            while not await self._ends(listing, entry, number, shown):
                page = page or await self._open(opened, listing, entry, document)
                if page is None:
                    return
                if page.steps >= self._most:
                    raise Failed(f"{BY_SCRIPT}: left after {page.steps} clicks (MAYADEEN_BROWSER_CLICKS)")
                fresh = await page.more(known)
                if not fresh:
                    return
                number += 1
                known.update(fresh)
                shown = self._found(listing, replace(entry, context=entry.context | {"number": number}), fresh)

    def _found(self, listing: Listing, entry: Entry, urls: list[str]) -> list[Entry]:
        found = list(listing.articles(entry, urls))
        self.crawler.stats.inc_value("browser/steps")
        self.crawler.stats.inc_value("browser/found", len(found))
        for each in found:
            self.collection.frontier.seed(each)
        self._wake()
        return found

    async def _ends(self, listing: Listing, entry: Entry, number: int, shown: list[Entry]) -> bool:
        urls = [each.url for each in shown if not each.refused]
        if self.since:
            await self._until_read(urls, entry.edition)
        if self._over(entry.edition):
            raise Released("the crawl is ending")
        return listing.ends(entry, number, urls)

    async def _until_read(self, urls: list[str], edition: str) -> None:
        """Only articles that were read have days."""
        self.collection.frontier.flush()
        self._wake()
        while not self._over(edition) and unsettled(self.collection.engine, urls):
            await asyncio.sleep(LOOK_EVERY)
            self.collection.frontier.flush()

    def _over(self, edition: str) -> bool:
        return not self.crawler.crawling or not self.collection.frontier.serves(edition)

    async def _open(self, opened: AsyncExitStack, listing: Listing, entry: Entry, document: TextResponse) -> Any:
        """The listing open in the browser, one at a time; None where none is wanted. Raises NoBrowser."""
        if self.never:
            self._leave_out("listings go on by script only; browser=never leaves them at their first page")
            return None
        await opened.enter_async_context(self._turn)
        if self._over(entry.edition):
            raise Released("the crawl is ending")
        try:
            page = await opened.enter_async_context(self._running().page(entry, document, listing.site, listing.items))
        except NoBrowser as none:
            self._none = none
            self._leave_out(HOW_TO, none)
            raise NoBrowser(f"{BY_SCRIPT}: no browser ({none})") from None
        page.over = lambda: self._over(entry.edition)
        return page

    def _running(self) -> Any:
        """Raises NoBrowser once it was found that there is none."""
        if self._none:
            raise self._none
        if self._browser is None:
            from mayadeen.browser import Browser  # half a second, which most crawls never need

            settings = self.crawler.settings
            self._browser = Browser(
                self.crawler, settings["MAYADEEN_BROWSER"], settings.getfloat("MAYADEEN_BROWSER_MEMORY")
            )
        return self._browser

    def _leave_out(self, message: str, *values: object) -> None:
        if not self.crawler.stats.get_value(LEFT_OUT):
            logger.warning(message, *values)
        self.crawler.stats.inc_value(LEFT_OUT)

    def _wake(self) -> None:
        """Otherwise the engine would look for new pages every five seconds only."""
        slot = self.crawler.engine._slot
        if slot is not None:
            slot.nextcall.schedule()

    async def spider_closed(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._browser is not None:
            await self._browser.close()
