"""What a page's own arrangement says, whatever its classes are called: headline, the lines under it, tags."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from mayadeen import text
from mayadeen.editions import Words
from mayadeen.pages.blocks import CHROME, HEADINGS, INLINE, hidden
from mayadeen.pages.document import UNSEEN, Document, text_of

_MOST_ELEMENTS = 200
_LONGEST_LINE = 80
_TAG_LINKS = etree.XPath(
    "//a[contains(concat(' ', @rel, ' '), ' tag ') or contains(@href, '/tags/') or contains(@href, '/tag/') or contains(@href, '/topic/') or contains(@href, '/topics/')]"
    "[not(ancestor::nav or ancestor::*[self::header or self::footer][not(ancestor::article or ancestor::main)])]"
)
_COVERAGE = etree.XPath("//a[contains(@href, '/coverage/')][following-sibling::*[1][self::p]]")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_LABELS = (*HEADINGS, "p", "div", "span", "strong", "b", "dt", "label", "li")
_MOST_TAGS = 40
_MOST_LABELS = 40  # words such as "Tags" that are looked behind for links; a real page has a few
_CARD = 4  # steps up from a card's time to the card
_MOST_LINES = 3_000
_NO_LINES_BEHIND = HEADINGS | {"aside", "footer", "nav"}
_NO_LINE = CHROME | INLINE
_IN_LINES = INLINE | {"br"}


def headline(document: Document) -> etree._Element | None:
    return next((h for h in document.headings if text_of(h) and _is_seen(h)), None)


def _is_seen(element: etree._Element) -> bool:
    return not hidden(element) and not any(parent.tag in UNSEEN or hidden(parent) for parent in element.iterancestors())


def stamps(document: Document) -> list[str]:
    """What the page's time elements say, those of cards left out: they stand inside or beside a link."""
    found = []
    for time in document.times[:20]:
        elsewhere = any(parent.tag in ("a", "aside", "nav", "footer", "li") for parent in time.iterancestors())
        if not (elsewhere or _above_the_page(time) or _of_a_card(time)):
            found.append(time.get("datetime") or text_of(time))
    return [stamp for stamp in found if stamp]


def _above_the_page(element: etree._Element) -> bool:
    """Whether it stands in the site's header, where a clock may be, and not in the item's."""
    header = next(element.iterancestors("header"), None)
    return header is not None and _is_the_sites(header)


def _is_the_sites(header: etree._Element) -> bool:
    return header.find(".//h1") is None and next(header.iterancestors("article", "main"), None) is None


def _of_a_card(time: etree._Element) -> bool:
    """Whether the nearest headline around it is another item's: a link."""
    for around in islice(time.iterancestors(), _CARD):
        headings = list(islice(around.iter(*HEADINGS), 2))
        if headings:
            return all(heading.tag != "h1" and _is_a_link(heading) for heading in headings)
    return False


def _is_a_link(heading: etree._Element) -> bool:
    parent = heading.getparent()
    return next(heading.iter("a"), None) is not None or (parent is not None and parent.tag == "a")


def head_lines(heading: etree._Element, stop: Container[etree._Element], words: Words) -> dict[str, Any]:
    """Byline, source, minutes and lines that hold a digit, of the lines around a headline."""
    found: dict[str, Any] = {"dated": []}
    for line in _lines(heading, stop):
        _read_line(line, words, found)
    return found


def _read_line(line: str, words: Words, found: dict[str, Any]) -> None:
    if line.casefold().startswith(_heads(words)):  # few lines
        for field, labels in (("authors", words.by), ("source", words.source)):
            if rest := after_label(line, labels):
                found.setdefault(field, rest)
                return
    if not _DIGIT.search(line):
        return
    if not _YEAR.search(line) and _says_minutes(line, words):
        found.setdefault("reading_minutes", line)
    else:
        found["dated"].append(line)


