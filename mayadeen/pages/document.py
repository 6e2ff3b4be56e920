"""A parsed page: one tree, and what the layers look for in it, found in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urljoin

from lxml import etree
from scrapy.http import TextResponse

from mayadeen import text, urls

_STRING = etree.XPath("string()")
_DATA_SCRIPTS = re.compile(r"json|tawsiyat", re.I)
# What no reader sees, whatever it holds.
UNSEEN = frozenset([
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "select", "textarea",
    "button", "audio", "video",
])  # fmt: skip
_UNSEEN_OR_BREAK = UNSEEN | {"br"}
_A_FEW = 12
# Beyond this a page is cut: no article is that long, and hostile ones are.
LONGEST = 12_000_000
# libxml2's time grows with the square of a tag's attributes; no page's tag has a tenth of that.
_MOST_ATTRIBUTES = 300
_HARMLESS = 20_000  # attributes, were they all of one tag
_ENDS_OF_ATTRIBUTES = b" \t\n\f\r/\"'"
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, collect_ids=False)


class _Counter:
    """What the parser calls in the place of making a tree, which takes half of the time."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.most = max(self.most, len(attributes))

    def close(self) -> int:
        return self.most


def tamed(page: bytes) -> bytes:
    """No longer than a page is; nothing of one that holds a tag of hundreds of attributes.

    >>> tamed(b"<p a=1>x"), tamed(b"<p " + b" ".join(b"a%d" % n for n in range(30000)) + b">x")
    (b'<p a=1>x', b'')
    """
    page = page[:LONGEST]
    if len(page) < 2 * _HARMLESS or len(page) - len(page.translate(None, _ENDS_OF_ATTRIBUTES)) < _HARMLESS:
        return page
    return b"" if _most_attributes(page) > _MOST_ATTRIBUTES else page


def _most_attributes(page: bytes) -> int:
    """Of a tag, as the parser itself sees it: where a tag ends, only who knows all of HTML can tell."""
    counting = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, target=_Counter())
    try:
        return int(etree.fromstring(page.replace(b"\x00", b""), counting))
    except etree.XMLSyntaxError:
        return 0


def parse(page: bytes) -> etree._Element:
    """The root of a tamed page in UTF-8; an empty one where there is nothing to parse."""
    try:
        root = etree.fromstring(page.replace(b"\x00", b""), _PARSER)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    return etree.Element("html") if root is None else root


def faultless() -> bool:
    """Whether the parser found nothing wrong in the last page; a byte that is not of UTF-8 it always finds wrong."""
    return not len(_PARSER.error_log)


def in_utf8(response: TextResponse) -> bytes:
    """The page itself nearly always: decoding it only to encode it again costs a tenth of parsing it."""
    return response.body if response.encoding == "utf-8" else response.text.encode("utf-8", "replace")


def root_of(response: TextResponse) -> etree._Element:
    """What `response.selector.root` is, of hostile pages too: that one raises, or takes minutes."""
    return parse(tamed(in_utf8(response)))


