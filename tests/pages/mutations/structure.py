"""Other elements, classes and containers for the same article."""

from __future__ import annotations

import html

import lxml.html
from lxml import etree

from tests.pages.mutations.registry import add, content, on_text, on_tree, paragraphs


@on_text
def nothing(page):
    return page


@on_tree
def renamed_classes(root):
    names = {}
    for element in root.iter(etree.Element):
        if element.get("class"):
            element.set("class", " ".join(names.setdefault(c, f"x{len(names)}z") for c in element.get("class").split()))


@on_tree
def no_classes(root):
    for element in root.iter(etree.Element):
        element.attrib.pop("class", None)


@on_tree
def paragraphs_as_divs(root):
    for p in paragraphs(root):
        p.tag = "div"


@on_tree
def paragraphs_as_divs_without_classes(root):
    paragraphs_as_divs_here(root)
    for element in root.iter(etree.Element):
        element.attrib.pop("class", None)


def paragraphs_as_divs_here(root):
    for p in paragraphs(root):
        p.tag = "div"


@on_tree
def each_paragraph_wrapped(root):
    box = content(root)
    for p in paragraphs(root):
        wrapper = lxml.html.Element("div")
        box.replace(p, wrapper)
        wrapper.append(p)


@on_tree
def each_paragraph_a_section(root):
    box = content(root)
    if box is not None:
        box.set("class", "story")
    for p in paragraphs(root):
        wrapper = lxml.html.Element("section")
        box.replace(p, wrapper)
        wrapper.append(p)


@on_tree
def ten_more_wrappers(root):
    box = content(root)
    if box is None:
        return
    inner = box
    children = list(box)
    for _ in range(10):
        inner = etree.SubElement(inner, "div")
    inner.extend(children)


@on_tree
def breaks_for_paragraphs(root):
    box = content(root)
    if box is None or box.find("ul") is not None or box.find("blockquote") is not None or box.find("h2") is not None:
        return
    for p in paragraphs(root):
        p.tail = None
        p.tag = "span"
        for _ in range(2):
            p.addnext(lxml.html.Element("br"))
    box.attrib.pop("class", None)


@on_tree
def two_containers(root):
    box = content(root)
    if box is None or len(box) < 6:
        return
    other = lxml.html.Element("div")
    if box.get("class"):
        other.set("class", box.get("class"))
    for child in list(box)[len(box) // 2 :]:
        other.append(child)
    box.addnext(other)


@on_tree
def two_containers_and_an_advertisement(root):
    box = content(root)
    if box is None or len(box) < 10:
        return
    other = lxml.html.Element("div")
    for child in list(box)[len(box) // 2 :]:
        other.append(child)
    box.attrib.pop("class", None)
    box.addnext(other)
    add(box.getparent(), "<div><span>Advertisement</span><ins></ins></div>", box.getparent().index(other))


@on_tree
def summary_repeated(root):
    summary = root.find(".//article").find("p")
    box = content(root)
    if summary is not None and box is not None and len(summary.text_content()) > 40:
        add(box, f"<p>{html.escape(summary.text_content())}</p>", 0)
        add(box, f"<p>{html.escape(summary.text_content())}</p>")


@on_tree
def lazy_images(root):
    for image in root.iter("img"):
        image.set("data-src", image.get("src"))
        image.set("src", "data:image/gif;base64,R0lGODlhAQABAAAAACw=")


@on_tree
def caption_as_a_paragraph(root):
    for figure in root.findall(".//figure"):
        figure.tag = "div"
    for caption in root.findall(".//figcaption"):
        caption.tag = "p"


@on_tree
def no_semantic_elements(root):
    for element in list(
        root.iter("article", "main", "header", "nav", "aside", "footer", "section", "figure", "figcaption")
    ):
        if element.tag != "article":
            element.tag = "div"


@on_tree
def amp_page(root):
    for element in root.iter(etree.Element):
        element.attrib.pop("class", None)
    for image in root.iter("img"):
        image.tag = "amp-img"
    box = content(root)
    if box is not None:
        box.drop_tag()
