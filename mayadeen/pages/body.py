"""The text of the item in the markup that was seen, and the rules for what only stands among it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import islice
from math import inf
from typing import NamedTuple

from lxml import etree

from mayadeen import text
from mayadeen.editions import Words
from mayadeen.pages.blocks import HEADINGS, LONGEST_NAME, Block, blocks, hidden, links_of
from mayadeen.pages.document import Document, select, text_of

# Newest first; the rank that matched is counted. Seen in August 2024.
CONTAINERS = (select("div", "p-content"),)

_EMBED = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|telegram-post|"
    r"reddit-embed|bluesky-embed|threads-post|imgur-embed|embed|oembed)\b", re.I
)  # fmt: skip
# A lone address, a signature, a handle.
_LEFTOVER = re.compile(r"https?://\S+$|[—–-]\s.{0,200}\(@\w+\)|@\w+$")
_SHARING = re.compile(
    r"facebook\.com/sharer|twitter\.com/(?:share|intent)|x\.com/(?:share|intent)|wa\.me|whatsapp|t\.me/share|"
    r"linkedin\.com/share|telegram\.me|^mailto:|^javascript:|reddit\.com/submit|pinterest\.com/pin", re.I
)  # fmt: skip
_LINKS_STAND_IN = ("ul", "ol", "div", "section", "article", "table", "center", "aside", "tbody", "tr", "td")
_DEEPEST_BOX = 3
_BOXES = ("div", "section", "article", "table", "center", "aside", "amp-embed")
_FIRST_OF_LEFTOVERS = "h@—–-"
_LONGEST_LABEL = 40
_MOST_LABELLED = 100  # links behind a label; a real page has ten at most
_ANY = "any letter"
_NO_LENGTH = (inf, -inf)
_INITIAL = dict.fromkeys("أإآٱا", "ا")
_LENGTH = etree.XPath("string-length()")
_WORD = re.compile(r"\w")
_END_OF_HOST = re.compile("[/?#]")


class Body(NamedTuple):
    paragraphs: list[str]
    rank: int = 0
    containers: tuple[etree._Element, ...] = ()


class Known:
    """Texts that are no body: title, captions, summary. Compared folded, but only with what could be the same."""

    def __init__(self, texts: Iterable[str]):
        self._texts = set(map(text.clean, set(texts))) - {""}
        # Folding is dear, and texts whose lengths or first letters lie far apart do not fold to the same.
        self._lengths: dict[str, tuple[float, float]] = {}
        for said in self._texts:
            for initial in (_initial(said), _ANY):
                least, most = self._lengths.get(initial, _NO_LENGTH)
                self._lengths[initial] = min(least, 0.7 * len(said) - 6), max(most, 1.4 * len(said) + 6)
        self._longest = 1.4 * max(map(len, self._texts), default=0) + 6

    def and_(self, said: str) -> Known:
        return Known((*self._texts, said))

    def __contains__(self, said: str) -> bool:
        length = len(said)
        if length >= self._longest:  # nearly all paragraphs, of a title and of captions
            return False
        if said in self._texts:
            return True
        first = _initial(said)
        bounds = (self._lengths.get(initial, _NO_LENGTH) for initial in ((first, "") if first else (_ANY,)))
        if not any(least < length < most for least, most in bounds):
            return False
        return any(
            0.7 * len(other) - 6 < length < 1.4 * len(other) + 6 and (not first or _initial(other) in (first, ""))
            for other in self._folded.get(text.fold(said), ())
        )

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for said in self._texts:
            found.setdefault(text.fold(said), []).append(said)
        return found


def _initial(said: str) -> str:
    """The first letter, variants of alef as one; "" where a quotation mark or the like stands first."""
    first = _INITIAL.get(said[0], said[0])
    return first.lower() if first.isalnum() else ""


class Surroundings(NamedTuple):
    """What is known of the page when its text is sought."""

    known: Known
    leads: Known
    """The summary, which stands before the text; further down, a paragraph that says the same is the text's own."""
    labels: frozenset[str]
    """Folded words that head a box."""
    tags: frozenset[str]
    """Folded tags: a block that is one ends the body."""
    host: str


@lru_cache(maxsize=8)
def labels(words: Words | None) -> frozenset[str]:
    if words is None:
        return frozenset()
    found = (*words.related, *words.read_also, *words.most_read, *words.tags, *words.more)
    return frozenset(text.fold(word) for word in found)


def seen(document: Document, around: Surroundings) -> Body | None:
    """The containers that were seen on the site, and their own paragraphs, without what lies deeper."""
    for rank, find in enumerate(CONTAINERS):
        if found := list(find(document.root)):
            own = [block for box in found for block in blocks(box, _deeper)]
            return Body([] if _mostly_deeper(found, own) else keep(own, around), rank, tuple(found))
    return None