def _says_minutes(line: str, words: Words) -> bool:
    plain = _plain(line)
    return any(label in plain for label in _minutes(words))


@lru_cache(maxsize=8)
def _minutes(words: Words) -> tuple[str, ...]:
    return tuple(map(_plain, words.minutes_read))


def _plain(line: str) -> str:
    return text.bare(line).casefold()


def after_label(line: str, labels: tuple[str, ...]) -> str | None:
    """What follows "By" or "Source:" in a line that begins with it.

    >>> after_label("Source: Agencies", ("Source",)), after_label("Byron", ("By",))
    ('Agencies', None)
    """
    lowered = line.casefold()
    for label in labels:
        rest = line[len(label) :]
        if lowered.startswith(label.casefold()) and rest[:1] in (" ", ":"):
            return rest.strip(" :") or None
    return None


@lru_cache(maxsize=8)
def _heads(words: Words) -> tuple[str, ...]:
    return tuple(label.casefold() for label in (*words.by, *words.source))


def _lines(heading: etree._Element, stop: Container[etree._Element]) -> Iterator[str]:
    """The short lines that follow a headline, until the text or a list of other articles begins."""
    for element in islice(following(heading), _MOST_ELEMENTS + 1):
        tag = element.tag
        if tag in _NO_LINES_BEHIND or element in stop:
            return
        if isinstance(tag, str) and tag not in _NO_LINE and _is_line(element):
            line = text_of(element)
            if line and len(line) <= _LONGEST_LINE:
                yield line


def _is_line(element: etree._Element) -> bool:
    """An element that holds text and at most inline elements."""
    for child in element:  # noqa: SIM110  # asked of every element, and a generator costs as much again
        if child.tag not in _IN_LINES:
            return False
    return True


def following(element: etree._Element) -> Iterator[etree._Element]:
    """The elements after `element` in the page's order, lazily."""
    node: etree._Element | None = element
    while node is not None:
        for sibling in node.itersiblings():
            yield from sibling.iter()
        node = node.getparent()


def dates_elsewhere(document: Document) -> Iterator[str]:
    """Lines of the whole page that may be its date, where it does not stand under the headline."""
    is_the_sites = cache(_is_the_sites)  # many lines may stand in one header
    for element in islice(document.root.iter("p", "li", "div", "span", "time"), _MOST_LINES):
        if len(element) or any(parent.tag in ("a", "nav", "aside", "footer") for parent in element.iterancestors()):
            continue
        line = element.text or ""
        dated = 8 <= len(line.strip()) <= 40 and ":" in line and any(character.isdigit() for character in line)
        if dated and not any(map(is_the_sites, islice(element.iterancestors("header"), 1))):
            yield text.clean(line)


def tags(document: Document, words: Words | None) -> list[str]:
    """The texts of the links to tags: those that say so, else those under a label such as "Tags"."""
    links = _TAG_LINKS(document.root) or (_under_label(document.root, words.tags) if words else [])
    return [said for link in links[:_MOST_TAGS] if (said := text_of(link))]


def _under_label(root: etree._Element, labels: tuple[str, ...]) -> list[etree._Element]:
    wanted = frozenset(label.casefold() for label in labels)
    for element in islice((e for e in root.iter(*_LABELS) if _says(e, wanted)), _MOST_LABELS):
        parent = element.getparent()
        for holder in (element.getnext(), parent, parent.getnext() if parent is not None else None):
            if holder is not None and (links := list(holder.iter("a"))):
                return links
    return []


def _says(element: etree._Element, wanted: Container[str]) -> bool:
    said = element.text or ""
    return len(said) <= _LONGEST_LINE and said.strip(" :\n\t").casefold() in wanted


def coverage(document: Document) -> str | None:
    """The topic whose introduction follows a link to it."""
    found = {said for link in _COVERAGE(document.root) if (said := text_of(link))}
    return found.pop() if len(found) == 1 else None
