"""The BREAKING ticker, which stands on every page, and the entries of the live page.

Of the ticker's markup two things were seen, by crawlers of others (`_BOXES`, `_ITEMS`); else it is known by the word
that heads it. Of the live page nothing was seen: its entries are what repeats and prints a time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, takewhile

from lxml import etree

from mayadeen import dates
from mayadeen.editions import Edition
from mayadeen.items import Flash
from mayadeen.pages.document import UNSEEN, text_of
from mayadeen.pages.rows import LONGEST_STAMP, MOST_ELEMENTS, MOST_ROWS, Row, Texts, has_clock, is_stamp, read, repeated
from mayadeen.text import fold

Canonical = Callable[[str], str | None]

_BOXES = etree.XPath("//*[@id='ticker-box']")
_ITEMS = etree.XPath("//*[contains(concat(' ', normalize-space(@class), ' '), ' ticker__item ')]")
LONGEST_TEXT = 1000
"""Characters of a line; one that is longer ends with its last whole word within them and an ellipsis."""
MOST_TRIED, MOST_WALKED = 20, MOST_ELEMENTS
"""Boxes with the name of a ticker, and elements around its headings, that are looked into."""
MOST_STAMPS = 5000
_LONGEST_LABEL = 30
HIGHEST_CLIMB = 4
"""Elements around its heading in which a ticker must begin."""
_NO_TICKER = frozenset(["nav", "main", "article", "footer", "header", "body", "h1", "h2", "h3"])
FEWEST_ENTRIES = 3


def ticker(root: etree._Element, edition: Edition, canonical: Canonical) -> list[Flash] | None:
    """Its lines from the top; None where no ticker can be read, which is not an empty one."""
    said = (read(row, _labels(edition), edition, canonical) for row in rows(root, edition, Texts(root)))
    return [_flash(row, edition) for row in said if row.text] or None


def rows(root: etree._Element, edition: Edition, texts: Texts) -> list[etree._Element]:
    """The elements that hold a line each, most of them of some words."""
    for found in _candidates(root, _labels(edition), texts):
        if 2 * sum(map(texts.is_row, found)) > len(found):
            return found
    return []


def _labels(edition: Edition) -> frozenset[str]:
    return frozenset(fold(word) for word in edition.words.breaking)


def _candidates(root: etree._Element, labels: frozenset[str], texts: Texts) -> Iterator[list[etree._Element]]:
    yield _outermost(row for box in _BOXES(root)[:MOST_TRIED] for row in islice(box.iter("li"), MOST_ROWS))
    yield _outermost(_ITEMS(root))
    left = MOST_WALKED
    for heading, holder in _holders(root, labels, texts):
        left -= texts.size(holder)
        yield _inside(holder, heading, texts)
        if left < 0:
            return


def _outermost(found: Iterable[etree._Element]) -> list[etree._Element]:
    rows = dict.fromkeys(islice(found, MOST_ROWS))
    return [row for row in rows if not any(outer in rows for outer in row.iterancestors())]


def _holders(
    root: etree._Element, labels: frozenset[str], texts: Texts
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Headings, each with the least part of the page that says more; what several would lead to, once."""
    told = set()
    for heading in _headings(root, labels):
        around = (heading, *islice(heading.iterancestors(), HIGHEST_CLIMB - 1))
        said = texts.of(heading)
        holder = next((each for each in around if len(said) > _LONGEST_LABEL or texts.of(each) != said), None)
        way = holder, heading if heading.tag in _NO_TICKER else None
        if holder is not None and way not in told:
            told.add(way)
            yield heading, holder


def _headings(root: etree._Element, labels: frozenset[str]) -> Iterator[etree._Element]:
    for element in islice(root.iter(), MOST_ELEMENTS):
        said = (element.text or "").strip() if isinstance(element.tag, str) and element.tag not in UNSEEN else ""
        if 0 < len(said) <= _LONGEST_LABEL and fold(said) in labels:
            yield element


def _inside(holder: etree._Element, heading: etree._Element, texts: Texts) -> list[etree._Element]:
    """Its rows; none where it is no ticker."""
    if any(inner is not heading for inner in holder.iter(*_NO_TICKER)):
        return []
    return repeated(holder, texts.is_row)


def entries(root: etree._Element, edition: Edition, canonical: Canonical) -> list[Flash] | None:
    """What the live page tells, from the top; None where nothing on it looks like entries."""
    page = root.find("body") if root.find("body") is not None else root
    texts, timed = Texts(page), _timed(page, edition)
    rows = repeated(page, lambda row: row in timed and texts.is_row(row))
    found = [row for element in rows if (row := read(element, (), edition, canonical)).text]
    return [_flash(row, edition) for row in found] if len(found) >= FEWEST_ENTRIES else None


def _timed(page: etree._Element, edition: Edition) -> set[etree._Element]:
    """The elements that print a time of day, and all that they stand in."""
    ends = (inner for inner in islice(page.iter(), MOST_ELEMENTS) if isinstance(inner.tag, str) and len(inner) == 0)
    stamps = ((inner, said) for inner in ends if len(said := text_of(inner)) <= LONGEST_STAMP and has_clock(said))
    timed: set[etree._Element] = set()
    for inner, said in islice(stamps, MOST_STAMPS):
        if is_stamp(said, edition):
            timed.add(inner)
            timed.update(takewhile(lambda outer: outer not in timed, inner.iterancestors()))
    return timed


def _flash(row: Row, edition: Edition) -> Flash:
    """The time is the printed one, and none where only the hour is printed."""
    printed = dates.parse(row.stamp, edition=edition) if has_clock(row.stamp) else None
    return Flash(edition=edition.code, text=_cut(row.text), url=row.url, published=printed and printed.iso())


def _cut(text: str) -> str:
    """
    >>> _cut("word " * 300)[-11:], len(_cut("x" * 1001))
    (' word word…', 1000)
    """
    if len(text) <= LONGEST_TEXT:
        return text
    start = text[: LONGEST_TEXT - 1]
    return f"{start.rpartition(' ')[0] or start}…"
