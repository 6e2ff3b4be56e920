"""The replica in this process, redesigned on the way: what a live site may do between two runs.

Its articles are two hours apart, twelve a day, so that the volume of a day says something.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mayadeen.replica import LAYERS, Page, Site
from mayadeen.replica.addresses import decoded, encoded
from mayadeen.replica.clock import ANCHOR
from mayadeen.replica.listing_page import MORE
from mayadeen.replica.plan import Plan

ARTICLES, STEP, DAYS = 420, timedelta(hours=2), 35
Change = Callable[[str, Page, Site], "Page | None"]
"""(path, page as it is, site) -> the page as it is served; None for 404."""


def replica(newer: int = 0, **options: Any) -> Site:
    site = Site("en", ARTICLES, 1, layers=LAYERS, newer=newer, **options)
    plan: Plan = site.collection._plan
    assert plan._calendar.step == STEP.total_seconds() / 60, "SPAN_DAYS is to be DAYS"
    return site


def later(items: int) -> str:
    """The time at which so many items have appeared since the first crawl."""
    return (ANCHOR + items * STEP).isoformat()


@contextmanager
def served(site: Site, change: Change = lambda path, page, site: page) -> Iterator[str]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            with lock:
                page = change(path, site.page(path, query), site)
            body = page.body if page else b"not here"
            self.send_response(page.status if page else 404)
            self.send_header("Content-Type", page.content_type if page else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def html(page: Page, body: str, status: int = 200) -> Page:
    return Page(body.encode(), page.etag, page.modified, status, page.content_type)


def articles(rewrite: Callable[[str], str]) -> Change:
    """A change of every article's page."""

    def change(path: str, page: Page, site: Site) -> Page:
        number = site.collection.number(decoded(path))
        return page if number is None else html(page, rewrite(page.body.decode()))

    return change


def listings(rewrite: Callable[[str, str, Site], str]) -> Change:
    """A change of the home page, every listing and the pieces of listings; `rewrite` gets path, markup, site."""

    def change(path: str, page: Page, site: Site) -> Page:
        place = decoded(path)
        shows = place in site._listings or place == "/" or place.startswith(MORE)
        return html(page, rewrite(place, page.body.decode(), site)) if shows and page.status == 200 else page

    return change


def without(numbers: list[int]) -> Change:
    """Listings that do not lead to those articles."""

    def rewrite(_: str, markup: str, site: Site) -> str:
        for number in numbers:
            path = site.collection.path(number)
            for form in (path, encoded(path)):
                markup = markup.replace(f'href="{form}"', 'href="#"').replace(f'href=\\"{form}\\"', 'href=\\"#\\"')
        return markup

    return listings(rewrite)


def of_day(site: Site, day: str) -> list[int]:
    return [n for n in range(1, site.collection.total + 1) if site.collection.published(n).date().isoformat() == day]


def emptied(only: str | None = None) -> Change:
    """Listings whose main part shows nothing, while the frame around it stays."""

    def rewrite(path: str, markup: str, _: Site) -> str:
        if only not in (None, path):
            return markup
        return re.sub(r"<main.*?</main>", "<main><p>…</p></main>", markup, flags=re.S)

    return listings(rewrite)
