"""The menus of a page: which sections and regions the site says it has.

No class name of a menu is known, so a menu is known by what stands in it: a group of links with
short labels that lead to section-like addresses, two of which at least the edition knows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from mayadeen.editions import NO_ITEMS, Edition, Place
from mayadeen.text import clean
from mayadeen.urls import segments

LONGEST_LABEL = 30
MOST_WORDS = 4
HIGHEST_CLIMB = 12
GROUPS = frozenset(("ul", "ol", "nav", "menu", "div", "header", "aside", "section"))


@dataclass
class Menu:
    sections: dict[str, Place] = field(default_factory=dict)
    regions: dict[str, Place] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sections or self.regions)

    @property
    def paths(self) -> set[str]:
        return set(self.sections) | set(self.regions)


def read_menu(root: HtmlElement, edition: Edition, canonical: Callable[[str], str | None]) -> Menu:
    """All menus of a page, desktop and mobile copies counted once, in the order of the page."""
    groups: dict[HtmlElement, list[Place]] = {}
    holds_more: dict[HtmlElement, bool] = {}
    for link in root.iter("a"):
        place = _place(link, canonical)
        group = _group(link, holds_more) if place else None
        if place and group is not None:
            groups.setdefault(group, []).append(place)
    menu = Menu()
    for places in groups.values():
        _sort_in(menu, places, edition)
    return menu


def known_menu(edition: Edition) -> Menu:
    """What to fall back on where a page's menu cannot be read."""
    return Menu({p.path: p for p in edition.sections}, {p.path: p for p in edition.regions})


def _sort_in(menu: Menu, places: list[Place], edition: Edition) -> None:
    as_section = [_known(place, edition.sections) for place in places]
    as_region = [_known(place, edition.regions) for place in places]
    if sum(a or b for a, b in zip(as_section, as_region, strict=True)) < 2:
        return
    mostly_regions = sum(as_region) > sum(as_section)
    for place, section, region in zip(places, as_section, as_region, strict=True):
        among = menu.regions if region or (mostly_regions and not section) else menu.sections
        among.setdefault(place.path, place)


def _known(place: Place, places: tuple[Place, ...]) -> bool:
    return any(known.path == place.path or known.label.casefold() == place.label.casefold() for known in places)


def _place(link: HtmlElement, canonical: Callable[[str], str | None]) -> Place | None:
    url = canonical(link.get("href") or "")
    label = clean("".join(link.itertext()))
    parts = segments(url) if url else ()
    short = 0 < len(label) <= LONGEST_LABEL and len(label.split()) <= MOST_WORDS
    like_section = 1 <= len(parts) <= 3 and parts[0].lower() not in NO_ITEMS and not parts[-1].isdigit()
    if not (url and short and like_section and "?" not in url and len(parts[-1]) <= LONGEST_LABEL):
        return None
    return Place("/".join(parts), label)


def _group(link: HtmlElement, holds_more: dict[HtmlElement, bool]) -> HtmlElement | None:
    """The nearest container around a link that holds another link too."""
    for around in islice(link.iterancestors(), HIGHEST_CLIMB):
        if around.tag in GROUPS:
            if around not in holds_more:
                holds_more[around] = len(list(islice(around.iterdescendants("a"), 2))) > 1
            if holds_more[around]:
                return around
    return None
