"""Rows of text: the parts of a page that repeat, and what each says beside its time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from itertools import islice
from typing import NamedTuple

from lxml import etree

from mayadeen import dates
from mayadeen.editions import Edition
from mayadeen.pages.document import UNSEEN, text_of
from mayadeen.text import bare, clean, fold

FEWEST_WORDS = 4
"""A row of fewer is an entry of a menu, a label, a date."""
MOST_ROWS = 200
MOST_ELEMENTS = 200_000
"""Elements of a page that are looked at: a real one has some thousands."""
MOST_INNER = 1000
"""Elements of a row among which its time is looked for."""
LONGEST_STAMP = 40
_STAMP_WORDS = 7
_SPACES = re.compile(r"\s+")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.][0-5]\d(?!\d)")


class Row(NamedTuple):
    text: str
    url: str | None
    stamp: str
    """What it prints of its time; empty if nothing."""


class _Said(NamedTuple):
    start: int
    end: int
    elements: int


_NOTHING = _Said(0, 0, 0)


class Texts:
    """What each element of a page says, found in one walk however deep they nest; of a huge page, of its beginning."""

    def __init__(self, root: etree._Element):
        self._said: dict[etree._Element, _Said] = {}
        self._parts: list[str] = []
        self._length = 0
        apart = [root]
        for part in apart:  # grows
            self._walk(part, apart)
        self._all = "".join(self._parts)

    def of(self, element: etree._Element, most: int = 300) -> str:
        """`text_of` the element, of its first `most` characters."""
        start, end, _ = self._said.get(element, _NOTHING)
        return clean(self._all[start : min(end, start + most)])

    def size(self, element: etree._Element) -> int:
        """How many elements are in it, itself among them."""
        return self._said.get(element, _NOTHING).elements

    def is_row(self, element: etree._Element) -> bool:
        return words(self.of(element)) >= FEWEST_WORDS

    def _walk(self, root: etree._Element, apart: list[etree._Element]) -> None:
        walker = etree.iterwalk(root, events=("start", "end", "comment"))
        around: list[tuple[etree._Element, int, int]] = []
        for event, element in walker:
            if len(self._said) >= MOST_ELEMENTS:
                break
            if event == "start":
                around.append((element, self._length, len(self._said)))
                self._said[element] = _NOTHING
                if element.tag in UNSEEN:
                    apart += element.iterchildren("*")  # to be read, but no part of what it stands in
                    walker.skip_subtree()
                else:
                    self._say(" " if element.tag == "br" else element.text)
            else:
                if event == "end":
                    self._close(*around.pop())
                self._say(element.tail if element is not root else None)
        for each in around:
            self._close(*each)

    def _close(self, element: etree._Element, start: int, before: int) -> None:
        self._said[element] = _Said(start, self._length, len(self._said) - before)

    def _say(self, part: str | None) -> None:
        if part:
            self._parts.append(_SPACES.sub(" ", part))
            self._length += len(self._parts[-1])


def words(text: str) -> int:
    return len(text.split())


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Those that a reader sees."""
    return (child for child in element if isinstance(child.tag, str) and child.tag not in UNSEEN)


def repeated(holder: etree._Element, is_row: Callable[[etree._Element], bool]) -> list[etree._Element]:
    """The rows that are the most children of one element in `holder`, of one tag; of equals the outermost."""
    best: list[etree._Element] = []
    for element in islice(holder.iter(), MOST_ELEMENTS):
        if not isinstance(element.tag, str) or element.tag in UNSEEN or len(element) <= len(best):
            continue
        by_tag: dict[str, list[etree._Element]] = {}
        for child in children(element):
            by_tag.setdefault(child.tag, []).append(child)
        for same in by_tag.values():
            if len(same) > len(best) and len(rows := [child for child in same if is_row(child)]) > len(best):
                best = rows
    return best[:MOST_ROWS]


def read(row: etree._Element, labels: Iterable[str], edition: Edition, canonical: Callable[[str], str | None]) -> Row:
    """What a row says without its time and without folded `labels`, and where its first link leads."""
    links = (canonical(link.get("href") or "") for link in row.iter("a"))
    url = next((link for link in links if link), None)
    inside = islice(row.iter(), 1, MOST_INNER)
    apart = [inner for inner in inside if isinstance(inner.tag, str) and len(inner) == 0]
    stamps = [inner for inner in apart if is_stamp(text_of(inner), edition)]
    said = {id(inner) for inner in apart if fold(text_of(inner)) in labels} | {id(inner) for inner in stamps}
    text = text_of(_without(row, said)) if said else text_of(row)
    return Row(text, url, text_of(stamps[0]) if stamps else "")


def is_stamp(text: str, edition: Edition) -> bool:
    """Whether a text is a date or a time of day and no more.

    >>> from mayadeen.editions import ENGLISH
    >>> [is_stamp(text, ENGLISH) for text in ("6 Jan 2022 15:39", "Today 06:42", "15:39 rockets", "At 15:39 he left us")]
    [True, True, False, False]
    """
    if not 0 < len(text) <= LONGEST_STAMP or words(text) > _STAMP_WORDS:
        return False
    day = dates.parse(text, edition=edition) is not None
    rest = [word for word in fold(_CLOCK.sub(" ", bare(text))).split() if not word.isdigit()]
    told = edition.words
    known = {part for name in (*told.today, *told.yesterday, *told.morning, *told.evening) for part in fold(name).split()}
    months = {part for name in edition.months for part in fold(name).split()}
    return (day or has_clock(text)) and set(rest) <= known | months


def has_clock(stamp: str) -> bool:
    """
    >>> has_clock("اليوم 06:42"), has_clock("8 Nov 2025")
    (True, False)
    """
    return _CLOCK.search(bare(stamp)) is not None


def _without(row: etree._Element, unwanted: set[int]) -> etree._Element:
    """A copy without some inner elements; what follows them stays."""
    places = [number for number, inner in enumerate(row.iter()) if id(inner) in unwanted]
    copy = deepcopy(row)
    copy.tail = None
    copies = list(copy.iter())
    for number in places:
        element = copies[number]
        tail = element.tail
        element.clear()
        element.tail = tail
    return copy