def from_base(roots: Iterable[etree._Element], canonical: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """`canonical` of links that are meant from the base a page names; one that leaves the site is a mistake."""
    base = next((href for root in roots for named in root.iter("base") if (href := named.get("href"))), None)
    if not base or not canonical(base):
        return canonical

    def found(link: str) -> str | None:
        try:
            return canonical(urljoin(base, link.strip()))
        except ValueError:
            return None

    return found


Select = Callable[[etree._Element], Iterator[etree._Element]]


def select(tag: str, *classes: str) -> Select:
    """Finds the elements of a page that bear all the classes, in a fifth of the time of exact XPath tests.

    The rarest class comes last.

    What it returns has the selector as people write it in `css`.
    """
    wanted, rarest = frozenset(classes), classes[-1]

    def found(root: etree._Element) -> Iterator[etree._Element]:
        return (e for e in root.iter(tag) if rarest in (name := e.get("class", "")) and wanted.issubset(name.split()))

    found.css = ".".join((tag, *classes))
    return found


class Document:
    """`meta` by lower-case name or property, each with all its contents, in order."""

    def __init__(self, root: etree._Element, url: str):
        self.root = root
        self.url = url
        self.base = url
        self.origin, self.host, _ = urls.place(url)
        self.meta: dict[str, list[str]] = {}
        self.metadata: list[str] = []
        self.linked_data: list[str] = []
        self.links: dict[str, str] = {}
        self.headings: list[etree._Element] = []
        self.times: list[etree._Element] = []
        self.title = ""
        self.language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        self._look()

    def _look(self) -> None:
        see = {
            "meta": self._see_meta,
            "script": self._see_script,
            "link": self._see_link,
            "title": self._see_title,
            "h1": self.headings.append,
            "time": self.times.append,
            "base": self._see_base,
        }
        for element in self.root.iter(*see):
            see[element.tag](element)

    def _see_meta(self, element: etree._Element) -> None:
        content = element.get("content")
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and content and not content.isspace():
            self.meta.setdefault(name.strip().lower(), []).append(content)

    def _see_script(self, element: etree._Element) -> None:
        kind, named = element.get("type") or "", element.get("id") == "tawsiyat-metadata"
        if not element.text or not (_DATA_SCRIPTS.search(kind) or (named and not kind)):
            return
        if "ld+json" in kind.lower():
            self.linked_data.append(element.text)
        elif "tawsiyat" in kind.lower() or named:
            self.metadata.append(element.text)

    def _see_link(self, element: etree._Element) -> None:
        if element.get("rel") and element.get("href"):
            self.links.setdefault(element.get("rel").lower(), element.get("href"))

    def _see_title(self, element: etree._Element) -> None:
        if not self.title and element.text:
            self.title = element.text

    def _see_base(self, element: etree._Element) -> None:
        if element.get("href") and self.base == self.url:  # of several the first counts
            self.base = self.absolute(element.get("href")) or self.url

    def absolute(self, link: str | None) -> str | None:
        """The whole address of a link of this page; None where it is none."""
        if link and link.startswith(("https://", "http://")):
            return link.strip()
        if link and link[0] == "/" and link[1:2] != "/" and self.base == self.url:
            return self.origin + link.strip()  # nearly all links, without the cost of joining
        try:
            return urljoin(self.base, link.strip()) if link else None
        except ValueError:
            return None


def text_of(element: etree._Element) -> str:
    """All text a reader sees in `element`, that inside links and bold included; a break is a space."""
    parts = [element.text or ""]
    for child in element:
        if len(child) or not isinstance(child.tag, str) or child.tag in _UNSEEN_OR_BREAK:
            return _text_inside(element)
        parts += (child.text or "", child.tail or "")
    return text.clean("".join(parts))


def _text_inside(element: etree._Element) -> str:
    if _is_plain(element):
        return text.clean(_STRING(element))
    return text.clean("".join(seen_parts(element)))


def _is_plain(element: etree._Element) -> bool:
    """Whether all inside is seen. A few elements are soonest looked at one by one, many by the tree itself."""
    for count, inner in enumerate(element.iter()):
        if inner.tag in _UNSEEN_OR_BREAK:
            return False
        if count == _A_FEW:
            return next(element.iter(*_UNSEEN_OR_BREAK), None) is None
    return True


def seen_parts(element: etree._Element, at_break: str = " ") -> Iterator[str]:
    """Iterative, because hostile pages nest thousands deep."""
    stack = [(element, False)]
    while stack:
        node, only_tail = stack.pop()
        if only_tail:
            yield node.tail or ""
            continue
        if not isinstance(node.tag, str) or node.tag in UNSEEN:
            continue
        yield at_break if node.tag == "br" else node.text or ""
        for child in reversed(node):
            stack.append((child, True))
            stack.append((child, False))
