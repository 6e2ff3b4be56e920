"""A listing: which items it leads to, by the form of their addresses, and where it goes on.

A piece that a load-more button fetches is read the same way, as HTML or as JSON that holds it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from scrapy.http import TextResponse

from mayadeen.editions import NO_ITEMS, Edition
from mayadeen.pages.document import from_base, in_utf8, parse, tamed
from mayadeen.text import fold, words
from mayadeen.urls import LONGEST, segments

_PAGE_PARAMETER = re.compile(r"^(page|p|pg|paged|pagenumber|page_number)$", re.I)
_FILE = re.compile(r"\.(xml|json|js|css|ico|png|jpe?g|gif|webp|svg|mp4|mp3|pdf|txt|zip)$", re.I)
_DATA_ADDRESS = re.compile(r"^(https?:/)?/\S+$")
_CONTROLS = (
    "//*[self::a or self::button or @role='button' or self::input[@type='button' or @type='submit']]"
)
_ASIDE = "ancestor::nav or ancestor::header or ancestor::footer or ancestor::*[@role='navigation']"
_MORE_WORDS_AFTER = 2
DEEPEST_JSON = 40
_MOST_PIECES = 5_000
"""Strings of a JSON answer that are read as HTML: a real one has as many as it brings cards, some dozens."""
_MOST_PARTS, _LONGEST_SAID = 200, 5_000
"""Of a control's text: one that says more is none, and a card that is a link whole has a dozen parts."""


def is_item_address(url: str, places: set[str]) -> bool:
    """Whether an address has the form of an item's: below a section, and no section, file or page number itself."""
    parts = segments(url)
    return (
        len(url) <= LONGEST
        and len(parts) >= 2
        and parts[0].lower() not in NO_ITEMS
        and "/".join(parts) not in places
        and not parts[-1].isdigit()
        and not _FILE.search(parts[-1])
        and page_number(url) is None
    )


def page_number(url: str) -> int | None:
    """The page that a listing's address names in its query."""
    if "?" not in url:
        return None
    for name, value in parse_qsl(urlsplit(url).query):
        if _PAGE_PARAMETER.match(name) and value.isdecimal() and len(value) < 7:
            return int(value)
    return None


def says_only_more(said: str, ways_to_say: Iterable[str]) -> bool:
    """Whether a control says "more" and nothing else: "More (12)", "Load more articles", but no "More from Africa".

    >>> [says_only_more(said, ("Load more", "More")) for said in ("MORE (12)", "Load more articles", "More from Africa")]
    [True, True, False]
    """
    told = [word for word in words(said) if not word.isdigit()]
    for way in map(words, ways_to_say):
        rest = len(told) - len(way)
        if told[: len(way)] == way and (rest == 0 or (len(way) > 1 and 0 < rest <= _MORE_WORDS_AFTER)):
            return True
    return False


def leads_nowhere(href: str | None) -> bool:
    """Whether a control's address is none, so that only a script can follow it."""
    href = (href or "").strip().lower()
    return href in ("", "#") or href.startswith("javascript:")


class ListingPage:
    def __init__(self, response: TextResponse, edition: Edition, canonical: Callable[[str], str | None]):
        self.edition = edition
        self._values = list(_json_strings(response)) if _is_json(response) else []
        pieces = [value.encode("utf-8", "replace") for _, value in self._values if "<" in value][:_MOST_PIECES]
        self.roots = [parse(tamed(piece)) for piece in (pieces if _is_json(response) else [in_utf8(response)])]
        self.canonical = from_base(self.roots, canonical)

    @cached_property
    def links(self) -> list[str]:
        """Every canonical address the listing links to, each once, in its order."""
        hrefs = [link.get("href") for root in self.roots for link in root.iter("a")]
        hrefs += [value for _, value in self._values if _DATA_ADDRESS.match(value)]
        found = (self.canonical(href) for href in dict.fromkeys(hrefs) if href)
        return list(dict.fromkeys(url for url in found if url))

    def items(self, places: set[str]) -> list[str]:
        return [url for url in self.links if is_item_address(url, places)]

    def further(self, url: str, number: int) -> str | None:
        """The canonical address of the page after `number` of the listing at `url`, where the page names one."""
        ways = (self._marked_next, lambda: self._numbered(url, number), self._load_more, self._json_next)
        return next((found for way in ways if (found := way()) and found != url), None)

    def goes_on_by_script(self, items: Iterable[str]) -> bool:
        """Whether a control after the first of `items` says "more" and leads nowhere: what it does stands in a script."""
        known, shown = set(items), False
        for control in (control for root in self.roots for control in root.xpath(_CONTROLS)):
            href = control.get("href")
            if href and not shown:
                shown = self.canonical(href) in known
            if shown and leads_nowhere(href) and self._is_more(control) and not control.xpath(_ASIDE):
                return True
        return False

    def _is_more(self, control: etree._Element) -> bool:
        said = ("".join(_said_in(control)), control.get("aria-label"), control.get("value"))
        return any(says_only_more(each, self.edition.words.more) for each in said if each)

    def _marked_next(self) -> str | None:
        for root in self.roots:
            for link in root.iter("a", "link"):
                if "next" in link.get("rel", "").split() and (found := self.canonical(link.get("href", ""))):
                    return found
        return None

    def _numbered(self, url: str, number: int) -> str | None:
        path = urlsplit(url).path
        asking = (link for link in self.links if "?" in link and urlsplit(link).path == path)
        return next((link for link in asking if page_number(link) == number + 1), None)

    def _load_more(self) -> str | None:
        """The address in an attribute of a control that says "more"."""
        for root in self.roots:
            for control in root.xpath(
                "//*[self::button or self::a or @role='button'][@*[starts-with(name(), 'data-')]]"
            ):
                if self._says_more(control) and (found := self._data_address(control)):
                    return found
        return None

    def _says_more(self, control: etree._Element) -> bool:
        said = fold(" ".join((*_said_in(control), control.get("aria-label") or "", control.get("value") or "")))
        return any(f" {fold(word)} " in f" {said} " for word in self.edition.words.more)

    def _data_address(self, control: etree._Element) -> str | None:
        values = (value.strip() for name, value in control.attrib.items() if name.startswith("data-"))
        return next(
            (found for value in values if _DATA_ADDRESS.match(value) and (found := self.canonical(value))), None
        )

    def _json_next(self) -> str | None:
        named = (value for key, value in self._values if "next" in key.lower() and _DATA_ADDRESS.match(value))
        return next((found for value in named if (found := self.canonical(value))), None)


def _said_in(control: etree._Element) -> list[str]:
    said = list(islice(control.itertext(), _MOST_PARTS + 1))
    return said if len(said) <= _MOST_PARTS and sum(map(len, said)) <= _LONGEST_SAID else []


def _is_json(response: TextResponse) -> bool:
    return b"json" in (response.headers.get("Content-Type") or b"").lower()


def _json_strings(response: TextResponse) -> Iterator[tuple[str, str]]:
    """Every string of a JSON answer with the key it stands under."""
    try:
        waiting: list[tuple[str, Any, int]] = [("", response.json(), 0)]
    except (ValueError, RecursionError):
        return
    while waiting:
        key, value, depth = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif depth < DEEPEST_JSON:
            inner = (
                value.items()
                if isinstance(value, dict)
                else ((key, v) for v in value)
                if isinstance(value, list)
                else ()
            )
            waiting += [(str(k), v, depth + 1) for k, v in reversed(list(inner))]
