"""What a page in the browser is given of what it asks for: the browser itself has no network.

The page is the answer that the crawl holds already. Scripts, styles and data of the edition's own
hosts are fetched by Scrapy's downloader, so that robots.txt, delays, Retry-After, limits of size,
the user agent and the statistics hold for them as for every page. Everything else is refused.
"""

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from mayadeen.downloader import URGENT
from mayadeen.exceptions import Released
from mayadeen.outcomes import network_trouble
from mayadeen.scheduler import VISIT
from mayadeen.stores.entry import Entry, Visit

logger = logging.getLogger(__name__)

STATIC = ("script", "stylesheet")
KINDS = (*STATIC, "xhr", "fetch")
METHODS = ("GET", "HEAD", "POST")
MOST_ASKED = 100
"""Requests that one step (opening, a click) may make."""
OFTEN, MOMENT = 5, 0.2
"""Moments of a step, so many seconds apart, after which what asks an address again keeps watch; it loads nothing more."""
PIECE = "piece"
"""Kind of what a page's script asks for. It is no entry of the ledger: the listing is."""
_OURS = ("user-agent", "cookie", "host", "connection", "content-length", "accept-encoding", "sec-")
_NOT_GIVEN = ("set-cookie", "connection", "content-length", "content-encoding", "transfer-encoding")


class Pantry:
    """Scripts and styles that every listing asks for are fetched once a crawl, as a browser's cache would."""

    ROOM = 30_000_000

    def __init__(self) -> None:
        self._kept: dict[str, Response] = {}
        self._size = 0

    def get(self, request: Any) -> Response | None:
        return self._kept.get(request.url) if self._keeps(request) else None

    def put(self, request: Any, response: Response) -> None:
        size = len(response.body)
        if self._keeps(request) and response.status == 200 and self._size + size <= self.ROOM:
            self._size += size
            self._kept[request.url] = response

    def _keeps(self, request: Any) -> bool:
        return request.resource_type in STATIC and request.method == "GET"


@dataclass(eq=False)
class Asking:
    """A request that is not answered yet."""

    where: str
    step: int
    watches: bool


