"""What a redesign may do to a page of the replica. Each takes the page as it is and gives it changed."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

import lxml.html
from lxml import etree

Mutation = Callable[[str], str]
MUTATIONS: dict[str, Mutation] = {}


def on_text(change: Mutation) -> Mutation:
    MUTATIONS[change.__name__] = change
    return change


def on_tree(change: Callable[[lxml.html.HtmlElement], None]) -> Mutation:
    def mutate(page: str) -> str:
        root = lxml.html.document_fromstring(page)
        change(root)
        return "<!DOCTYPE html>\n" + lxml.html.tostring(root, encoding="unicode")

    MUTATIONS[change.__name__] = mutate
    return mutate


def content(root):
    """The element that holds the text: the last div directly in the article before its tags with paragraphs."""
    own = [
        div
        for div in root.find(".//article").iterchildren("div")
        if div.find("p") is not None or div.find("h2") is not None
    ]
    return own[-1] if own else None


def paragraphs(root):
    box = content(root)
    return [] if box is None else box.findall("p")


def add(parent, markup, place=None):
    for offset, element in enumerate(lxml.html.fragments_fromstring(markup)):
        if place is None:
            parent.append(element)
        else:
            parent.insert(place + offset, element)


def link(n: int, title: str = "") -> str:
    return (
        f'<a href="/news/politics/other-{n}">{title or f"Another headline about a harbour and a mill, number {n}"}</a>'
    )


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


@on_tree
def box_as_an_aside(root):
    add_in_the_middle(root, f"<aside><h4>Related News</h4><div>{link(1)}</div><div>{link(2)}</div></aside>")


@on_tree
def box_as_paragraphs_without_a_label(root):
    add_in_the_middle(root, f"<div><p>{link(1)}</p><p>{link(2)}</p><p>{link(3)}</p></div>")


@on_tree
def box_of_cards(root):
    card = '<div><a href="/news/x/{0}"><img src="/i/{0}.jpg"></a><h4><a href="/news/x/{0}">A card about the ferry, number {0}</a></h4><span>8 Nov 2025</span></div>'
    add_in_the_middle(root, "<div><h3>More on this</h3>" + card.format(1) + card.format(2) + "</div>")


@on_tree
def box_as_a_table(root):
    add_in_the_middle(root, f"<table><tr><td>{link(1)}</td></tr><tr><td>{link(2)}</td></tr></table>")


@on_tree
def box_as_a_list(root):
    add_in_the_middle(root, f"<ul><li>{link(1)}</li><li>{link(2)}</li></ul>")


@on_tree
def read_also_lines(root):
    add_in_the_middle(root, f"<p>Read also: {link(1)}</p><p><strong>{link(2)}</strong></p>")


@on_tree
def share_widget(root):
    add_in_the_middle(
        root,
        '<div><ul><li><a href="https://www.facebook.com/sharer/sharer.php?u=x">Facebook</a></li>'
        '<li><a href="https://twitter.com/intent/tweet?u=x">X</a></li></ul></div>'
        '<div><form action="/s"><p>Subscribe to our newsletter and never miss a story.</p><input name="e"></form></div>',
    )


@on_tree
def hidden_text(root):
    add_in_the_middle(
        root,
        '<p style="display: none">This paragraph is hidden from every reader of the page, and must not be read.</p>'
        "<p hidden>Neither must this one be read by anybody who reads the page.</p>"
        '<div aria-hidden="true"><p>Nor this one, which only decorates the page for nobody at all.</p></div>',
    )


@on_tree
def copies_for_old_browsers(root):
    for p in paragraphs(root)[:2]:
        add(p.getparent(), f"<noscript><p>{html.escape(p.text_content())}</p></noscript>", p.getparent().index(p))


@on_tree
def posted_leftovers(root):
    add_in_the_middle(
        root,
        "<p>Good morning from the harbour #harbour pic.twitter.com/ab12Cd</p><p>https://t.co/ab12Cd</p><p>— Someone (@someone) May 2, 2024</p>",
    )


@on_tree
def tags_as_paragraphs(root):
    for ul in root.findall(".//article/ul"):
        if ul.find("li/a/p") is not None:
            texts = [p.text_content() for p in ul.iter("p")]
            for said in reversed(texts):
                ul.addnext(lxml.html.fragment_fromstring(f"<p>{html.escape(said)}</p>"))
            ul.getparent().remove(ul)


@on_tree
def coverage_introduction_beside_the_text(root):
    box = content(root)
    if box is not None:
        intro = "In the autumn the harbour guild opened the sea gate, and since then every page of this coverage tells, in one long paragraph, how it came about, who was there, and what the town thinks of it today."
        parent = root.find(".//main")
        add(parent, f'<div><h3><a href="/coverage/gate">The sea gate</a></h3><p>{intro}</p></div>', 1)


@on_tree
def most_read_at_the_end_of_the_text(root):
    box = content(root)
    if box is not None:
        add(box, f"<div><h3>Most Read</h3><ul><li>{link(1)}</li><li>{link(2)}</li></ul></div>")


@on_tree
def date_moved_above_the_headline(root):
    facts = root.find(".//article/ul")
    if facts is not None:
        root.find(".//article").insert(0, facts)


@on_tree
def headline_as_h2(root):
    root.find(".//h1").tag = "h2"


@on_text
def uppercase_tags(page):
    return re.sub(r"<(/?)(p|div|ul|li|h1|h2|article|main)\b", lambda m: f"<{m[1]}{m[2].upper()}", page)


@on_text
def paragraphs_never_closed(page):
    return page.replace("</p>\n<p", "\n<p")


@on_text
def broken_nesting(page):
    return page.replace("<b>", "<b><i>").replace("</b>", "</b></i>").replace("</article>", "</div></article></span>")


@on_text
def comments_inside(page):
    return page.replace("<p ", "<!-- p --><p ").replace("</p>", "<!-- end --></p>")


@on_text
def words_in_spans(page):
    rng = random.Random(1)

    def marked(match):
        words = match[2].split(" ")
        if len(words) < 8:
            return match[0]
        words[3:5] = [f'<span style="color:red"><b>{" ".join(words[3:5])}</b></span>']
        words[-2:] = [f"<em>{' '.join(words[-2:])}</em>"] if rng.random() < 0.5 else words[-2:]
        return f"{match[1]}{' '.join(words)}</p>"

    return re.sub(r"(<p[^>]*>)([^<>]+)</p>", marked, page)


@on_text
def nonbreaking_spaces(page):
    return re.sub(r"(<p[^>]*>)([^<>]+)</p>", lambda m: m[1] + m[2].replace(" ", "&nbsp;", 3) + "</p>", page)


def add_in_the_middle(root, markup):
    box = content(root)
    if box is not None and len(box) > 2:
        add(box, markup, len(box) // 2)
