"""Which parts of an article's element are boxes among its text, where no class name says so."""

from __future__ import annotations

import re

from lxml import etree

from mayadeen import text
from mayadeen.pages.blocks import HEADINGS, LONGEST_NAME, Block
from mayadeen.pages.body import Surroundings, is_embed, is_leftover, only_a_link

ENDS = re.compile(r"[.!?؟…:؛;\"”»'’)]\s*$")
_NO_TEXT = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|share|sharing|social|newsletter|sidebar|promo|breadcrumbs?|cookies?|most-?read|"
    r"popular|recommend\w*|ticker|footer|menu|navbar|nav|advert\w*|subscribe|tags?|taglist|caption|byline|author-?(?:bio|box))(?:$|[\s_-])", re.I
)  # fmt: skip
_PLAIN = ("div", "span", "section", "center")
_FEWEST_WORDS = 8
_SURE_WORDS = 20


def no_text(element: etree._Element) -> bool:
    """Boxes that say by their own names what they are."""
    if element.tag == "header":
        return element.find(".//nav") is not None
    name = element.get("class") or element.get("id")
    return bool(name) and (bool(_NO_TEXT.search(name[:LONGEST_NAME])) or is_embed(element))


def words_in(block: Block) -> int:
    return block.text.count(" ") + 1


def is_prose(block: Block) -> bool:
    """Long, or a sentence; and mostly not links."""
    if block.linked * 2 > len(block.text):
        return False
    words = words_in(block)
    return words >= _SURE_WORDS or (words >= _FEWEST_WORDS and bool(ENDS.search(block.text)))


def without_boxes(inside: list[Block], holder: etree._Element, around: Surroundings, depth: int = 0) -> list[Block]:
    """The blocks of `holder` that stand in none of its children that is a box."""
    units: dict[etree._Element, list[Block]] = {}
    for block in inside:
        units.setdefault(_unit(block, holder), []).append(block)
    kept: list[Block] = []
    for unit, blocks in units.items():
        if unit is holder or unit.tag == "p" or unit.tag in HEADINGS:
            kept += blocks
        elif depth < 12 and _is_text(blocks):
            kept += without_boxes(blocks, unit, around, depth + 1)
        elif not _is_box(unit, blocks, around):
            kept += blocks
    return kept


def _is_text(blocks: list[Block]) -> bool:
    """Part of the text, whatever else stands in it."""
    prose = [block for block in blocks if is_prose(block)]
    return (
        len(prose) > 1 and sum(map(words_in, prose)) > 60 and not any(is_leftover(block.text) for block in blocks[:4])
    )


def _unit(block: Block, holder: etree._Element) -> etree._Element:
    """The child of `holder` that a block stands in; `holder` itself for its loose text."""
    element = block.element
    if element is holder:
        return holder
    for parent in block.element.iterancestors():
        if parent is holder:
            return element
        element = parent
    return block.element


def _is_box(unit: etree._Element, blocks: list[Block], around: Surroundings) -> bool:
    """A posted leftover, a picture with its caption, a form, a labelled box, a list of links, a lone word."""
    words = sum(map(words_in, blocks))
    if words < 4 and unit.tag in _PLAIN and not ENDS.search(blocks[0].text):
        return True
    if words < 60 and unit.find(".//form") is not None:
        return True
    if words < 40 and next(unit.iter("img", "amp-img"), None) is not None:
        return True
    if text.fold(blocks[0].text) in around.labels or any(is_leftover(block.text) for block in blocks):
        return True
    links = sum(only_a_link(block, around) for block in blocks)
    return bool(links) and sum(map(is_prose, blocks)) <= links
