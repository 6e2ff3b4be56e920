"""One page of the sites, asked for as a crawl asks, or taken from a file; and which edition it is of."""

import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from mayadeen.editions import EDITIONS, Edition
from mayadeen.exceptions import Failed, Unreachable, WrongUse
from mayadeen.middlewares import CharsetMiddleware, ReadableMiddleware
from mayadeen.outcomes import network_trouble
from mayadeen.pages import script
from mayadeen.pages.document import Document
from mayadeen.scheduler import VISIT
from mayadeen.site import Site
from mayadeen.stores.entry import Entry, Visit
from mayadeen.urls import canonical_url, is_loopback

ALONE: dict[str, Any] = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "EXTENSIONS": {},
    "EXTENSIONS_BASE": {},
    "ITEM_PIPELINES": {},
    "SPIDER_MIDDLEWARES": {"mayadeen.middlewares.ReadableMiddleware": 60},
}
"""Settings of a crawl that keeps nothing: the project's manners without its ledger."""
NOWHERE = "unknown/page"
"""Path of a page whose address nobody knows; what is read from it is dropped."""


@dataclass
class Page:
    response: TextResponse
    edition: Edition
    addressed: bool = True
    """Whether the response's address is known to be the page's own."""


class OnePage(scrapy.Spider):
    """Asks for `address` and leaves in `answer` a response or what went wrong."""

    name = "one-page"

    def __init__(self, address: str, site: Site, **kwargs: Any):
        super().__init__(**kwargs)
        self.address, self.sites = address, {site.edition.code: site}
        self.answer: Response | BaseException | None = None

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield _request(self.address, next(iter(self.sites)), callback=self.parse, errback=self.fail)

    def parse(self, response: Response) -> None:
        self.answer = response

    def fail(self, failure: Failure) -> None:
        self.answer = failure.value


def fetch(url: str, asked: Edition | None, process: CrawlerProcess) -> Page:
    """Raises WrongUse for an address of other hosts, Unreachable where there is no page to be had."""
    site = _site(url, asked)
    own = site.canonical(url, on=url)
    if own is None:
        raise WrongUse(f"{url[:200]!r} leads to no page")
    response = _answer(site.address(own), site, process)
    edition = asked or edition_at(url) or _require_edition(edition_at(stated_address(response)), url)
    address = Site(edition, site.base).canonical(response.url, on=response.url) or own
    return Page(response.replace(url=address), edition)


def open_file(path: Path, asked: Edition | None, url: str | None, largest: int) -> Page:
    """Raises WrongUse for what is no page, or of nobody knows which edition."""
    response = _readable(_response(path, _bytes(path, largest)), path)
    own = url or stated_address(response)
    edition = asked or _require_edition(edition_at(own), path)
    addressed = own is not None and edition_at(own) is edition
    address = canonical_url(own, edition.host) if own and addressed else f"{edition.home}{NOWHERE}"
    return Page(response.replace(url=address), edition, addressed)


def edition_at(url: str | None) -> Edition | None:
    """
    >>> edition_at("http://english.almayadeen.net/x").code, edition_at("https://example.org/"), edition_at(None)
    ('en', None, None)
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return next((edition for edition in EDITIONS.values() if host in (edition.host, *edition.aliases)), None)


def stated_address(response: TextResponse) -> str | None:
    """The address on an edition's host that the page itself says it has."""
    document = Document(response.selector.root, response.url)
    objects = (data for raw in document.metadata if isinstance(data := script.load(raw), dict))
    stated = [*(data.get("url") for data in objects), document.links.get("canonical"), *document.meta.get("og:url", ())]
    return next((url for url in stated if isinstance(url, str) and edition_at(url)), None)


def _require_edition(found: Edition | None, what: object) -> Edition:
    if found is None:
        raise WrongUse(f"which edition is {what} of? It does not say so: add -a edition={', '.join(EDITIONS)}")
    return found


def _site(url: str, asked: Edition | None) -> Site:
    try:
        parts = urlsplit(url)
        host, netloc = parts.hostname, f"{parts.scheme}://{parts.netloc}"
        parts.port  # noqa: B018  # raises for what is no number
    except ValueError:
        raise WrongUse(f"{url[:200]!r} is no address") from None
    if is_loopback(host):
        return Site(asked or EDITIONS["en"], netloc)
    edition = edition_at(url)
    if edition is None:
        hosts = ", ".join(each.host for each in EDITIONS.values())
        raise WrongUse(f"only pages of {hosts} are asked for, not of {host}; save the page and read the file")
    if asked not in (None, edition):
        raise WrongUse(f"{host} is the edition {edition.code}, not {asked.code}")
    return Site(edition)


def _answer(address: str, site: Site, process: CrawlerProcess) -> TextResponse:
    for name, value in ALONE.items():
        process.settings.set(name, value, priority="cmdline")
    crawler = process.create_crawler(OnePage)
    task = process.crawl(crawler, address=address, site=site)
    process.start()
    broken = task.exception() if task.done() and not task.cancelled() else None
    answer = broken or (crawler.spider.answer if crawler.spider else None)
    if isinstance(answer, TextResponse):
        return answer
    raise Unreachable(f"cannot read {address}: {_trouble(answer)}")


def _request(address: str, edition: str, **calls: Any) -> scrapy.Request:
    """Of an article's page, as the middlewares know it."""
    return scrapy.Request(address, meta={VISIT: Visit(Entry(address, edition, "article"))}, **calls)


def _trouble(answer: Response | BaseException | None) -> str:
    if answer is None:
        return "interrupted"
    if isinstance(answer, HttpError):
        return f"http {answer.response.status}"
    return network_trouble(answer) or str(answer) or type(answer).__name__


def _bytes(path: Path, largest: int) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise WrongUse(f"{path} is no file")
        if largest and status.st_size > largest:
            raise WrongUse(f"{path} is larger than DOWNLOAD_MAXSIZE ({largest} bytes)")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WrongUse(f"cannot read {str(path)[:200]!r}: {reason}; an address begins with https://") from None


def _response(path: Path, body: bytes) -> Response:
    request = _request("file:///", "")
    kind = responsetypes.from_args(filename=path.name, body=body)
    return CharsetMiddleware().process_response(request, kind(request.url, body=body, request=request))


def _readable(response: Response, path: Path) -> TextResponse:
    try:
        ReadableMiddleware().process_spider_input(response)
    except Failed as failed:
        raise WrongUse(f"{path}: {str(failed).replace('answer', 'file')}") from None
    return response
