"""The blocks of text inside an element, in order: paragraphs, subheadings, list items, quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from mayadeen import text
from mayadeen.pages.document import UNSEEN, seen_parts, text_of

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "ruby", "rt", "rp", "amp-fit-text",
])  # fmt: skip
_BLOCK_TAGS = frozenset([
    "p", "div", "section", "article", "main", "ul", "ol", "li", "blockquote", "table", "tr", "td", "h1", "h2",
    "h3", "h4", "h5", "h6", "figure", "aside", "header", "footer", "pre", "dl", "dd", "dt", "center", "form",
    "nav",
])  # fmt: skip
# What is never the text of an article, wherever it stands.
CHROME = UNSEEN | frozenset([
    "nav", "aside", "footer", "form", "figure", "figcaption", "picture", "img", "video", "audio", "iframe",
    "embed", "menu", "dialog", "fieldset", "amp-img", "amp-ad", "amp-iframe", "amp-video", "amp-social-share",
    "amp-sidebar", "amp-carousel", "amp-embed",
])  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|visually-hidden|visuallyhidden|sr-only|screen-reader-text|d-none|is-hidden|u-hidden)(?:\s|$)",
    re.I,
)
_MAY_HIDE = frozenset(("class", "style", "hidden", "aria-hidden"))
_KEPT = ("li", "blockquote")
LONGEST_NAME = 500  # of a class attribute that is looked into
_DEEPEST = 120
_MOST_LINKS, _MOST_PARTED = 200, 1_000  # of one block, and paragraphs that breaks part; a real page has some dozens
_BREAK = "\x1f"  # cannot stand in a parsed page
_TWO_BREAKS = re.compile(r"\x1f\s*\x1f[\s\x1f]*")


class Block(NamedTuple):
    text: str
    tag: str
    element: etree._Element
    linked: int
    """Characters of the text that stand inside links."""


def hidden(element: etree._Element) -> bool:
    """Whether the page itself says that nobody sees this."""
    for name, value in element.items():  # noqa: SIM110  # asked of every element, and a generator costs as much again
        if name in _MAY_HIDE and _hides(name, value[:LONGEST_NAME]):
            return True
    return False


@lru_cache(maxsize=4096)
def _hides(name: str, value: str) -> bool:
    """A page says few things, and each many times."""
    if name == "class":
        return bool(_HIDDEN_CLASS.search(value))
    if name == "style":
        return bool(_HIDDEN_STYLE.search(value))
    return name == "hidden" or value == "true"


def blocks(
    element: etree._Element, skip: Callable[[etree._Element], bool], tag: str = "", depth: int = 0
) -> Iterator[Block]:
    """Blocks of `element`, without the subtrees that `skip` refuses; loose text between blocks is one too.

    A paragraph without attributes is never refused: `skip` is not asked of it.
    """
    tag = element.tag if element.tag not in ("div", "section", "span") or not tag else tag
    if not len(element) or depth > _DEEPEST:
        whole = text_of(element)
        yield from _block([whole], element, tag, [whole] if element.tag == "a" or in_link(element) else [])
        return
    loose, linked, within = [element.text or ""], [], None
    for child in element:
        name = child.tag
        if name == "p" and (simple := _simple(child)):  # most of any text
            if len(loose) > 1 or not (loose[0] == "" or loose[0].isspace()):
                yield from _block(loose, element, tag, linked)
            loose, linked = [child.tail or ""], []
            within = in_link(child) if within is None else within
            said, links = simple
            if said and not (child.keys() and skip(child)):
                yield Block(said, "p", child, len(said) if within else links)
        elif not isinstance(name, str) or name in CHROME or hidden(child):
            loose.append(child.tail or "")
        elif name == "br":
            loose.append(_BREAK + (child.tail or ""))
        elif name in INLINE and not _is_block(child, loose[-1]):
            inner = said = text_of(child)
            if len(child):
                inner = said if child.find(".//br") is None else _with_breaks(child)
                linked += [said] if name == "a" else _links(child)
            elif name == "a":
                linked.append(said)
            loose += [" " * _opens(child.text), inner, " " * _closes(child), child.tail or ""]
        else:
            yield from _block(loose, element, tag, linked)
            loose, linked = [child.tail or ""], []
            if not skip(child):
                yield from blocks(child, skip, _tag_inside(name, tag), depth + 1)
    yield from _block(loose, element, tag, linked)


def _links(element: etree._Element) -> list[str]:
    """The texts of its links."""
    return [text_of(link) for link in element.iter("a")] if len(element) else []


def _is_block(inline: etree._Element, before: str) -> bool:
    """Whether an inline element is one by name only: it holds blocks, or stands alone and holds parted text."""
    if not len(inline):
        return False
    breaks = 0
    for inner in inline.iter():
        if inner.tag in _BLOCK_TAGS:
            return True
        breaks += inner.tag == "br"
    alone = not before.strip() and not (inline.tail or "").strip()
    return breaks > 1 and alone and inline.tag != "a"


def _with_breaks(element: etree._Element) -> str:
    return "".join(seen_parts(element, _BREAK))


def _simple(paragraph: etree._Element) -> tuple[str, int] | None:
    """Text and characters in links, where at most links and marked words stand in it, all to be seen."""
    if hidden(paragraph):
        return None
    if not len(paragraph):
        return text.clean(paragraph.text or ""), 0
    parts, linked = [paragraph.text or ""], 0
    for inner in paragraph:
        if inner.tag not in INLINE or hidden(inner):
            return None
        if len(inner):
            return (text_of(paragraph), sum(map(len, _links(paragraph)))) if _is_inline(paragraph) else None
        said = inner.text or ""
        parts += (said, inner.tail or "")
        linked += len(text.clean(said)) if inner.tag == "a" else 0
    return text.clean("".join(parts)), linked


def _is_inline(paragraph: etree._Element) -> bool:
    return all(inner.tag in INLINE and not hidden(inner) for inner in paragraph.iterdescendants())


def _tag_inside(name: str, tag: str) -> str:
    """A paragraph in a list's item is the item, one in a quotation the quotation."""
    return tag if tag in _KEPT and name not in HEADINGS and name not in _KEPT else name


