"""Every mutation by its name, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html

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


def add_in_the_middle(root, markup):
    box = content(root)
    if box is not None and len(box) > 2:
        add(box, markup, len(box) // 2)
