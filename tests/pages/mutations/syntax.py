"""Other places of what is told once, other ways to write it, and none that a parser would mind."""

from __future__ import annotations

import random
import re

from tests.pages.mutations.registry import on_text, on_tree


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
