"""The lists in which a page shows articles: Most Read, Coverage, In Five, Read Next, its sections, what leads it.

A list is known by what heads it: the edition's own words for it, a section's label, else any heading
that is no card's title. What stands above all of them leads the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice, takewhile
from math import inf
from operator import attrgetter
from typing import NamedTuple

from lxml import etree

from mayadeen.editions import Edition
from mayadeen.items import Placement
from mayadeen.pages.listing import is_item_address
from mayadeen.pages.menu import Menu, known_menu, read_menu
from mayadeen.pages.rows import MOST_ELEMENTS, Texts
from mayadeen.pages.ticker import rows
from mayadeen.text import fold
from mayadeen.urls import segments

LEAD = "lead"
MOST_RANKS, MOST_LISTS, MOST_CARDS = 60, 80, 2000
MOST_LINKS = 10_000
"""Links of a page that are looked at, and addresses in all: a real one has some hundreds."""
LONGEST_HEADING, LONGEST_TITLE = 60, 400
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_OUTSIDE = frozenset(["nav", "footer", "head", "script", "style", "template", "noscript"])
_TOPICS = "coverage"


class _Card(NamedTuple):
    link: etree._Element
    url: str
    place: int
    """Where it stands in the page, as a number that grows."""


_place = attrgetter("place")


class _Heading(NamedTuple):
    element: etree._Element
    name: str
    known: bool
    place: int


def _of_page(canonical: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """The same, which judges each link once; those beyond the first many lead nowhere."""
    told: dict[str, str | None] = {}

    def once(link: str) -> str | None:
        if link not in told and len(told) < MOST_LINKS:
            told[link] = canonical(link)
        return told.get(link)

    return once


class ListsPage:
    def __init__(self, root: etree._Element, edition: Edition, canonical: Callable[[str], str | None], page: str = ""):
        """`page` is the path of the section, "" of the home page."""
        self.edition, self.page = edition, page
        canonical = _of_page(canonical)
        self.menu: Menu = read_menu(root, edition, canonical)
        self._places = self.menu.paths | known_menu(edition).paths
        self._names = {fold(word): name for name, said in edition.words.lists for word in said}
        self._texts = Texts(root)
        self._ticker = frozenset(rows(root, edition, self._texts))
        links = ((link, canonical(link.get("href") or "")) for link in islice(root.iter("a"), MOST_LINKS))
        self._urls = {link: url for link, url in links if url and self._is_card(url)}
        self._around_links: set[etree._Element] = set()
        for link in self._urls:
            self._around_links.update(takewhile(lambda outer: outer not in self._around_links, link.iterancestors()))
        self._open_links: list[etree._Element] = []
        self._cards: list[_Card] = []
        self._headings: list[_Heading] = []
        self._ends: dict[etree._Element, float] = {}
        """Where what stands around a heading ends, in places of the page."""
        self._look(root)

    def lists(self) -> dict[str, list[Placement]]:
        """By name, each from its first rank on; only those that hold something."""
        found = self._headed()
        within = {card.place for cards in found.values() for card in cards}
        free = [card for card in self._cards if card.place not in within and segments(card.url)[0] != _TOPICS]
        first = min((cards[0].place for cards in found.values()), default=0)
        above = [card for card in free if card.place < first]
        # A home page is a row of lists; on a section's page all that stands in none is its own.
        lead = above if above and not self.page else free
        named = ({LEAD: lead} if lead else {}) | found
        return {name: self._placements(name, cards) for name, cards in list(named.items())[:MOST_LISTS]}

    def _look(self, root: etree._Element) -> None:
        """Links and headings in their order, without menus and footers."""
        skipped = None
        for place, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
            if event == "end":
                skipped = None if element is skipped else skipped
                self._leave(element, place)
            elif len(self._cards) == MOST_CARDS or place > 2 * MOST_ELEMENTS:
                return
            elif skipped is None and (element.tag in _OUTSIDE or element in self._ticker):
                skipped = element
            elif skipped is None and isinstance(element.tag, str):
                self._see(element, place)

    def _leave(self, element: etree._Element, place: int) -> None:
        if element in self._ends:
            self._ends[element] = place
        if self._open_links and element is self._open_links[-1]:
            self._open_links.pop()

    def _see(self, element: etree._Element, place: int) -> None:
        if url := self._urls.get(element):
            self._cards.append(_Card(element, url, place))
            self._open_links.append(element)
        elif len(self._headings) > MOST_LISTS:
            return
        elif len(said := (element.text or "").strip()) <= LONGEST_HEADING and (said or element.tag in _HEADINGS):
            self._see_heading(element, said, place)

    def _is_card(self, url: str) -> bool:
        parts = segments(url)
        return is_item_address(url, self._places) or (len(parts) > 1 and parts[0] == _TOPICS)

    def _see_heading(self, element: etree._Element, said: str, place: int) -> None:
        if name := self._names.get(fold(said)):
            self._add_heading(_Heading(element, name, True, place))
        elif element.tag in _HEADINGS and (label := self._label(element)):
            self._add_heading(_Heading(element, self._place_called(label) or fold(label), False, place))

    def _add_heading(self, heading: _Heading) -> None:
        self._headings.append(heading)
        self._ends.update((outer, inf) for outer in heading.element.iterancestors())

    def _label(self, heading: etree._Element) -> str | None:
        """What it says; None of one that an inner element says, and of a card's title."""
        if heading in self._around_links or self._open_links:
            return None
        label = self._texts.of(heading)
        own = 0 < len(label) <= LONGEST_HEADING and fold(label) and fold(label) not in self._names
        return label if own else None

    def _place_called(self, label: str) -> str | None:
        known = (*self.menu.sections.values(), *self.menu.regions.values(), *self.edition.sections, *self.edition.regions)
        return next((place.path for place in known if place.label.casefold() == label.casefold()), None)

    def _headed(self) -> dict[str, list[_Card]]:
        """The cards of each heading. One that nobody knows, with less than two, is a card's title and heads nothing."""
        lists = [(h, cards) for h, cards in self._under(self._headings) if h.known or len({c.url for c in cards}) > 1]
        found: dict[str, list[_Card]] = defaultdict(list)
        for heading, cards in self._under([heading for heading, _ in lists]):
            found[heading.name] = found[heading.name] or cards
        return {name: each for name, each in found.items() if each and name != self.page}

    def _under(self, headings: list[_Heading]) -> list[tuple[_Heading, list[_Card]]]:
        inside: Counter[etree._Element] = Counter(a for h in headings for a in h.element.iterancestors())
        return [(heading, self._below(heading, inside, headings)) for heading in headings]

    def _below(self, heading: _Heading, inside: Counter[etree._Element], all_of_them: list[_Heading]) -> list[_Card]:
        """What follows it in the least part of the page that holds two cards and no other heading, else up to the next."""
        first = bisect_right(self._cards, heading.place, key=_place)
        best: list[_Card] = []
        for holder in heading.element.iterancestors():
            if inside[holder] > 1 or holder.tag in ("body", "html"):
                break
            best = self._cards[first : bisect_left(self._cards, self._ends[holder], key=_place)]
            if len({card.url for card in best}) > 1:
                return best
        if best:
            return best
        end = min((other.place for other in all_of_them if other.place > heading.place), default=inf)
        near = min(end, self._ends.get(heading.element.getparent(), 0))
        return self._cards[first : bisect_left(self._cards, near, key=_place)]

    def _placements(self, name: str, cards: list[_Card]) -> list[Placement]:
        titles: dict[str, str] = {}
        for card in cards:
            said = self._texts.of(card.link, 2 * LONGEST_TITLE) or next((i.get("alt") or "" for i in card.link.iter("img")), "")
            titles[card.url] = max(titles.get(card.url, ""), said[:LONGEST_TITLE], key=len)
        told = list(titles.items())[:MOST_RANKS]
        return [
            Placement(edition=self.edition.code, page=self.page, list=name, rank=rank, url=url, title=title)
            for rank, (url, title) in enumerate(told, 1)
        ]
