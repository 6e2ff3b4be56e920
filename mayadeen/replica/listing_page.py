"""Listings: pages of cards, and the ways on to the next page."""

from html import escape

from mayadeen.replica.addresses import encoded
from mayadeen.replica.chrome import Chrome
from mayadeen.replica.collection import Collection, Listing
from mayadeen.replica.names import Names
from mayadeen.replica.script_listings import script

MORE = "/more-items"
"""Where pieces of button listings lie; made up, the site's own address is not known."""


class ListingPage:
    def __init__(self, collection: Collection, chrome: Chrome, names: Names, page_size: int) -> None:
        self._words = collection.edition.words
        self._chrome = chrome
        self._names = names
        self.page_size = page_size

    def pages(self, listing: Listing) -> int:
        """At least one, which may be empty."""
        return max(1, -(-len(listing.numbers) // self.page_size))

    def numbers(self, listing: Listing, page: int) -> list[int]:
        first = (page - 1) * self.page_size
        return list(listing.numbers[first : first + self.page_size])

    def html(self, listing: Listing, page: int) -> str:
        n = self._names
        head, onward = getattr(self, f"_{listing.way}")(listing, page)
        main = (
            f'<main class="{n["main"]}">\n<h1 class="{n["listing-title"]}">{escape(listing.label)}</h1>\n'
            f'<div class="{n["cards"]}">\n{self.cards(listing, page)}</div>\n{onward}'
            f"{self._chrome.lists}</main>\n"
        )
        return self._chrome.document(listing.label, head, main)

    def piece(self, listing: Listing, page: int) -> str:
        """What a load-more button brings: cards and, if there is more, the next button."""
        return self.cards(listing, page) + self._button(listing, page)[1]

    def cards(self, listing: Listing, page: int) -> str:
        return self._chrome.cards(self.numbers(listing, page), page)

    def _rel(self, listing: Listing, page: int) -> tuple[str, str]:
        if page >= self.pages(listing):
            return "", ""
        address = f"{encoded(listing.path)}?page={page + 1}"
        link = f'<a class="{self._names["next"]}" rel="next" href="{address}">{self._words.next_page}</a>'
        return f'<link rel="next" href="{address}">\n', f"<div>{link}</div>\n"

    def _query(self, listing: Listing, page: int) -> tuple[str, str]:
        """Numbers only: the first, those around this page, the last."""
        last = self.pages(listing)
        shown = sorted({1, page - 1, page, page + 1, page + 2, last} & set(range(1, last + 1)))
        links = "".join(
            f"<li>{number}</li>"
            if number == page
            else f'<li><a href="{encoded(listing.path)}{f"?page={number}" if number > 1 else ""}">{number}</a></li>'
            for number in shown
        )
        return "", f'<ul class="{self._names["pager"]}">{links}</ul>\n' if last > 1 else ""

    def _button(self, listing: Listing, page: int) -> tuple[str, str]:
        if page >= self.pages(listing):
            return "", ""
        n = self._names
        address = f"{MORE}{encoded(listing.path)}/{page + 1}"
        button = (
            f'<button type="button" class="{n["more"]}" {n.more_attribute}="{address}">'
            f"{self._words.load_more}</button>\n"
        )
        return "", button

    def _click(self, listing: Listing, page: int) -> tuple[str, str]:
        button = f'<button type="button" class="{self._names["more"]}">{self._words.load_more}</button>\n'
        return ("", button + script(listing, self._names)) if self.pages(listing) > page else ("", "")

    def _scroll(self, listing: Listing, page: int) -> tuple[str, str]:
        return ("", script(listing, self._names)) if self.pages(listing) > page else ("", "")
