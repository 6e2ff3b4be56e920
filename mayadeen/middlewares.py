"""What goes out, how long it is waited for, and what is let in: between the engine and the network."""

from typing import Any, Self
from weakref import WeakSet

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import redirect
from scrapy.http import HtmlResponse, JsonResponse, Response, TextResponse
from scrapy.utils.httpobj import urlparse_cached
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from mayadeen.blocks import wall
from mayadeen.exceptions import Blocked, Failed, Filtered
from mayadeen.extensions.blocks import Blocks
from mayadeen.outcomes import OFF_HOSTS, SIDE_WAYS
from mayadeen.pages.sitemap import LARGEST
from mayadeen.robots import ROBOTS
from mayadeen.text import one_line

CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\r"))
"""Bytes that no text holds, as Scrapy counts them; a stray zero happens."""
_WIDE = ("utf-16", "utf-32")
_BEGINNING = 4 * 4096
"""Bytes in which a refresh counts: Scrapy looks at 4,096 characters."""
DOCUMENTS = ("robots", "sitemap", "feed")
"""Kinds of pages that are no HTML: who reads them judges them by their bytes."""


class OwnHostsMiddleware:
    """No request leaves the editions asked for, to the port: redirects pass here too.

    A spider that goes to other hosts says so by its own `allows`.
    """

    def __init__(self, crawler: Crawler):
        self.spider = crawler.spider
        self.allows = getattr(self.spider, "allows", self._own)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if not self.allows(request.url):
            raise Filtered(f"{OFF_HOSTS}: {urlparse_cached(request).netloc}"[:200])

    def _own(self, url: str) -> bool:
        return any(site.allows(url) for site in self.spider.sites.values())


class PatienceMiddleware:
    """A host that has not given a page yet is not waited for as long as one that is known to work."""

    def __init__(self, first: float, usual: float):
        self.first, self.usual = min(first, usual), usual
        self._known: set[str] = set()
        self._first: WeakSet[Request] = WeakSet()  # a host may be silent for days

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        get = crawler.settings.getfloat
        middleware = cls(get("MAYADEEN_FIRST_TIMEOUT"), get("DOWNLOAD_TIMEOUT"))
        # Sent before the downloader goes on to what is queued; process_response comes after that.
        crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        return middleware

    def process_request(self, request: Request) -> None:
        # Set anew each time: a retry carries what its first try was given.
        known = urlparse_cached(request).netloc in self._known
        request.meta["download_timeout"] = self.usual if known else self.first
        if not known:
            self._first.add(request)

    def response_downloaded(self, request: Request) -> None:
        host = urlparse_cached(request).netloc
        if host not in self._known and not request.meta.get(ROBOTS):
            self._known.add(host)
            self._bear_with(host)

    def _bear_with(self, host: str) -> None:
        """What is queued for it already gets the usual time too."""
        for request in list(self._first):
            if urlparse_cached(request).netloc == host:
                request.meta["download_timeout"] = self.usual
                self._first.discard(request)


class RoomMiddleware:
    """A sitemap may be as large as its protocol allows, which no page is."""

    def process_request(self, request: Request) -> None:
        visit = request.meta.get("visit")
        if visit and visit.entry.kind in ("sitemap", "feed"):
            request.meta["download_maxsize"] = LARGEST


class BlockMiddleware:
    """Raises Blocked for a page that a wall before the site gave in its place, whatever its status."""

    def __init__(self, blocks: Blocks | None):
        self.blocks = blocks

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.get_extension(Blocks))

    def process_response(self, request: Request, response: Response) -> Response:
        visit = request.meta.get("visit")
        if visit is None:  # robots.txt
            return response
        headers = {k.decode("latin-1").lower(): v[-1].decode("latin-1") for k, v in response.headers.items() if v}
        what = wall(response.status, headers, response.body)
        tells = self.blocks and visit.entry.kind not in SIDE_WAYS  # that feeds are walled off says nothing of pages
        if what is None:
            if tells and response.status < 500:
                self.blocks.answered(request)
            return response
        reason = f"blocked: {what} (http {response.status})"
        if visit.entry.kind == "capture" and response.status < 300:
            raise Filtered(reason)  # the archive kept it in the place of the page
        visit.status = response.status
        if tells:
            self.blocks.blocked(request, reason)
        raise Blocked(reason)


class CharsetMiddleware:
    """Takes the bytes' word for their encoding where a server names a wrong one."""

    def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, TextResponse) or response.body.isascii():
            return response
        told = response.encoding
        if told.startswith(_WIDE):
            return response
        if decodes(response.body, "utf-8"):
            fits = "utf-8"
        else:
            fits = next((name for name in _declared(response) if decodes(response.body, name)), told)
        return response if fits == told else response.replace(encoding=fits)


def _declared(response: TextResponse) -> list[str]:
    """The page's own word first: servers name one encoding for all they have."""
    header = http_content_type_encoding((response.headers.get("Content-Type") or b"").decode("latin-1"))
    return [name for name in (html_body_declared_encoding(response.body[:4096]), header) if name]


def decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


class MetaRefreshMiddleware(redirect.MetaRefreshMiddleware):
    """Scrapy's, which decodes every page whole to look at its beginning."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        narrow = isinstance(response, HtmlResponse) and not response.encoding.startswith(_WIDE)
        if narrow and b"refresh" not in response.body[:_BEGINNING].lower():
            return response
        return super().process_response(request, response)


class ReadableMiddleware:
    """A spider middleware: only answers that can be read reach a callback."""

    def process_spider_input(self, response: Response) -> None:
        kind = response.meta["visit"].entry.kind
        if kind == "index":  # of nothing, it may be empty
            return
        if not response.body.strip():
            raise Failed("empty answer")
        if kind in DOCUMENTS:
            return
        piece = kind == "listing" and isinstance(response, JsonResponse)
        if not (piece or is_html(response)):  # what a load-more button fetches may be JSON
            raise Failed(f"no HTML: {type_of(response)}")
        if not is_text(response):
            raise Failed("no HTML: its bytes are no text")
        if is_torn(response):
            raise Failed("connection lost")


def is_torn(response: Response) -> bool:
    """Whether the connection ended, of an answer of unknown length, before the page did."""
    return "partial" in response.flags and b"</html" not in response.body[-1000:].lower()


def type_of(response: Response) -> str:
    told = (response.headers.get("Content-Type") or b"unknown").decode("latin-1")
    return one_line(told.split(";")[0].strip()[:60])


def is_html(response: Response) -> bool:
    """By its type; where the server named none, by its look."""
    if isinstance(response, HtmlResponse):
        return True
    unnamed = not response.headers.get("Content-Type")
    return unnamed and isinstance(response, TextResponse) and b"<html" in response.body[:2000].lower()


def is_text(response: Any) -> bool:
    if response.body.startswith(b"%PDF-"):
        return False
    start = response.body[:5000]
    return response.encoding.startswith("utf-16") or len(start.translate(None, CONTROLS)) == len(start)
