"""What stands in or beside the text and is none of it."""

from __future__ import annotations

import html

import lxml.html

from tests.pages.mutations.registry import add, add_in_the_middle, content, link, on_tree, paragraphs


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
