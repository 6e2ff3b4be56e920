"""A plain reader of listings, by nothing but what their markup offers."""

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import html

from tests.replica.running import Running


def listing_pages(replica: Running, edition: str, path: str) -> Iterator[html.HtmlElement]:
    """The listing's pages and pieces, each once, by rel=next, numbered links, load-more buttons."""
    waiting, seen = [path], {path}
    while waiting:
        answer = replica.get(edition, waiting.pop(0))
        assert answer.status == 200
        page = html.fromstring(answer.text)
        yield page
        onward = page.xpath("//a[@rel='next']/@href | //a[contains(@href, '?page=')]/@href")
        onward += page.xpath("//button/@*[starts-with(name(), 'data-')]")
        waiting += [address for address in onward if not (address in seen or seen.add(address))]


def linked(page: html.HtmlElement) -> set[str]:
    """The decoded paths that the page's own list of cards leads to, without the boxes after it."""
    links = page.xpath("//h3/a[not(ancestor::section)]/@href")
    return {unquote(link) for link in links}
