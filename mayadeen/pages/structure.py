"""What a page's own arrangement says, whatever its classes are called: the lines under its headline."""

from __future__ import annotations

import re
from typing import Any, Iterator

from lxml import etree

from mayadeen import text
from mayadeen.editions import Words
from mayadeen.pages.blocks import CHROME, INLINE, hidden
from mayadeen.pages.document import Document, text_of

_MOST_LINES = 40
_A_PARAGRAPH = 25  # words; a line of a head is shorter
_COLON = re.compile(r"^\s*[:：\-–—]?\s*")


def read(document: Document, words: Words | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    heading = headline(document)
    if heading is not None:
        found["title"] = text_of(heading)
    stamp = next((t.get("datetime") for t in document.times if t.get("datetime")), None)
    if stamp:
        found["published"] = stamp
    if heading is not None and words is not None:
        _head_lines(lines_after(heading), words, found)
    return found


def headline(document: Document) -> etree._Element | None:
    return next((h for h in document.headings if not hidden(h) and text_of(h)), None)


def _head_lines(lines: Iterator[str], words: Words, found: dict[str, Any]) -> None:
    for line in lines:
        folded = text.fold(line)
        for field, labels in (("authors", words.by), ("source", words.source)):
            if field not in found and (rest := after_label(line, labels)):
                found[field] = rest
                break
        else:
            if "reading_minutes" not in found and len(line) < 40 and _says(folded, words.minutes_read):
                found["reading_minutes"] = line
            elif "visible_date" not in found and len(line) < 40 and any(c.isdigit() for c in line):
                found["visible_date"] = line


def after_label(line: str, labels: tuple[str, ...]) -> str | None:
    """What follows "By" or "Source:" in a line that begins with it."""
    lowered = line.casefold()
    for label in labels:
        if lowered.startswith(label.casefold()) and not lowered[len(label) : len(label) + 1].isalnum():
            return _COLON.sub("", line[len(label) :]).strip() or None
    return None


def _says(folded: str, labels: tuple[str, ...]) -> bool:
    return any(folded.endswith(text.fold(label)) or text.fold(label) in folded for label in labels)


def lines_after(heading: etree._Element) -> Iterator[str]:
    """The text lines that follow a headline, until its article's paragraphs begin."""
    for given, element in enumerate(following(heading)):
        if given > 6 * _MOST_LINES:
            return
        if not isinstance(element.tag, str) or element.tag in CHROME or not _is_line(element):
            continue
        line = text_of(element)
        if len(line.split()) > _A_PARAGRAPH * 2:
            return
        if line:
            yield line


def _is_line(element: etree._Element) -> bool:
    """An element that holds text and at most inline elements."""
    return element.tag not in INLINE and all(isinstance(c.tag, str) and (c.tag in INLINE or c.tag == "br") for c in element)


def following(element: etree._Element) -> Iterator[etree._Element]:
    """The elements after `element` in the page's order, lazily."""
    node: etree._Element | None = element
    while node is not None:
        for sibling in node.itersiblings():
            yield from sibling.iter()
        node = node.getparent()