class Gate:
    """Handles the requests of one page.

    Of the step that `begin_step` began: how much was `asked` of the own hosts and `answered`, the first
    `trouble` with that, and the first data of other hosts that was `refused`. `trouble_before` is that of
    the step before.
    """

    def __init__(self, crawler: Crawler, entry: Entry, document: TextResponse, allows: Callable[[str], bool], pantry: Pantry):
        self.crawler, self.entry, self.allows, self.pantry = crawler, entry, allows, pantry
        self._document: TextResponse | None = document
        self.closed = False
        """Nothing more is fetched."""
        self._step = 0
        self._under_way: list[Asking] = []
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.missing: str | None = None
        """The first script that was not let in."""
        self.trouble: str | None = None
        self.begin_step()

    def begin_step(self) -> None:
        self._step += 1
        self._moments: Counter[str] = Counter()
        self._last: dict[str, float] = {}
        self.asked = self.answered = 0
        self.trouble_before, self.trouble = self.trouble, None
        self.refused: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether something that may bring more is not answered yet."""
        return not all(map(self._watches, self._under_way))

    def _watches(self, asking: Asking) -> bool:
        return asking.watches or (asking.step < self._step and self._often(asking.where))

    def _often(self, where: str) -> bool:
        return self._moments[where] >= OFTEN

    def _note_asking(self, where: str) -> Asking:
        asking = Asking(where, self._step, self._often(where))
        self.asked += 1
        self._under_way.append(asking)
        now = time.monotonic()
        if now - self._last.get(where, 0) >= MOMENT:
            self._last[where] = now
            self._moments[where] += 1
        return asking

    def _outdated(self, asking: Asking) -> bool:
        """A look that would be taken again at once."""
        return self._watches(asking) and [each for each in self._under_way if each.where == asking.where][-1] is not asking

    async def handle(self, route: Any) -> None:
        try:
            if route.request.is_navigation_request():
                await self._navigate(route)
            elif reason := self._refuses(route.request):
                self._refuse(route.request, reason)
                await route.abort()
            else:
                await self._fetch(route)
        except BrowserError:  # the page was closed meanwhile
            pass

    async def _navigate(self, route: Any) -> None:
        """The page's own document, once; it may lead nowhere else."""
        document, self._document = self._document, None
        if document is None:
            self._refuse(route.request, "another page")
            await route.abort("aborted")  # any other reason would put a page of the browser's in its place
            return
        headers = _given(document) | {"content-type": "text/html; charset=utf-8"}
        await route.fulfill(status=document.status, headers=headers, body=document.text)

    def _refuses(self, request: Any) -> str | None:
        if request.resource_type not in KINDS:
            return str(request.resource_type)
        if not self.allows(request.url):
            return "other hosts"
        if request.method not in METHODS:
            return f"method {request.method}"
        return "too many requests" if self.asked >= MOST_ASKED else None

    def _refuse(self, request: Any, reason: str) -> None:
        self.crawler.stats.inc_value(f"browser/refused/{reason}")
        logger.debug("%s: refused %s (%s)", self.entry.url, request.url, reason)
        host = urlsplit(request.url).netloc
        if request.resource_type == "script":
            self.missing = self.missing or f"script of {host}"
        elif reason == "other hosts":
            self.refused = self.refused or f"its script asked for other hosts: {host}"
        elif request.resource_type in KINDS:
            self._note_trouble(request, f"its script: {reason}")

    def _note_trouble(self, request: Any, trouble: str) -> None:
        if request.resource_type != "stylesheet":  # nothing is shown by it
            self.trouble = self.trouble or trouble[:200]

    def _note_missing(self, request: Any, reason: str) -> None:
        if request.resource_type == "script":
            self.missing = self.missing or f"a script: {reason}"

    async def _fetch(self, route: Any) -> None:
        """One at a time from an address, so that a click need not queue behind all that keeps watch."""
        asking = self._note_asking(_where(route.request))
        try:
            async with self._turns[asking.where]:
                wanted = not (self.closed or self._outdated(asking))
                response = await self._get(route.request) if wanted else None
        finally:
            self._under_way.remove(asking)
        if response is None:
            await route.abort()
            return
        if response.status < 400:
            self.answered += 1
        else:
            self._note_trouble(route.request, f"what its script asked for answered http {response.status}")
            self._note_missing(route.request, f"http {response.status}")
        await route.fulfill(status=response.status, headers=_given(response), body=response.body)

    async def _get(self, asked: Any) -> Response | None:
        return self.pantry.get(asked) or await self._download(asked)

    async def _download(self, asked: Any) -> Response | None:
        self.crawler.stats.inc_value("browser/requests")
        try:
            response = await self.crawler.engine.download_async(self._request(asked))
        except Released:
            return None
        except Exception as error:
            reason = network_trouble(error) or str(error) or type(error).__name__
            self._note_trouble(asked, f"what its script asked for: {reason}")
            self._note_missing(asked, reason)
            return None
        self.pantry.put(asked, response)
        return response

    def _request(self, asked: Any) -> Request:
        headers = {name: value for name, value in asked.headers.items() if not name.lower().startswith(_OURS)}
        piece = Visit(Entry(asked.url, self.entry.edition, PIECE, section=self.entry.section))
        return Request(
            asked.url,
            method=asked.method,
            headers=headers,
            body=asked.post_data_buffer,
            meta={VISIT: piece, URGENT: True},
            callback=NO_CALLBACK,
            dont_filter=True,
        )


def _where(request: Any) -> str:
    return str(request.url).partition("?")[0]


def _given(response: Response) -> dict[str, str]:
    """Headers as the browser gets them: decoded bodies, no cookies."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
    }
    return {name: value for name, value in headers.items() if name not in _NOT_GIVEN}
