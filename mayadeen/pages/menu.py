"""The menus of a page: which sections and regions the site says it has.

No class name of a menu is known, so a menu is known by what stands in it: a part of the page
whose links nearly all have short labels and lead to section-like addresses, two of which at
least the edition knows. What else stands there is a section too, known or not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from mayadeen.editions import NO_ITEMS, Edition, Place
from mayadeen.pages.document import from_base
from mayadeen.text import clean
from mayadeen.urls import segments

LONGEST_LABEL = 30
MOST_WORDS = 4
HIGHEST_CLIMB = 12
_MOST_PARTS = 200
"""Of a link's text: a label has a few, and a card's first two hundred say enough to be no label."""
PURITY = 0.8
"""The share of a menu's links that lead to places; the rest may be a logo, an offer."""


@dataclass
class Menu:
    """Places by their paths, in the order of the page."""

    sections: dict[str, Place] = field(default_factory=dict)
    regions: dict[str, Place] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sections or self.regions)

    @property
    def paths(self) -> set[str]:
        return set(self.sections) | set(self.regions)


@dataclass
class _Links:
    """The links of the edition that stand in an element: how many, how many of them lead to places,
    which of those are known, and as what."""

    total: int = 0
    places: int = 0
    known: set[str] = field(default_factory=set)
    sections: int = 0
    regions: int = 0

    def add(self, place: Place | None, section: bool, region: bool) -> None:
        self.total += 1
        self.places += place is not None
        self.sections += section
        self.regions += region
        if place and (section or region):
            self.known.add(place.path)

    @property
    def menu_like(self) -> bool:
        return self.total > 1 and self.places >= PURITY * self.total


def known_menu(edition: Edition) -> Menu:
    """What to fall back on where a page's menu cannot be read."""
    return Menu({p.path: p for p in edition.sections}, {p.path: p for p in edition.regions})


def read_menu(root: etree._Element, edition: Edition, canonical: Callable[[str], str | None]) -> Menu:
    """All menus of a page, desktop and mobile copies counted once."""
    inside: dict[etree._Element, _Links] = defaultdict(_Links)
    found: list[tuple[list[_Links], Place, bool, bool]] = []
    for link, place in _links(root, from_base((root,), canonical)):
        section = place is not None and _among(place, edition.sections)
        region = place is not None and _among(place, edition.regions)
        around = [inside[element] for element in islice(link.iterancestors(), HIGHEST_CLIMB)]
        for links in around:
            links.add(place, section, region)
        if place:
            found.append((around, place, section, region))
    menu = Menu()
    for around, place, section, region in found:
        if _in_menu(around):
            places = menu.regions if region or (not section and _near_regions(around)) else menu.sections
            places.setdefault(place.path, place)
    return menu


def _links(
    root: etree._Element, canonical: Callable[[str], str | None]
) -> Iterator[tuple[etree._Element, Place | None]]:
    """The links that stay in the edition and could be a place or an item."""
    for link in root.iter("a"):
        url = canonical(link.get("href") or "")
        parts = segments(url) if url else ()
        if parts and parts[0].lower() not in NO_ITEMS:
            yield link, _place(url, parts, clean("".join(islice(link.itertext(), _MOST_PARTS))))


def _place(url: str, parts: tuple[str, ...], label: str) -> Place | None:
    short = 0 < len(label) <= LONGEST_LABEL and len(label.split()) <= MOST_WORDS
    like_section = len(parts) <= 3 and len(parts[-1]) <= LONGEST_LABEL and not parts[-1].isdigit()
    return Place("/".join(parts), label) if short and like_section and "?" not in url else None


def _among(place: Place, places: tuple[Place, ...]) -> bool:
    return any(known.path == place.path or known.label.casefold() == place.label.casefold() for known in places)


def _in_menu(around: list[_Links]) -> bool:
    """Whether the largest menu-like part of the page around a link holds two places that are known."""
    menu = next((links for links in reversed(around) if links.menu_like), None)
    return menu is not None and len(menu.known) > 1


def _near_regions(around: list[_Links]) -> bool:
    """A place of no known name is what most of its nearest neighbours are."""
    near = next((links for links in around if links.total > 1), None)
    return near is not None and near.regions > near.sections
