"""The text of the item by the page's arrangement alone: the stretch of blocks that reads as prose."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import NamedTuple

from lxml import etree

from mayadeen import text
from mayadeen.editions import EDITIONS
from mayadeen.pages.blocks import HEADINGS, Block, blocks
from mayadeen.pages.body import Surroundings, keep
from mayadeen.pages.boxes import is_prose, no_text, without_boxes, words_in

_DATE_WORDS = frozenset(
    word
    for edition in EDITIONS.values()
    for words in (edition.words.today, edition.words.yesterday, edition.words.morning, edition.words.evening)
    for name in (*edition.months, *words)
    for word in text.words(name)
)
_MEDIA = ("figure", "img", "amp-img", "video", "amp-video", "iframe")
_LISTS = ("ul", "ol", "li", "blockquote")
_STOPS, _DATED = -1_000, -25
_MOST = 0.6  # of a stretch's words, that its container must hold
_HOLDERS = 12


class Prose(NamedTuple):
    paragraphs: list[str]
    summary: str | None
    container: etree._Element | None


class _Page(NamedTuple):
    blocks: list[Block]
    """From the headline on."""
    heading: etree._Element | None
    around: Surroundings


def find(root: etree._Element, title: str, around: Surroundings) -> Prose | None:
    """None where nothing on the page reads as a text of its own."""
    body = found if (found := root.find("body")) is not None else root
    every = list(blocks(body, no_text))
    start = _start(every, title)
    page = _Page(every[start:], every[start - 1].element if start else None, around)
    lead = _lead_before_media(page.blocks, body)
    if lead is not None:
        known = around.known.and_(lead.text)
        page = _Page(page.blocks[page.blocks.index(lead) + 1 :], page.heading, around._replace(known=known))
    prose = _text(page)
    if lead is None:
        return prose
    return prose._replace(summary=lead.text) if prose else Prose([], lead.text, None)


def within(containers: tuple[etree._Element, ...], around: Surroundings) -> list[str]:
    """The text of elements that are known to hold it, boxes in them left out."""
    found = [block for holder in containers for block in without_boxes(list(blocks(holder, no_text)), holder, around)]
    return keep(found, around)


def _text(page: _Page) -> Prose | None:
    values = [_value(block, page.around) for block in page.blocks]
    for place in _teasers(page.blocks):
        values[place] = -3
    start, end = _densest(values)
    if start == end or _STOPS in values[:start]:
        return None
    container = _container(page.blocks[start:end])
    chosen = _whole(page, start, end, container)
    own = [
        block for holder, inside in _together(chosen, container) for block in without_boxes(inside, holder, page.around)
    ]
    if rest := _after_lead(page, start, end, own):
        return rest
    text_of_it = own[1:] if _is_apart(own, container) else own
    kept = keep(text_of_it, page.around)
    return Prose(kept, _lead(page.blocks, text_of_it[0]), container) if kept else None


def _after_lead(page: _Page, start: int, end: int, own: list[Block]) -> Prose | None:
    """The text that follows a lone paragraph set apart in an element of its own, longer than it though it may be."""
    stretch = [block for block in page.blocks[start:end] if is_prose(block)]
    if len(own) != 1 or len(stretch) < 2 or own[0] is not stretch[0] or own[0].linked:
        return None
    after = page._replace(blocks=page.blocks[page.blocks.index(own[0]) + 1 : end])
    found = _text(after)
    return found and found._replace(summary=own[0].text)


def _is_apart(own: list[Block], container: etree._Element) -> bool:
    """Whether the first is a lead: beside an element of another kind that holds all the rest, as short as that may be."""
    prose = [block for block in own if is_prose(block)]
    first = own[0] if prose and prose[0] is own[0] and not own[0].linked else None
    if first is None or first.element.getparent() is not container:
        return False
    holders = {_child_of(container, block) for block in prose[1:]}
    holder = holders.pop() if len(holders) == 1 else None
    return holder is not None and holder.tag not in (first.element.tag, *_LISTS, *HEADINGS)


def _child_of(container: etree._Element, block: Block) -> etree._Element | None:
    """The one that the block stands in; None where it is the container's own text."""
    path = [block.element, *block.element.iterancestors()]
    return path[path.index(container) - 1] if container in path[1:] else None


def _start(every: list[Block], title: str) -> int:
    """After the headline; a page may print its title again in menus and crumbs before."""
    wanted = text.fold(title)
    places = [
        n for n, block in enumerate(every) if wanted and len(block.text) < 400 and text.fold(block.text) == wanted
    ]
    marked = [place for place in places if every[place].tag == "h1"]
    return (marked or places or [-1])[0] + 1