def _mostly_deeper(containers: Iterable[etree._Element], own: list[Block]) -> bool:
    if not any(child.tag in _BOXES for box in containers for child in box):
        return False
    length = sum(len(block.text) for block in own)
    if sum(map(_LENGTH, containers)) < 3 * length:  # all of it at most
        return False
    inner = [block for box in containers for block in blocks(box, is_embed)]
    return 3 * length < sum(len(block.text) - block.linked for block in inner)


def _deeper(element: etree._Element) -> bool:
    return element.tag in _BOXES or is_embed(element)


def is_embed(element: etree._Element) -> bool:
    name = element.get("class")
    return bool(name) and _names_embed(name[:LONGEST_NAME])


@lru_cache(maxsize=4096)
def _names_embed(name: str) -> bool:
    return bool(_EMBED.search(name))


def keep(found: Iterable[Block], around: Surroundings) -> list[str]:
    """The blocks that are the item's own text, none twice."""
    kept: list[str] = []
    printed: set[str] = set()
    under_label = led = False
    for block in found:
        said, tag, _, linked = block
        length = len(said)
        labelled = length <= _LONGEST_LABEL and text.fold(said) in around.labels
        if labelled or tag in HEADINGS:
            under_label = labelled
        if labelled or (under_label and linked > 0.8 * length):
            continue
        under_label = False
        if said in printed or said in around.known or is_no_text(block, around):
            continue
        if not kept and said in around.leads:
            led = True
            continue
        if length > _LONGEST_LABEL:
            printed.add(said)
        kept.append(said)
    # One that opened and closes the text frames it; one that only closes it was written there.
    return kept[:-1] if led and kept and kept[-1] in around.leads else kept


def keep_lines(lines: list[str], around: Surroundings) -> list[str]:
    """The same for lines that an extractor gave."""
    own = [line for line in lines if line not in around.known and not is_leftover(line)]
    return [line for line in own if text.fold(line) not in around.labels | around.tags | {""}]


def is_no_text(block: Block, around: Surroundings) -> bool:
    said = block.text
    if len(said) < 4 and not _WORD.search(said):
        return True
    return is_leftover(said) or (block.linked > 0 and only_a_link(block, around))


def is_leftover(said: str) -> bool:
    return "pic.twitter.com/" in said or (said[0] in _FIRST_OF_LEFTOVERS and bool(_LEFTOVER.match(said)))


def only_a_link(block: Block, around: Surroundings) -> bool:
    """Whether the block is links to pages of the same site, or to share this one, and at most a label besides."""
    if not block.linked or (block.linked < 0.85 * len(block.text) and not _labelled(block, around)):
        return False
    links = [link.get("href") or "" for link in links_of(block)]
    return bool(links) and all(leads_within(link, around.host) or _SHARING.search(link) for link in links)


def _labelled(block: Block, around: Surroundings) -> bool:
    """ "Read also:" and a link."""
    if block.linked < 0.3 * len(block.text):
        return False
    rest = block.text
    for link in islice(block.element.iter("a"), _MOST_LABELLED):
        rest = rest.replace(text_of(link), " ", 1)
    rest = rest.strip()
    return text.fold(rest) in around.labels or (rest.endswith(":") and len(rest.split()) < 4)


def leads_within(link: str, host: str) -> bool:
    """
    >>> leads_within("/news/x", "a.net"), leads_within("https://b.a.net/x", "a.net"), leads_within("//x.net", "a.net")
    (True, True, False)
    """
    scheme, slashes, rest = link.strip().partition("//")
    if not slashes or scheme not in ("", "http:", "https:"):
        return True
    other = _END_OF_HOST.split(rest, maxsplit=1)[0].lower()
    return other == host or other.split(".")[-2:] == host.split(".")[-2:]


def related(containers: Iterable[etree._Element], around: Surroundings, depth: int = 0) -> list[etree._Element]:
    """The links of the boxes inside the text that a label heads, or that hold two links and nothing else."""
    found: list[etree._Element] = []
    for container in containers:
        for box in container:
            if box.tag in _LINKS_STAND_IN and next(box.iter("a"), None) is not None and not hidden(box):
                found += _box_links(box, around) or (related([box], around, depth + 1) if depth < _DEEPEST_BOX else [])
    return found


def _box_links(box: etree._Element, around: Surroundings) -> list[etree._Element]:
    linked: list[Block] = []
    rest: list[Block] = []
    for block in blocks(box, lambda _: False):
        (linked if only_a_link(block, around) else rest).append(block)
    if not linked or (len(linked) < 2 and not rest):
        return []
    if rest and not any(len(block.text) <= _LONGEST_LABEL and text.fold(block.text) in around.labels for block in rest):
        return []
    if sum(len(block.text) for block in rest) > 2 * sum(len(block.text) for block in linked):
        return []
    return [link for block in linked for link in links_of(block) if text_of(link)]
