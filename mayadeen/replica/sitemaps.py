"""robots.txt and the sitemaps. Addresses are on the edition's own host, as a mirror has them."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from mayadeen.replica.addresses import encoded
from mayadeen.replica.clock import BEIRUT
from mayadeen.replica.collection import Collection
from mayadeen.replica.numbers import between, months

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(collection: Collection, crawl_delay: float | None) -> str:
    delay = "" if crawl_delay is None else f"Crawl-delay: {crawl_delay:g}\n"
    host = collection.edition.host
    return f"User-agent: *\nAllow: /\n{delay}\nSitemap: https://{host}/sitemaps/all.xml\n"


def index(collection: Collection) -> str:
    host = collection.edition.host
    rows = (
        (f"https://{host}/sitemaps/all/sitemap-{year}-{month}.xml", collection.published(numbers[-1]))
        for year, month, numbers in months(collection)
    )
    return _document("sitemapindex", "sitemap", rows)


def month(collection: Collection, year: int, number: int) -> str | None:
    """None where the month has no articles."""
    try:
        first = datetime(year, number, 1, tzinfo=BEIRUT)
        last = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=BEIRUT)
    except ValueError:
        return None
    numbers = between(collection, first, last)
    host = collection.edition.host
    rows = ((f"https://{host}{encoded(collection.path(n))}", collection.modified(n)) for n in reversed(numbers))
    return _document("urlset", "url", rows) if numbers else None


def _document(root: str, element: str, rows: Iterable[tuple[str, datetime]]) -> str:
    entries = "".join(
        f"<{element}><loc>{escape(address)}</loc><lastmod>{moment.isoformat()}</lastmod></{element}>\n"
        for address, moment in rows
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{entries}</{root}>\n'