def in_link(element: etree._Element) -> bool:
    """Whether a link is around the element: lists of tags and cards put paragraphs into links."""
    parent = element.getparent()
    for _ in range(3):
        if parent is None or parent.tag in ("body", "article", "main"):
            return False
        if parent.tag == "a":
            return True
        parent = parent.getparent()
    return False


def links_of(block: Block) -> list[etree._Element]:
    inside = list(islice(block.element.iter("a"), _MOST_LINKS))
    around = block.element.iterancestors("a") if not inside else ()
    return inside or list(around)[:1]


def _opens(raw: str | None) -> bool:
    return bool(raw) and raw[0].isspace()


def _closes(child: etree._Element) -> bool:
    last = child[-1].tail if len(child) else child.text
    return bool(last) and last[-1].isspace()


def _block(loose: list[str], element: etree._Element, tag: str, links: list[str]) -> Iterator[Block]:
    """One block, or several where two breaks part the text, each with the links that stand in it."""
    raw = loose[0] if len(loose) == 1 else "".join(loose)
    if not raw or raw.isspace():
        return
    parts = _TWO_BREAKS.split(raw, _MOST_PARTED) if _BREAK in raw else (raw,)
    links = links if len(parts) == 1 else links[:_MOST_LINKS]
    for part in parts:
        if cleaned := text.clean(part.replace(_BREAK, " ")):
            linked = sum([len(link) for link in links if len(parts) == 1 or link in cleaned])
            yield Block(cleaned, tag, element, min(linked, len(cleaned)))
