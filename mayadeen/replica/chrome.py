"""What stands around the content of every page: menus, ticker, lists of cards, footer."""

from collections.abc import Iterable
from html import escape

from mayadeen.replica.addresses import href
from mayadeen.replica.collection import Collection, Listing
from mayadeen.replica.dates import card_date
from mayadeen.replica.menus import EDITIONS
from mayadeen.replica.model import Card
from mayadeen.replica.names import Names

TICKER_LINES = 10


class Chrome:
    """Made once: the same on every page of a start."""

    def __init__(self, collection: Collection, names: Names) -> None:
        self._names = names
        self._edition = collection.edition
        self._words = collection.edition.words
        self._collection = collection
        self._newest = collection.published(collection.total)
        self.header = self._header()
        self.lists = self._lists()
        self.footer = self._footer()

    def document(self, title: str, head: str, main: str) -> str:
        edition = self._edition
        return (
            f'<!DOCTYPE html>\n<html lang="{edition.code}" dir="{edition.direction}">\n<head>\n'
            '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
            f"<title>{escape(title)} | {edition.name}</title>\n"
            f"{head}</head>\n<body>\n{self.header}{main}{self.footer}</body>\n</html>\n"
        )

    def _header(self) -> str:
        n, edition = self._names, self._edition
        others = "".join(
            f'<li><a href="https://{other.host}/">{code.capitalize()}</a></li>'
            for code, other in EDITIONS.items()
            if code != edition.code
        )
        switch = f'<ul class="{n["languages"]}">{others}</ul>'
        logo = f'<a class="{n["logo"]}" href="/"><span>{edition.name}</span></a>'
        regions = "".join(self._entry(region) for region in self._collection.regions)
        return (
            f'<header class="{n["header"]}">{switch}{logo}\n'
            f'<nav class="{n["mobile"]}">{self._menu()}</nav>\n'
            f'<nav class="{n["desktop"]}">{self._menu()}\n<ul class="{n["regions"]}">{regions}</ul>'
            f"</nav>\n</header>\n{self._ticker()}"
        )

    def _entry(self, listing: Listing) -> str:
        return f'<li><a href="{href(listing.path, 0)}">{escape(listing.label)}</a></li>'

    def _menu(self) -> str:
        """Groups that have sections of their own are no links, as far as page-en shows."""
        rows = []
        for name, label, path in self._edition.groups:
            within = [entry for entry in self._collection.sections if entry.group == name]
            if path and within:
                rows.append(f'<li><a href="/{path}">{label}</a></li>')
            elif within:
                entries = "".join(map(self._entry, within))
                rows.append(f"<li><span>{label}</span><ul>{entries}</ul></li>")
        live = '<li><a href="/live">LIVE</a></li>'
        return f'<ul class="{self._names["menu"]}">{"".join(rows)}{live}</ul>'

    def _ticker(self) -> str:
        n, total = self._names, self._collection.total
        cards = [self._collection.card(i) for i in range(total, max(0, total - TICKER_LINES), -1)]
        if self._edition.code == "ar":
            lines = (
                f'<li><div class="ticker-item"><div class="ticker-text"><a href="{href(c.path, 1)}">'
                f"<p>{escape(c.title, quote=False)}</p></a></div></div></li>"
                for c in cards
            )
        else:
            lines = (f'<li class="ticker__item">{escape(c.title, quote=False)}</li>' for c in cards)
        label = f'<span class="{n["breaking"]}">{self._words.breaking}</span>'
        box = 'id="ticker-box"' if self._edition.code == "ar" else f'class="{n["ticker"]}"'
        return f"<div {box}>{label}<ul>{''.join(lines)}</ul></div>\n"

    def card(self, card: Card, turn: int) -> str:
        n, address, title = self._names, href(card.path, turn), escape(card.title, quote=False)
        picture = (
            f'<a href="{address}"><img src="{escape(card.image)}" alt="{escape(card.title)}"></a>' if card.image else ""
        )
        label = f'<li><a href="/{href(card.section, 0)}">{escape(card.label)}</a></li>'
        date = f"<li><p>{card_date(card.published, self._newest, self._words)}</p></li>"
        return (
            f'<div class="{n["card"]}">{picture}<h3><a href="{address}">{title}</a></h3>'
            f'<ul class="{n["facts"]}">{label}{date if turn % 4 else ""}</ul></div>\n'
        )

    def cards(self, numbers: Iterable[int], turn: int = 0) -> str:
        return "".join(self.card(self._collection.card(number), turn + i) for i, number in enumerate(numbers))

    def _box(self, name: str, heading: str, content: str) -> str:
        return f'<section class="{self._names[name]}"><h2>{heading}</h2>{content}</section>\n'

    def _lists(self) -> str:
        """Most Read, Coverage, In Five, Read Next. From old articles, so that they stay the same
        when newer ones appear."""
        words, total = self._words, self._collection.total
        numbers = [1 + i * 7 % total for i in range(12)]
        coverages = "".join(
            f'<li><a href="{href(topic.path, i)}">{escape(topic.name)}</a></li>'
            for i, topic in enumerate(list(self._collection.coverages.values())[:8])
        )
        everything = f'<a href="/coverage">{words.all}</a>'
        return (
            self._box("most-read", words.most_read, self.cards(numbers[:4]))
            + self._box("coverages", words.coverage, f"{everything}<ul>{coverages}</ul>")
            + self._box("in-five", words.in_five, self.cards(numbers[4:6], 1))
            + self._box("read-next", words.read_next, self.cards(numbers[6:10], 2))
        )

    def _footer(self) -> str:
        words, n = self._words, self._names
        paths = ("/privacy-policy", "/about-us", "/contact-us", "/authors")
        links = "".join(
            f'<li><a href="{path}">{label}</a></li>' for path, label in zip(paths, words.footer_links, strict=True)
        )
        lines = "".join(f"<p>{line}</p>" for line in words.footer_lines)
        return f'<footer class="{n["footer"]}">{lines}<ul>{links}</ul></footer>\n'
