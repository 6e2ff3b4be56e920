"""The pictures and videos of the item itself, with captions and credits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from mayadeen import text, urls
from mayadeen.pages.blocks import HEADINGS, hidden
from mayadeen.pages.body import leads_within
from mayadeen.pages.document import Document, text_of

_WATCHED = ("h1", "h2", "h3", "h4", "img", "amp-img", "video", "amp-video", "iframe", "amp-iframe", "audio")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-image", "data-srcset", "srcset", "src")
# Address and size; a comma parts two only before a space or behind a size.
_CANDIDATES = re.compile(r"[\s,]*+(\S*[^\s,])(?:,|\s+(\d+(?:\.\d+)?)?[^,]*|$)")
_CREDIT = re.compile(r"^(.*?)\s*[(（]([^()（）]{2,120})[)）]\s*\.?$", re.S)
_PLAYERS = re.compile(
    r"youtube(?:-nocookie)?\.com/embed|youtu\.be|player\.vimeo|dailymotion\.com/(?:embed|video)|jwplayer|facebook\.com/plugins/video|/embed/|player",
    re.I,
)
_ELSEWHERE = frozenset(("aside", "nav", "footer", "noscript", "template"))
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|icon|sprite|avatar|pixel|blank|spacer|placeholder|loader)(?:$|[/_.-])|\.svg(?:$|\?)", re.I
)
_MOST = 200
_MOST_LOOKED_AT = 5_000  # pictures, players and headings behind the headline; a real page has some hundreds
_HIGHEST_CAPTION = 4
_LONGEST_CAPTION = 400


class Media(NamedTuple):
    images: list[dict[str, Any]]
    videos: list[dict[str, Any]]
    captions: list[str]
    """As printed, credit included."""
    told: dict[etree._Element, tuple[bool, str | None]]
    """Of each element around a picture, whether a caption is to be sought no further out, and the one found."""


def find(document: Document, heading: etree._Element | None) -> Media:
    """What stands between the headline and the first list of other articles."""
    media = Media([], [], [], {})
    for element in _of_the_item(document, heading):
        if element.tag in ("img", "amp-img"):
            _add_image(element, document, media)
        elif element.tag in ("video", "amp-video", "audio"):
            _add_video(element, document, media)
        elif element.tag in ("iframe", "amp-iframe"):
            _add_player(element, document, media)
    return media


def _of_the_item(document: Document, heading: etree._Element | None) -> Iterator[etree._Element]:
    given, watched = 0, document.root.iter(*_WATCHED)
    if heading is not None:
        next((element for element in watched if element is heading), None)
    for element in islice(watched, _MOST_LOOKED_AT):
        if element.tag in HEADINGS:
            if _heads_a_list(element):
                return
        elif given < _MOST and not _stands_elsewhere(element, document):
            given += 1
            yield element


def _heads_a_list(heading: etree._Element) -> bool:
    """The title of a card: it is a link, whole."""
    parent = heading.getparent()
    link = parent if parent is not None and parent.tag == "a" else next(heading.iter("a"), None)
    return link is not None and text_of(link) == text_of(heading)


def _stands_elsewhere(element: etree._Element, document: Document) -> bool:
    for parent in element.iterancestors():
        if parent.tag in _ELSEWHERE or hidden(parent):
            return True
        if parent.tag == "a" and not _is_picture_link(parent, document):
            return True
    return False


def _is_picture_link(link: etree._Element, document: Document) -> bool:
    """A link to the picture itself, not to another page."""
    target = (link.get("href") or "").lower().split("?")[0]
    return target.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif")) or not leads_within(target, document.url)


def source(element: etree._Element) -> str | None:
    """The picture's address, of lazy ones too."""
    for name in _LAZY:
        value = (element.get(name) or "").strip()
        if value and not value.startswith("data:") and (found := _largest(value) if "srcset" in name else value):
            return found
    return None


def _largest(srcset: str) -> str:
    """
    >>> _largest("a.jpg 300w,b.jpg 900w"), _largest("a.jpg?x=1,2, b.jpg 0.5x"), _largest(",")
    ('b.jpg', 'a.jpg?x=1,2', '')
    """
    found = _CANDIDATES.findall(srcset.strip(", \t\r\n"))
    return max(found, key=lambda candidate: float(candidate[1] or 1), default=("", ""))[0]


def _add_image(element: etree._Element, document: Document, media: Media) -> None:
    address = document.absolute(source(element))
    if not address or not urls.safe_link(address) or _NO_PICTURE.search(address.rsplit("/", 1)[-1]):
        return
    if any(urls.picture_key(image["url"]) == urls.picture_key(address) for image in media.images):
        return
    said = caption_of(element, media.told)
    caption, credit = split_credit(said)
    media.images.append({"url": address, "caption": caption, "credit": credit})
    if said:
        media.captions.append(said)


def caption_of(element: etree._Element, told: dict[etree._Element, tuple[bool, str | None]]) -> str | None:
    """The figure's caption, else the short text that is alone with the picture in a box."""
    for around in islice(element.iterancestors(), _HIGHEST_CAPTION):
        if around not in told:  # many pictures may stand in one element
            told[around] = _caption_in(around)
        ends, caption = told[around]
        if ends:
            return caption
    return None


def _caption_in(around: etree._Element) -> tuple[bool, str | None]:
    caption = next(around.iter("figcaption"), None)
    if caption is not None:
        return True, text_of(caption) or None
    box = around.tag in ("figure", "div", "li", "section", "amp-carousel")
    if box and len(list(islice(around.iter("img", "amp-img"), 2))) <= 1 and (said := text_of(around)):
        return True, said if len(said) <= _LONGEST_CAPTION and around.find(".//p/a") is None else None
    return around.tag in ("figure", "body", "article", "main"), None


def split_credit(caption: str | None) -> tuple[str | None, str | None]:
    """
    >>> split_credit("A car burns (TASS)"), split_credit("(AP)"), split_credit("A (b) c")
    (('A car burns', 'TASS'), (None, 'AP'), ('A (b) c', None))
    """
    said = text.clean(caption or "")
    match = _CREDIT.match(said) if said.rstrip(" .").endswith((")", "）")) else None
    if not match:
        return said or None, None
    return match[1].strip() or None, match[2].strip()


def _add_video(element: etree._Element, document: Document, media: Media) -> None:
    sources = [element.get("src"), *(s.get("src") for s in element.iter("source")), element.get("data-src")]
    address = next((found for link in sources if (found := _on_the_web(link, document))), None)
    if address and all(video["url"] != address for video in media.videos):
        poster = _on_the_web(element.get("poster"), document)
        media.videos.append({"url": address, "seconds": None, "poster": poster})


def _on_the_web(link: str | None, document: Document) -> str | None:
    """The whole address of what can be asked for; players also have blob:, data: and javascript: there."""
    address = document.absolute(link) or ""
    return address if address[:8].lower().startswith(("https://", "http://")) else None


def _add_player(element: etree._Element, document: Document, media: Media) -> None:
    address = _on_the_web(element.get("src") or element.get("data-src"), document)
    if address and _PLAYERS.search(address) and all(video["url"] != address for video in media.videos):
        media.videos.append({"url": address, "seconds": None, "poster": None})
