"""The BREAKING ticker, which stands on every page, and the entries of the live page.

Of the ticker's markup two things were seen, by crawlers of others (`_SEEN`); else it is known by the word
that heads it. Of the live page nothing was seen: its entries are what repeats and prints a time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree

from mayadeen import dates
from mayadeen.editions import Edition
from mayadeen.items import Flash
from mayadeen.pages.document import UNSEEN, text_of
from mayadeen.pages.rows import FEWEST_WORDS, MOST_ROWS, Row, has_clock, is_stamp, read, repeated, words
from mayadeen.text import fold

Canonical = Callable[[str], str | None]

_SEEN = (
    etree.XPath("//*[@id='ticker-box']//li"),
    etree.XPath("//*[contains(concat(' ', normalize-space(@class), ' '), ' ticker__item ')]"),
)
_LONGEST_LABEL = 30
HIGHEST_CLIMB = 4
"""Elements around its heading in which a ticker must begin."""
_NO_TICKER = frozenset(["nav", "main", "article", "footer", "header", "body", "h1", "h2", "h3"])
FEWEST_ENTRIES = 3


def ticker(root: etree._Element, edition: Edition, canonical: Canonical) -> list[Flash] | None:
    """Its lines from the top; None where no ticker can be read, which is not an empty one."""
    said = (read(row, _labels(edition), edition, canonical) for row in rows(root, edition))
    return [_flash(row, edition) for row in said if row.text] or None


def rows(root: etree._Element, edition: Edition) -> list[etree._Element]:
    """The elements that hold a line each, most of them of some words."""
    for found in _candidates(root, _labels(edition)):
        if 2 * sum(words(text_of(row)) >= FEWEST_WORDS for row in found) > len(found):
            return found
    return []


def _labels(edition: Edition) -> frozenset[str]:
    return frozenset(fold(word) for word in edition.words.breaking)


def _candidates(root: etree._Element, labels: frozenset[str]) -> Iterator[list[etree._Element]]:
    for find in _SEEN:
        yield find(root)[:MOST_ROWS]
    for heading in _headings(root, labels):
        yield _below(heading)


def _headings(root: etree._Element, labels: frozenset[str]) -> Iterator[etree._Element]:
    for element in root.iter():
        said = (element.text or "").strip() if isinstance(element.tag, str) and element.tag not in UNSEEN else ""
        if 0 < len(said) <= _LONGEST_LABEL and fold(said) in labels:
            yield element


def _below(heading: etree._Element) -> list[etree._Element]:
    """The rows of the least part of the page that says more than the heading; none where that is no ticker."""
    for holder in islice((heading, *heading.iterancestors()), HIGHEST_CLIMB):
        if text_of(holder) == text_of(heading) and len(text_of(holder)) <= _LONGEST_LABEL:
            continue
        if any(inner is not heading and inner.tag in _NO_TICKER for inner in holder.iter()):
            return []
        return repeated(holder, lambda row: words(text_of(row)) >= FEWEST_WORDS)
    return []


def entries(root: etree._Element, edition: Edition, canonical: Canonical) -> list[Flash] | None:
    """What the live page tells, from the top; None where nothing on it looks like entries."""
    page = root.find("body") if root.find("body") is not None else root
    rows = repeated(page, lambda row: words(text_of(row)) >= FEWEST_WORDS and _timed(row, edition))
    found = [row for element in rows if (row := read(element, (), edition, canonical)).text]
    return [_flash(row, edition) for row in found] if len(found) >= FEWEST_ENTRIES else None


def _timed(row: etree._Element, edition: Edition) -> bool:
    texts = (text_of(inner) for inner in row.iter() if isinstance(inner.tag, str) and len(inner) == 0)
    return any(has_clock(text) and is_stamp(text, edition) for text in texts)


def _flash(row: Row, edition: Edition) -> Flash:
    """The time is the printed one, and none where only the hour is printed."""
    printed = dates.parse(row.stamp, edition=edition) if has_clock(row.stamp) else None
    return Flash(edition=edition.code, text=row.text, url=row.url, published=printed and printed.iso())
