"""The home page, the live page and the few pages of plain text."""

from collections.abc import Iterable
from html import escape

from mayadeen.replica.addresses import encoded, href
from mayadeen.replica.chrome import Chrome
from mayadeen.replica.collection import Collection, Topic
from mayadeen.replica.dates import article_date
from mayadeen.replica.listing_page import ListingPage
from mayadeen.replica.names import Names


class FrontPages:
    def __init__(self, collection: Collection, chrome: Chrome, names: Names) -> None:
        self._collection = collection
        self._chrome = chrome
        self._names = names
        self._name = collection.edition.name

    def latest(self, count: int) -> range:
        total = self._collection.total
        return range(total, max(0, total - count), -1)

    def home(self, listings: ListingPage) -> str:
        """Lead cards, then the first cards of each section."""
        n = self._names
        parts = [f'<div class="{n["lead"]}">\n{self._chrome.cards(self.latest(7))}</div>\n']
        for listing in self._collection.sections:
            link = f'<h2><a href="{href(listing.path, 0)}">{escape(listing.label)}</a></h2>'
            cards = self._chrome.cards(listings.numbers(listing, 1)[:4])
            parts.append(f'<section class="{n["strip"]}">{link}\n{cards}</section>\n')
        return self._page(self._name, "".join(parts) + self._chrome.lists)

    def live(self) -> str:
        """Entries as they come in: the instant, the line, and mostly the article behind it."""
        words, n = self._collection.edition.words, self._names
        rows = []
        for number in self.latest(30):
            card = self._collection.card(number)
            title = escape(card.title, quote=False)
            line = f'<a href="{href(card.path, number)}">{title}</a>' if number % 5 else title
            date = article_date(card.published, words)
            rows.append(f'<li class="{n["entry"]}"><span>{date}</span><p>{line}</p></li>\n')
        return self._page("LIVE", f'<h1>LIVE</h1>\n<ul class="{n["live"]}">{"".join(rows)}</ul>\n')

    def plain(self, title: str, text: str = "") -> str:
        return self._page(title, f"<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n")

    def topics(self, title: str, topics: Iterable[Topic]) -> str:
        links = "".join(f'<li><a href="{encoded(topic.path)}">{escape(topic.name)}</a></li>' for topic in topics)
        return self._page(title, f"<h1>{escape(title)}</h1>\n<ul>{links}</ul>\n")

    def topic(self, topic: Topic, head: str = "") -> str:
        """A person's or a coverage's page, with the latest of its articles."""
        cards = self._chrome.cards(topic.numbers[:20])
        content = f"<h1>{escape(topic.name)}</h1>\n<p>{escape(topic.note)}</p>\n{cards}"
        return self._page(topic.name, content, head)

    def _page(self, title: str, content: str, head: str = "") -> str:
        main = f'<main class="{self._names["main"]}">\n{content}</main>\n'
        return self._chrome.document(title, head, main)
