"""One edition as a site: every address it answers, and the page there."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import orjson

from mayadeen.replica import sitemaps
from mayadeen.replica.addresses import decoded, encoded
from mayadeen.replica.article_page import ArticlePage
from mayadeen.replica.cache import PageCache
from mayadeen.replica.chrome import Chrome
from mayadeen.replica.collection import Collection, Listing
from mayadeen.replica.front import FrontPages
from mayadeen.replica.generated import Generated
from mayadeen.replica.listing_page import MORE, ListingPage
from mayadeen.replica.model import KINDS, SEEN_LAYERS, ArticleData
from mayadeen.replica.names import Names
from mayadeen.replica.page import HTML, JSON, TEXT, XML, Page, etag
from mayadeen.replica.recorded import Recorded
from mayadeen.replica.script_listings import ITEMS, listings

_MONTH = re.compile(r"/sitemaps/all/sitemap-(\d{4})-([1-9]\d?)\.xml")


class Look:
    """The pages under one set of class names."""

    def __init__(self, collection: Collection, names: Names, page_size: int) -> None:
        self.names = names
        self.chrome = Chrome(collection, names)
        self.listings = ListingPage(collection, self.chrome, names, page_size)
        self.front = FrontPages(collection, self.chrome, names)


class Site:
    def __init__(
        self,
        edition: str = "en",
        articles: int = 150,
        seed: int = 1,
        class_seed: int | None = None,
        layers: tuple[str, ...] = SEEN_LAYERS,
        page_size: int = 20,
        newer: int = 0,
        crawl_delay: float | None = None,
        rows: Path | None = None,
        script_listings: bool = False,
    ) -> None:
        self.collection: Collection = Recorded(rows) if rows else Generated(edition, articles, seed, newer)
        self.edition = self.collection.edition
        self._layers = frozenset(layers)
        self._crawl_delay = crawl_delay
        self._class_seed = Names(class_seed).seed
        if script_listings:
            self.collection.sections += listings(self.collection)
        names = Names(self._class_seed, seen="markup" in layers)
        self._look = Look(self.collection, names, page_size)
        # The same pages under names that never change: their content's fingerprint.
        self._plain_look = Look(self.collection, Names(0), page_size)
        self._listings = {each.path: each for each in self.collection.sections + self.collection.regions}
        self._cache = PageCache()

    def article(self, number: int) -> ArticleData:
        return self.collection.article(number)

    def article_html(self, number: int, layers: tuple[str, ...] | None = None) -> str:
        chosen = self._layers if layers is None else frozenset(layers)
        return self._article_html(self.article(number), chosen)

    def _article_html(self, article: ArticleData, layers: frozenset[str]) -> str:
        names = self._look.names
        if ("markup" in layers) != ("markup" in self._layers):
            names = Names(self._class_seed, seen="markup" in layers)
        return ArticlePage(self.collection, self._look.chrome, layers).html(article, names)

    def paths(self) -> Iterator[str]:
        """Percent-encoded, of every article, the oldest first."""
        return (encoded(self.collection.path(n)) for n in range(1, self.collection.total + 1))

    def kinds(self) -> dict[str, int]:
        """For each kind the number of one article of it."""
        found: dict[str, int] = {}
        for number in range(1, self.collection.total + 1):
            found.setdefault(self.collection.kind(number), number)
            if len(found) == len(KINDS):
                break
        return found

    def page(self, path: str, query: str = "") -> Page:
        """What stands at a path in either percent-encoding; a page with status 404 elsewhere."""
        path = decoded(path)
        key = (path, query if path in self._listings else "")
        return self._cache.get(key, lambda: self._make(path, query))

    def _make(self, path: str, query: str) -> Page:
        if path in self._listings:
            return self._listing(self._listings[path], query)
        if path.startswith((MORE, ITEMS)):
            return self._piece(path)
        if path.startswith("/sitemaps/") or path == "/robots.txt":
            return self._machine(path)
        number = self.collection.number(path)
        if number is not None:
            return self._article(number)
        return self._front(path)

    def _article(self, number: int) -> Page:
        article = self.article(number)
        body = self._article_html(article, self._layers).encode()
        return Page(body, etag(article, sorted(self._layers)), article.modified)

    def _rendered(self, render: Callable[[Look], str], status: int = 200, content_type: str = HTML) -> Page:
        body, content = render(self._look).encode(), render(self._plain_look)
        newest = self.collection.published(self.collection.total)
        return Page(body, etag(content), newest, status, content_type)

    def _missing(self) -> Page:
        return self._rendered(lambda look: look.front.plain("404"), status=404)

    def _listing(self, listing: Listing, query: str) -> Page:
        page = self._page_number(listing, parse_qs(query).get("page", ["1"])[0])
        if page is None or (page > 1 and listing.way not in ("rel", "query")):
            return self._missing()
        return self._rendered(lambda look: look.listings.html(listing, page))

    def _page_number(self, listing: Listing, text: str) -> int | None:
        """None where the listing has no such page."""
        number = int(text) if text.isascii() and text.isdigit() else 0
        return number if 1 <= number <= self._look.listings.pages(listing) else None

    def _piece(self, path: str) -> Page:
        """What a listing's button or script asks for: HTML or JSON."""
        address, _, asked = path.rpartition("/")
        folder = ITEMS if path.startswith(ITEMS) else MORE
        listing = self._listings.get(address.removeprefix(folder))
        page = self._page_number(listing, asked) if listing else None
        if listing is None or page is None or (folder == ITEMS) != (listing.way in ("click", "scroll")):
            return self._missing()
        if folder == MORE:
            return self._rendered(lambda look: look.listings.piece(listing, page))
        more = page < self._look.listings.pages(listing)
        return self._rendered(
            lambda look: orjson.dumps({"cards": look.listings.cards(listing, page), "more": more}).decode(),
            content_type=JSON,
        )

    def _machine(self, path: str) -> Page:
        """robots.txt and the sitemaps."""
        text: str | None = None
        found = _MONTH.fullmatch(path)
        if path == "/robots.txt":
            text = sitemaps.robots(self.collection, self._crawl_delay)
        elif path == "/sitemaps/all.xml":
            text = sitemaps.index(self.collection)
        elif found:
            text = sitemaps.month(self.collection, int(found[1]), int(found[2]))
        if text is None:
            return self._missing()
        newest = self.collection.published(self.collection.total)
        form = TEXT if path == "/robots.txt" else XML
        return Page(text.encode(), etag(text), newest, content_type=form)

    def _front(self, path: str) -> Page:
        collection, words = self.collection, self.edition.words
        privacy, about, contact, authors = words.footer_links
        topic = collection.authors.get(path) or collection.coverages.get(path)
        tag = collection.tags.get(path.removeprefix("/tags/")) if path.startswith("/tags/") else None
        routes: dict[str, Callable[[Look], str]] = {
            "/": lambda look: look.front.home(look.listings),
            "/live": lambda look: look.front.live(),
            "/privacy-policy": lambda look: look.front.plain(privacy),
            "/about-us": lambda look: look.front.plain(about),
            "/contact-us": lambda look: look.front.plain(contact),
            "/authors": lambda look: look.front.topics(authors, collection.authors.values()),
            "/coverage": lambda look: look.front.topics(words.coverage, collection.coverages.values()),
        }
        if topic:
            return self._rendered(lambda look: look.front.topic(topic))
        if tag:
            return self._rendered(lambda look: look.front.plain(tag))
        return self._rendered(routes[path]) if path in routes else self._missing()
