"""The text of the item by the page's arrangement alone: the stretch of blocks that reads as prose."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from lxml import etree

from mayadeen import text
from mayadeen.editions import EDITIONS
from mayadeen.pages.blocks import CHROME, HEADINGS, Block, blocks
from mayadeen.pages.body import Surroundings, is_embed, is_leftover, keep, only_a_link

_ENDS = re.compile(r"[.!?؟…:؛;\"”»'’)]\s*$")
_NO_TEXT = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|share|sharing|social|newsletter|sidebar|promo|breadcrumbs?|cookies?|most-?read|"
    r"popular|recommend\w*|ticker|footer|menu|navbar|nav|advert\w*|subscribe|tags?|taglist|caption|byline|author-?(?:bio|box))(?:$|[\s_-])", re.I
)  # fmt: skip
_DATE_WORDS = frozenset(
    word
    for edition in EDITIONS.values()
    for name in (*edition.months, *edition.words.today, *edition.words.yesterday, *edition.words.morning, *edition.words.evening)
    for word in text.words(name)
)
_FEWEST_WORDS = 8
_MEDIA = ("figure", "img", "amp-img", "video", "amp-video", "iframe")
_PLAIN_BOXES = ("div", "span", "section", "center")
_STOPS, _DATED = -1_000, -25


class Prose(NamedTuple):
    paragraphs: list[str]
    summary: str | None
    container: etree._Element | None


def no_text(element: etree._Element) -> bool:
    """Boxes that say by their own names what they are."""
    if element.tag in ("header", "table"):
        return element.tag == "header" and element.find(".//nav") is not None
    name = element.get("class") or element.get("id")
    return bool(name) and (bool(_NO_TEXT.search(name)) or is_embed(element))


def find(root: etree._Element, title: str, around: Surroundings) -> Prose | None:
    """None where nothing on the page reads as a text of its own."""
    body = root if (body := root.find("body")) is None else body
    every = list(blocks(body, no_text))
    every = every[_start(every, title) :]
    lead = _lead_before_media(every, body)
    if lead is not None:
        around = around._replace(known=around.known | {text.fold(lead.text)})
        every = every[every.index(lead) + 1 :]
    found = _text(every, around)
    if found is None:
        return Prose([], lead.text, None) if lead else None
    return found._replace(summary=lead.text) if lead else found


def _lead_before_media(every: list[Block], body: etree._Element) -> Block | None:
    """The lone paragraph between headline and picture, where this site's pages have the summary."""
    if not every:
        return None
    order = {element: place for place, element in enumerate(body.iter())}
    begin = order.get(every[0].element, 0)
    media = next((order[found] for found in body.iter(*_MEDIA) if order[found] > begin and not _in_a_list(found)), None)
    if media is None:
        return None
    before = [block for block in every if order.get(block.element, media) < media and is_prose(block)]
    return before[0] if len(before) == 1 and not before[0].linked else None


def _in_a_list(element: etree._Element) -> bool:
    return any(parent.tag in ("a", "li", "nav", "header", "footer", "aside") for parent in element.iterancestors())


def _text(every: list[Block], around: Surroundings) -> Prose | None:
    start, end = _densest([_value(block, around) for block in every])
    if start == end:
        return None
    container = _container(every[start:end])
    chosen = _whole(every, start, end, container, around)
    own = [block for holder, inside in _together(chosen, container) for block in _without_boxes(inside, holder, around)]
    kept = keep(own, around)
    if not kept:
        return None
    return Prose(kept, _lead(every, own[0], around), container)


def _lead(every: list[Block], first: Block, around: Surroundings) -> str | None:
    """The one sentence between the headline and the text, where the page sets it apart."""
    before = every[: every.index(first)] if first in every else []
    leads = [block.text for block in before if is_prose(block) and not block.linked]
    return leads[0] if len(leads) == 1 else None


def _start(every: list[Block], title: str) -> int:
    """After the headline; a page may print its title again in menus and crumbs before."""
    wanted = text.fold(title)
    places = [place for place, block in enumerate(every) if wanted and len(block.text) < 400 and text.fold(block.text) == wanted]
    marked = [place for place in places if every[place].tag == "h1"]
    return (marked or places or [-1])[0] + 1


def words_in(block: Block) -> int:
    return block.text.count(" ") + 1


def is_prose(block: Block) -> bool:
    words = words_in(block)
    if block.linked * 2 > len(block.text):
        return False
    return words >= 20 or words >= _FEWEST_WORDS and bool(_ENDS.search(block.text))


def _value(block: Block, around: Surroundings) -> int:
    """What a block adds to a stretch of text; negative for what stands between and after texts."""
    folded = text.fold(block.text) if len(block.text) < 80 else ""
    if folded in around.tags and folded or folded in around.labels and block.tag in HEADINGS and not _inside(block):
        return _STOPS
    if is_prose(block):
        return words_in(block)
    if block.linked * 2 > len(block.text):
        return -12
    if _is_date(folded):
        return _DATED
    return -2 if block.tag in HEADINGS or block.tag in ("li", "blockquote") else -6


