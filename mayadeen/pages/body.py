"""The text of the item: which blocks of a page are it, and which only stand among it."""

from __future__ import annotations

import re
from typing import Iterable, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from mayadeen import text
from mayadeen.editions import Words
from mayadeen.pages.blocks import HEADINGS, Block, blocks
from mayadeen.pages.document import Document, text_of

# Newest first; the rank that matched is counted. Seen in August 2024.
CONTAINERS = (etree.XPath("//div[contains(concat(' ', normalize-space(@class), ' '), ' p-content ')]"),)

_EMBED = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|telegram-post|"
    r"reddit-embed|bluesky-embed|threads-post|imgur-embed|embed|oembed)\b", re.I
)
_LEFTOVER = re.compile(r"pic\.twitter\.com/|^https?://\S+$|^[—–-]\s.*\(@\w+\)|^@\w+$")
_LETTERS = re.compile(r"[^\W\d_]")


class Body(NamedTuple):
    paragraphs: list[str]
    rank: int = 0


class Surroundings(NamedTuple):
    """What is known of the page when its text is sought: these are not body."""

    known: frozenset[str]
    """Folded summary, title, captions."""
    words: Words | None
    host: str


def seen(document: Document, around: Surroundings) -> Body | None:
    """The text in the containers that were seen on the site: their own paragraphs, not what lies deeper."""
    for rank, find in enumerate(CONTAINERS):
        found = find(document.root)
        if found:
            kept = keep([block for box in found for block in _own(box)], around)
            if kept:
                return Body(kept, rank)
    return None


def _own(box: etree._Element) -> list[Block]:
    """Direct paragraphs, headings, quotations, lists. Where most of the text lies deeper, that too."""
    own = list(blocks(box, _deeper))
    inner = list(blocks(box, is_embed))
    if sum(len(b.text) for b in own) * 3 < sum(len(b.text) - b.linked for b in inner):
        return inner
    return own


def _deeper(element: etree._Element) -> bool:
    return element.tag in ("div", "section", "article", "table", "center", "amp-embed") or is_embed(element)


def is_embed(element: etree._Element) -> bool:
    return bool(_EMBED.search(element.get("class") or ""))


def keep(found: Iterable[Block], around: Surroundings) -> list[str]:
    """The blocks that are the item's own text, none twice."""
    kept: list[str] = []
    printed: set[str] = set()
    labels = _labels(around.words)
    under_label = False
    for block in found:
        folded = text.fold(block.text)
        if block.tag in HEADINGS or folded in labels:
            under_label = folded in labels
        if under_label and (block.linked or folded in labels):
            continue
        under_label = False
        if folded in printed or folded in around.known or _is_no_text(block, around):
            continue
        if len(block.text) > 40:
            printed.add(folded)
        kept.append(block.text)
    return kept


def _labels(words: Words | None) -> frozenset[str]:
    if words is None:
        return frozenset()
    return frozenset(text.fold(w) for w in (*words.related, *words.read_also, *words.most_read, *words.tags, *words.more))


def _is_no_text(block: Block, around: Surroundings) -> bool:
    if not _LETTERS.search(block.text) and not any(c.isdigit() for c in block.text):
        return True
    return bool(_LEFTOVER.search(block.text)) or only_a_link(block, around.host)


def only_a_link(block: Block, host: str) -> bool:
    """Whether all of the block is links to pages of the same site."""
    if not block.linked or block.linked < 0.85 * len(block.text):
        return False
    links = [a.get("href") or "" for a in block.element.iter("a")]
    return bool(links) and all(leads_within(link, host) for link in links)


def leads_within(link: str, host: str) -> bool:
    try:
        other = urlsplit(link.strip()).hostname or ""
    except ValueError:
        return False
    return not other or other == host or ".".join(other.split(".")[-2:]) == ".".join(host.split(".")[-2:])
