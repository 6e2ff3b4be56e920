"""The section that a page names by its headline or in its trail, where its address names a wider one or none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from mayadeen import text, urls
from mayadeen.editions import Edition
from mayadeen.pages.blocks import HEADINGS
from mayadeen.pages.document import Document, text_of

_NEAR = 3  # steps up from the headline to what stands before it
_FEW = 6  # links: a trail has no more, and a menu has
_AFTER = 12  # elements
_ENDS = frozenset(("p", "figure", "img", "picture", "video", "iframe", "nav", "aside", "footer")) | HEADINGS


def named(
    document: Document, heading: etree._Element | None, section: str, edition: Edition, trail: str | None
) -> tuple[str, dict[str, str]]:
    """The layer that names the section, and what it says: by the headline, in the trail, in the page's own menus."""
    if heading is not None and (below := by_headline(heading, section, edition)):
        return "structure", {"below": below[0], "section_name": below[1]}
    if trail:
        return "jsonld", {"section_name": trail}
    label = menu_label(document, section, edition)
    return "menu", {"section_name": label} if label else {}


def by_headline(heading: etree._Element, section: str, edition: Edition) -> tuple[str, str] | None:
    """Path and label of the one section below `section` that is linked by the headline, and elsewhere on the page."""
    near = (_place(link, edition) for link in _near(heading))
    found = {path: said for path, said in near if path.startswith(f"{section}/")}
    if len(found) != 1:
        return None
    ((path, said),) = found.items()
    known = any(place.path == path for place in edition.sections)
    return (path, said) if said and (known or _in_menus(heading, path, said, edition)) else None


def _near(heading: etree._Element) -> Iterator[etree._Element]:
    """The last link of the trail right before a headline, and those of the lines after it."""
    node: etree._Element | None = heading
    for _ in range(_NEAR):
        if node is None or node.tag == "body":
            break
        before = node.getprevious()
        if before is not None and before.tag not in HEADINGS:
            links = list(islice(before.iter("a"), _FEW + 1))
            yield from links[-1:] if len(links) <= _FEW else ()
        node = node.getparent()
    for after in heading.itersiblings():
        elements = list(islice(after.iter(), _AFTER))
        if any(element.tag in _ENDS for element in elements):
            break
        yield from (element for element in elements if element.tag == "a")


def _place(link: etree._Element, edition: Edition) -> tuple[str, str]:
    """Path and label."""
    return (link.get("href") or "").removeprefix(edition.home.rstrip("/")).strip("/"), text_of(link)


def _in_menus(heading: etree._Element, path: str, said: str, edition: Edition) -> bool:
    """Articles' addresses have the form of sections' too; but no page links to one several times by the same short name."""
    links = heading.getroottree().getroot().iter("a")
    return len(said.split()) < 5 and sum(_place(link, edition) == (path, said) for link in links) > 1


def menu_label(document: Document, section: str, edition: Edition) -> str | None:
    """What the page's own menus call the section."""
    links = (link for link in document.root.iter("a") if section in (link.get("href") or ""))
    places = (_place(link, edition) for link in links)
    return next((said for path, said in places if path == section and said), None)


def in_trail(nodes: list[dict[str, Any]], url: str, title: Any) -> str | None:
    """The last step of JSON-LD's BreadcrumbList that is neither the home page nor the page itself."""
    trails = (node["itemListElement"] for node in nodes if node.get("@type") == "BreadcrumbList" and "itemListElement" in node)
    steps = next((trail for trail in trails if isinstance(trail, list)), [])
    found = [step for step in steps if isinstance(step, dict)]
    found.sort(key=_position)
    own, here = text.fold(title if isinstance(title, str) else ""), urls.segments(url)
    names = [_step(step) for step in found]
    inner = [name for name, to in names if name and text.fold(name) != own and urls.segments(to) not in ((), here)]
    return inner[-1] if inner else None


def _position(step: dict[str, Any]) -> str:
    position = step.get("position", "")
    return str(position).zfill(4) if isinstance(position, (str, int, float)) else "0000"


def _step(step: dict[str, Any]) -> tuple[str, str]:
    """Name and address; the address may be the item itself, or part of it."""
    item = step.get("item")
    inner = item if isinstance(item, dict) else {}
    name, to = step.get("name") or inner.get("name"), inner.get("@id") or inner.get("url") or item
    return name if isinstance(name, str) else "", to if isinstance(to, str) else ""