def _lead_before_media(every: list[Block], body: etree._Element) -> Block | None:
    """The lone paragraph between headline and picture, where this site's pages have the summary."""
    if not every:
        return None
    order = {element: place for place, element in enumerate(body.iter())}
    begin = order.get(every[0].element, 0)
    media = next((found for found in body.iter(*_MEDIA) if order[found] > begin and not _in_a_list(found)), None)
    if media is None:
        return None
    around = frozenset(media.iterancestors())  # their loose text may stand before it or after
    before = [
        block
        for block in every
        if block.element not in around and order.get(block.element, len(order)) < order[media] and is_prose(block)
    ]
    return before[0] if len(before) == 1 and not before[0].linked else None


def _in_a_list(element: etree._Element) -> bool:
    return any(parent.tag in ("a", "li", "nav", "header", "footer", "aside") for parent in element.iterancestors())


def _lead(every: list[Block], first: Block) -> str | None:
    """The one sentence between the headline and the text, where the page sets it apart."""
    before = every[: every.index(first)] if first in every else []
    leads = [block.text for block in before if is_prose(block) and not block.linked]
    return leads[0] if len(leads) == 1 else None


def _value(block: Block, around: Surroundings) -> int:
    """What a block adds to a stretch of text; negative for what stands between and after texts."""
    folded = text.fold(block.text) if len(block.text) < 80 else ""
    if folded and (folded in around.tags or (folded in around.labels and block.tag in HEADINGS and not _inside(block))):
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
    return box is not None and len(list(islice(box.iterchildren("p"), 3))) > 2


def _teasers(every: list[Block]) -> list[int]:
    """The lone sentences under a link that heads them: a card's, a topic's introduction."""
    found = []
    for place, (link, block) in enumerate(pairwise(every), 1):
        if link.linked < len(link.text) or link.tag in ("p", "li") or not is_prose(block):
            continue
        holder = link.element.getparent() if link.tag in HEADINGS or link.element.tag == "a" else link.element
        if holder in block.element.iterancestors() and len(list(islice(holder.iter("p", "div"), 4))) <= 3:
            found.append(place)
    return found


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
    """The elements a block stands in, nearest first; of a list's item the list's."""
    own = [] if block.tag in ("p", *_LISTS) or block.tag in HEADINGS else [block.element]
    return (own + [parent for parent in block.element.iterancestors() if parent.tag not in _LISTS])[:_HOLDERS]


def _container(chosen: list[Block]) -> etree._Element:
    """The nearest element that holds most of the prose."""
    weight: Counter[etree._Element] = Counter()
    total = 0
    for block in filter(is_prose, chosen):
        total += words_in(block)
        for holder in _holders(block):
            weight[holder] += words_in(block)
    deepest_first = sorted(weight, key=lambda holder: -sum(1 for _ in holder.iterancestors()))
    return next((holder for holder in deepest_first if weight[holder] >= _MOST * total), chosen[0].element)


def _whole(page: _Page, start: int, end: int, container: etree._Element) -> list[Block]:
    """The stretch, and what else its container holds: a list or a box may have parted the text."""
    if page.heading is None or container not in page.heading.iterancestors():
        around = [container in _holders(block) for block in page.blocks]
        return [block for n, block in enumerate(page.blocks) if around[n] or start <= n < end]
    after = []
    for block in page.blocks[end:]:
        if container not in _holders(block) or _ends_text(block, page.around):
            break
        after.append(block)
    return page.blocks[start:end] + after


def _ends_text(block: Block, around: Surroundings) -> bool:
    heads_a_card = block.tag in HEADINGS and block.linked == len(block.text)
    return heads_a_card or _value(block, around) in (_STOPS, _DATED)


def _together(chosen: list[Block], container: etree._Element) -> list[tuple[etree._Element, list[Block]]]:
    """The blocks of the container, and of those beside it that look the same and hold several paragraphs."""
    beside: dict[etree._Element, list[Block]] = {container: []}
    for block in chosen:
        holder = next((h for h in _holders(block) if h is container or h.getparent() is container.getparent()), None)
        if holder is not None and holder.tag == container.tag:
            beside.setdefault(holder, []).append(block)
    return [(holder, inside) for holder, inside in beside.items() if holder is container or _is_more(inside)]


def _is_more(inside: list[Block]) -> bool:
    prose = sum(words_in(block) for block in inside if is_prose(block))
    return sum(map(is_prose, inside)) > 1 and prose > sum(block.linked for block in inside) / 10
