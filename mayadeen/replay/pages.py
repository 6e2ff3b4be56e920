"""An archived answer as the page that Scrapy would have given it for."""

import re
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from mayadeen.blocks import wall
from mayadeen.editions import EDITIONS, Edition
from mayadeen.exceptions import Failed, Filtered
from mayadeen.middlewares import CharsetMiddleware, ReadableMiddleware, decodes, is_html, is_text, type_of
from mayadeen.pages.alternates import alternates
from mayadeen.pages.article import NO_TITLE, ArticlePage
from mayadeen.replay.answers import Answer, answer_of
from mayadeen.site import Site, translations
from mayadeen.stores.entry import Entry, Visit
from mayadeen.urls import canonical_url

_HOSTS = {host: edition for edition in EDITIONS.values() for host in (edition.host, *edition.aliases)}
_HOST = re.compile(r"https?://([\w.-]+)(?::\d{0,5})?(?=[/?#]|$)", re.I | re.A)
_HTML_IN_UTF8 = re.compile(rb"\s*text/html\s*;\s*charset\s*=\s*[\"']?utf-?8[\"']?\s*", re.I)
_REQUEST = Request("https://archive/", meta={"visit": Visit(Entry("", "", "article"))})
_SITES = [Site(edition) for edition in EDITIONS.values()]
_CHARSET, _READABLE = CharsetMiddleware(), ReadableMiddleware()


def edition_of(url: str) -> Edition | None:
    host = _HOST.match(url)
    return _HOSTS.get(host[1].lower()) if host else None


def page_of(block: bytes, url: str, edition: Edition) -> ArticlePage:
    """Raises Filtered for what is no item, Failed for what cannot be read."""
    answer = answer_of(block)
    url = canonical_url(url, edition.host)
    plain = _plain(answer, url)
    page = ArticlePage(plain or _readable(_response(answer, url)), edition)
    # Decoding a page only to see whether it can be costs a tenth of parsing it, and the parser has seen.
    if plain and not page.faultless and not decodes(plain.body, "utf-8"):
        page = ArticlePage(_readable(_response(answer, url)), edition)
    if page.is_item:
        return page
    # Asked only here, for it costs as much as parsing does.
    if what := wall(200, {}, answer.body):
        raise Failed(f"blocked: {what} (http 200)")
    if page.reason != NO_TITLE:
        raise Filtered(f"no item: {page.reason}")
    return page


def translations_of(page: ArticlePage) -> tuple[str, ...]:
    """The article's addresses in the editions, as its page states them."""
    return translations(alternates(page.root), _SITES, page.response.url)


@dataclass(slots=True)
class _Plain:
    """All that is asked of the response to an ordinary page; one of Scrapy's costs a quarter of parsing it."""

    url: str
    body: bytes
    encoding: str = "utf-8"


def _plain(answer: Answer, url: str) -> Any:
    """None of what is said to be in another encoding, or nothing that can be read: what that is Scrapy knows."""
    if not _HTML_IN_UTF8.fullmatch(answer.fields.get(b"content-type", b"")):
        return None
    page = _Plain(url, answer.body)
    return page if is_text(page) and not page.body.isspace() and page.body else None


def response_of(block: bytes, url: str) -> TextResponse:
    """As Scrapy would have given it, of any type. Raises Filtered for a status but 200, Failed for a broken encoding."""
    return _response(answer_of(block), url)


def _response(answer: Answer, url: str) -> TextResponse:
    headers = Headers(answer.fields)
    kind = responsetypes.from_args(headers=headers, url=url, body=answer.body)
    return _CHARSET.process_response(_REQUEST, kind(url, headers=headers, body=answer.body, request=_REQUEST))


def _readable(response: TextResponse) -> TextResponse:
    if response.body.strip() and not is_html(response):
        raise Filtered(f"no HTML: {type_of(response)}")  # an archive may hold all that a site has
    _READABLE.process_spider_input(response)
    return response