def _is_date(folded: str) -> bool:
    """A card's date: numbers and names of months or days, nothing else."""
    parts = folded.split()
    return 1 < len(parts) < 7 and all(part.isdecimal() or part in _DATE_WORDS for part in parts)


def _inside(block: Block) -> bool:
    """A labelled box inside the text is followed by more of it in the same parent."""
    parent = block.element.getparent()
    box = parent.getparent() if parent is not None else None
    return box is not None and sum(1 for child in box if child.tag == "p") > 2


def _densest(values: list[int]) -> tuple[int, int]:
    """The bounds of the stretch with the greatest sum."""
    best, best_sum, start, total = (0, 0), 0, 0, 0
    for place, value in enumerate(values):
        if total <= 0:
            start, total = place, 0
        total += value
        if total > best_sum:
            best, best_sum = (start, place + 1), total
    return best


def _holders(block: Block) -> list[etree._Element]:
    """The elements around a block, nearest first; of a list's item the list's."""
    return [parent for parent in block.element.iterancestors() if parent.tag not in ("ul", "ol", "li", "blockquote")][:12]


def _container(chosen: list[Block]) -> etree._Element:
    """The nearest element that holds most of the prose."""
    weight: Counter[etree._Element] = Counter()
    total = 0
    for block in chosen:
        if is_prose(block):
            total += words_in(block)
            for holder in _around(block):
                weight[holder] += words_in(block)
    depth_first = sorted(weight, key=lambda holder: -sum(1 for _ in holder.iterancestors()))
    return next((holder for holder in depth_first if weight[holder] >= 0.6 * total), chosen[0].element)


def _around(block: Block) -> list[etree._Element]:
    own = [] if block.tag in ("p", "li", "blockquote") or block.tag in HEADINGS else [block.element]
    return own + _holders(block)


def _whole(every: list[Block], start: int, end: int, container: etree._Element, around: Surroundings) -> list[Block]:
    """The stretch, and what else its container holds: a list or a box may have parted the text."""
    if next(container.iter("h1"), None) is None:
        before = [block for block in every[:start] if container in _around(block)]
    else:
        before = []
    after = []
    for block in every[end:]:
        if container not in _around(block) or _ends_text(block, around):
            break
        after.append(block)
    return before + every[start:end] + after


def _ends_text(block: Block, around: Surroundings) -> bool:
    heads_a_card = block.tag in HEADINGS and block.linked == len(block.text)
    return heads_a_card or _value(block, around) in (_STOPS, _DATED)


def _together(chosen: list[Block], container: etree._Element) -> list[tuple[etree._Element, list[Block]]]:
    """The blocks of the container, and of those beside it that look the same and hold several paragraphs."""
    beside: dict[etree._Element, list[Block]] = {}
    for block in chosen:
        holder = next((h for h in _around(block) if h is container or h.getparent() is container.getparent()), None)
        if holder is not None and (holder is container or holder.tag == container.tag):
            beside.setdefault(holder, []).append(block)
    return [(holder, inside) for holder, inside in beside.items() if holder is container or _is_text(inside)]


def _is_text(inside: list[Block]) -> bool:
    prose = sum(words_in(block) for block in inside if is_prose(block))
    return sum(map(is_prose, inside)) > 1 and prose > sum(block.linked for block in inside) / 10


def _without_boxes(found: list[Block], container: etree._Element, around: Surroundings) -> list[Block]:
    """Without the container's children that hold links, a posted leftover, a picture with its caption, a form."""
    units: dict[etree._Element, list[Block]] = {}
    for block in found:
        units.setdefault(_unit(block, container), []).append(block)
    return [block for unit, inside in units.items() if not _is_box(unit, inside, container, around) for block in inside]


def _unit(block: Block, container: etree._Element) -> etree._Element:
    element = block.element
    for parent in block.element.iterancestors():
        if parent is container:
            return element
        element = parent
    return block.element


def _is_box(unit: etree._Element, inside: list[Block], container: etree._Element, around: Surroundings) -> bool:
    if unit is container or unit.tag == "p" or unit.tag in HEADINGS:
        return False
    words = sum(map(words_in, inside))
    if words < 4 and unit.tag in _PLAIN_BOXES and not _ENDS.search(inside[0].text):
        return True
    if any(is_leftover(block.text) for block in inside):
        return True
    if words < 40 and (unit.find(".//img") is not None or unit.find(".//amp-img") is not None):
        return True
    if words < 60 and unit.find(".//form") is not None:
        return True
    if text.fold(inside[0].text) in around.labels:
        return True
    links = sum(only_a_link(block, around) for block in inside)
    return bool(links) and not any(is_prose(block) for block in inside)
