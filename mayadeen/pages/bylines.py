"""The persons that a page's markup names as authors, where its metadata names none."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from mayadeen.pages.blocks import INLINE
from mayadeen.pages.choice import shortened
from mayadeen.pages.document import text_of
from mayadeen.pages.evidence import Evidence
from mayadeen.pages.names import full, persons

# No more than the start: XPath's translate takes half a second for a megabyte.
_LOWER = "translate(substring(@class, 1, 500), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
# In order of how sure they are; all of the first that gives a name count.
_PLACES = (
    etree.XPath("//*[contains(concat(' ', @rel, ' '), ' author ')]"),
    etree.XPath(
        "//*[contains(concat(' ', @itemprop, ' '), ' author ')]//*[@itemprop='name'] | //*[@itemprop='author'][not(.//*[@itemprop='name'])]"
    ),
    etree.XPath(f"//*[contains({_LOWER}, 'author') and contains({_LOWER}, 'name')]"),
    etree.XPath(
        f"//*[contains({_LOWER}, 'byline')]//a | //*[contains({_LOWER}, 'author')]//a[contains(@href, 'author')]"
    ),
    etree.XPath(
        f"//*[self::a or self::span or self::p or self::div or self::address][contains({_LOWER}, 'byline') or contains({_LOWER}, 'author')]"
    ),
)
_SAID = re.compile(r"^(?:By|BY|Von|Por|Par)\s+((?:[^\W\d_][\w.'’-]*\s*){2,5})$")
_NAME = r"[^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]*){1,2}"
_NAMES = re.compile(rf"{_NAME}(?:\s*/\s*{_NAME}){{0,3}}")
_PROSE, _LINES_BEFORE, _PARAGRAPHS = 12, 3, 60
_MOST = 8
_LONGEST = 80


def choose(evidence: Evidence, root: etree._Element, site: frozenset[str]) -> None:
    """Where the metadata names only the site, or nobody, the markup may name a person."""
    stated = evidence.fields.get("authors", [])
    if persons(stated, site):
        return
    said = evidence.loader.meaning("authors", names(root))
    if stated and not persons(said or [], site):
        said = evidence.loader.meaning("authors", at_the_start(root))
    if said and (not stated or (persons(said, site) and full(said))):
        evidence.set("authors", said, {"layer": "structure", "raw": shortened(said)})


def names(root: etree._Element) -> list[str]:
    """Those of the first place that names any: the first of them and what stands beside it."""
    for place in _PLACES:
        found = [element for element in place(root)[:_MOST] if _is_named(element)]
        said = [name for element in found if _beside(element, found[0]) for name in _texts(element)]
        if said:
            return said
    return _written(root)


def _is_named(element: etree._Element) -> bool:
    name = text_of(element) or element.get("content") or ""
    return bool(name) and len(name) <= _LONGEST and len(name.split()) <= 9


def _texts(element: etree._Element) -> list[str]:
    """The names in an element: those of its parts or its links where there are several, else all that it says."""
    whole = text_of(element)
    parts = [said for part in element.iter() if not len(part) and " " in (said := text_of(part))]
    links = [text_of(link) for link in element.iter("a")]
    if len(parts) > 1 and " ".join(parts) == whole:
        return parts
    return links if len(links) > 1 else [whole or element.get("content") or ""]


def _beside(element: etree._Element, first: etree._Element) -> bool:
    """Authors of other articles, and of comments, stand elsewhere."""
    around = list(islice(first.iterancestors(), 3))
    return element is first or any(parent in around for parent in islice(element.iterancestors(), 3))


def _written(root: etree._Element) -> list[str]:
    """A line of its own that says "By" and a name."""
    for element in root.iter("p", "span", "div", "address", "em", "strong"):
        is_line = len(element) < 4 and all(child.tag in INLINE for child in element)
        if is_line and (match := _SAID.match(text_of(element)[:_LONGEST])):
            return [match[1]]
    return []


def at_the_start(root: etree._Element) -> list[str]:
    """The lines before the first whole sentence, where one is marked whole and holds names alone, as newspapers print them."""
    first = next((p for p in islice(root.iter("p"), _PARAGRAPHS) if len(text_of(p).split()) > _PROSE), None)
    before = islice(first.itersiblings("p", preceding=True), _LINES_BEFORE) if first is not None else ()
    return next((said for p in before if (said := _marked_names(p))), [])


def _marked_names(paragraph: etree._Element) -> list[str]:
    whole = text_of(paragraph)
    marked = [text_of(child) for child in paragraph.iter("strong", "b", "em", "i")]
    return whole.split("/") if whole in marked and _NAMES.fullmatch(whole) else []
