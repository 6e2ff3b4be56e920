"""The browser: the only file that knows scrapy-playwright. Imported when the first listing needs it, not before.

It runs as what it is, under the crawler's own user agent, and has no network: `mayadeen.gate` gives
its pages what they may have, and a proxy that is not there swallows whatever goes around that.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.async_api import Error as BrowserError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, TextResponse
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from mayadeen.exceptions import Failed, NoBrowser
from mayadeen.gate import Gate, Pantry
from mayadeen.memory import heaviest_below
from mayadeen.open_page import OpenPage, first_line
from mayadeen.programs import program
from mayadeen.site import Site
from mayadeen.stores.entry import Entry

NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}
FLAGS = [
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
]  # fmt: skip
STARTING, OPENING, CLOSING = 60.0, 20.0, 10.0
"""Seconds: the browser, a page whose document is at hand, either."""
WATCHED_EVERY = 0.5
MOST_WINDOWS = 10


class Browser:
    """One for a crawl, started by the first page."""

    def __init__(self, crawler: Crawler, named: str, most_memory: float):
        self.crawler, self.most_memory = crawler, most_memory
        self.pantry = Pantry()
        self._handler = ScrapyPlaywrightDownloadHandler.from_crawler(crawler)
        self._handler.config.launch_options = launch_options(program(named))
        if crawler.settings["LOG_LEVEL"] != "DEBUG":
            logging.getLogger("scrapy-playwright").setLevel(logging.WARNING)
        self._started = False

    async def start(self) -> None:
        """Raises NoBrowser."""
        if self._started:
            return
        try:
            await self._handler._launch()  # Scrapy asks for it when the engine starts, which it has
            if "executable_path" not in self._handler.config.launch_options:
                self._require_own()
            await asyncio.wait_for(self._handler._maybe_launch_browser(), STARTING)
        except (BrowserError, OSError, TimeoutError) as error:
            raise NoBrowser(first_line(error)) from None
        self._started = True

    def _require_own(self) -> None:
        """One that `playwright install chromium` has brought would do."""
        if not Path(self._handler.browser_provider.browser_type.executable_path).exists():
            raise NoBrowser("none is installed")

    @asynccontextmanager
    async def page(
        self, entry: Entry, document: TextResponse, site: Site, items: Callable[[HtmlResponse], list[str]]
    ) -> AsyncIterator[OpenPage]:
        """The page of `document`, open in a context of its own that is closed whatever happens. Raises Failed, NoBrowser."""
        await self.start()
        gate = Gate(self.crawler, entry, document, site.allows, self.pantry)
        windows: list[Any] = []
        request = self._request(document.url, gate, windows)
        try:
            await self._open(request)
            page = OpenPage(request.meta["playwright_page"], gate, site.edition, items)
            watch = asyncio.ensure_future(self._watch(page, windows))
            try:
                yield page
            finally:
                watch.cancel()
        finally:
            gate.closed = True
            await self._close_context(request.meta["playwright_context"])

    def _request(self, url: str, gate: Gate, windows: list[Any]) -> Request:
        def shut(window: Any) -> Awaitable[None]:
            windows.append(window)
            return _quietly(window.close())

        async def prepare(page: Any, request: Request) -> None:
            page.on("dialog", lambda dialog: _quietly(dialog.dismiss()))
            page.context.on("page", shut)
            await page.context.route("**", lambda route: route.abort())  # of any page but this one
            await page.route("**", gate.handle)

        context = {
            "user_agent": self.crawler.settings["USER_AGENT"],
            "service_workers": "block",
            "accept_downloads": False,
        }
        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": url,
            "playwright_context_kwargs": context,
            "playwright_page_init_callback": prepare,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
        }
        return Request(url, meta=meta, dont_filter=True)

    async def _open(self, request: Request) -> None:
        try:
            await asyncio.wait_for(self._handler.download_request(request), OPENING)
        except TimeoutError:
            raise Failed(f"did not open in the browser within {OPENING:g} s") from None
        except BrowserError as error:
            raise Failed(f"the browser: {first_line(error)}") from None
        self.crawler.stats.inc_value("browser/listings")

    async def _watch(self, page: OpenPage, windows: list[Any]) -> None:
        """Takes a page away that fills the memory, or opens window after window."""
        while page.gone is None:
            await asyncio.sleep(WATCHED_EVERY)
            if heaviest_below(os.getpid()) > self.most_memory:
                page.gone = f"its script took more than {self.most_memory / 1e6:.0f} MB"
            elif len(windows) > MOST_WINDOWS:
                page.gone = f"its script opened more than {MOST_WINDOWS} windows"
        with suppress(BrowserError):
            await page.page.context.close()

    async def _close_context(self, name: str) -> None:
        kept = self._handler.context_wrappers.get(name)
        with suppress(BrowserError, TimeoutError):
            if kept is not None:
                await asyncio.wait_for(kept.context.close(), CLOSING)

    async def close(self) -> None:
        with suppress(BrowserError, TimeoutError):
            await asyncio.wait_for(self._handler.close(), CLOSING)


async def _quietly(asked: Awaitable[Any]) -> None:
    with suppress(BrowserError):  # what it was asked of may be gone
        await asked


def launch_options(executable: str | None) -> dict[str, Any]:
    options: dict[str, Any] = {"args": FLAGS, "proxy": NOWHERE, "chromium_sandbox": os.geteuid() != 0}
    # An interrupt is the crawl's to handle: it closes the browser when it ends.
    options |= dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False)
    return options | ({"executable_path": executable} if executable else {})
