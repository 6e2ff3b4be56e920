"""Layouts that owe nothing to the replica's: the same articles as other content systems would show them.

Each has a menu, a box of links in the middle of the text, the tags, cards with dates, and a footer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from mayadeen.replica import ArticleData, Block, Site
from mayadeen.replica.addresses import encoded
from mayadeen.replica.dates import article_date

Template = Callable[[ArticleData, Site], str]


def weblog(article: ArticleData, site: Site) -> str:
    """A weblog's theme: OpenGraph, <time>, entry-content, a sidebar, a form for comments."""
    when, picture = article.published.isoformat(), _picture(article)
    head = _meta("og:title", article.title) + _meta("article:published_time", when) + _meta("og:image", picture)
    tags = "، ".join(f'<a rel="tag" href="/t/{n}">{escape(tag)}</a>' for n, tag in enumerate(article.tags))
    return _page(
        article,
        head,
        f"""
<div id="page"><header id="masthead"><div class="site-title"><a href="/">{_site_name(site)}</a></div><nav>{_menu(site)}</nav></header>
<div id="primary"><main><article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{when}">{_when(article, site)}</time></span>
<span class="byline"><span class="author vcard"><a class="url fn n" href="/author/1">{escape(article.authors[0])}</a></span></span></div></header>
<div class="post-thumbnail"><img class="wp-post-image" src="{escape(picture)}" alt=""></div>
<div class="entry-summary"><p>{escape(article.summary)}</p></div><div class="entry-content">
{_text(article, site, "p", '<div class="related-posts"><h3>', "</h3>")}
<div class="sharedaddy"><a href="https://twitter.com/intent/tweet">Twitter</a> <a href="https://facebook.com/sharer">Facebook</a></div></div>
<footer class="entry-footer"><span class="tags-links">{tags}</span></footer></article>
<div id="comments"><h3>0</h3><form><textarea></textarea></form></div></main></div>
<aside id="secondary">{_cards(article, site)}</aside><footer id="colophon"><p>© 2024</p></footer></div>""",
    )


def amp(article: ArticleData, site: Site) -> str:
    """The accelerated form: JSON-LD, amp-img, classes of its own."""
    data = {
        "@context": "http://schema.org", "@type": "NewsArticle", "headline": article.title,
        "datePublished": article.published.isoformat(), "dateModified": article.modified.isoformat(),
        "author": {"@type": "Person", "name": article.authors[0]}, "image": {"@type": "ImageObject", "url": _picture(article)},
        "keywords": list(article.tags),
    }  # fmt: skip
    head = (
        '<script type="application/ld+json">' + json.dumps(data, ensure_ascii=False).replace("</", "<\\/") + "</script>"
    )
    return _page(
        article,
        head,
        f"""
<amp-sidebar id="menu" layout="nodisplay">{_menu(site)}</amp-sidebar>
<main role="main"><h1 class="amp-title">{escape(article.title)}</h1><p class="amp-meta">{escape(article.authors[0])} · {_when(article, site)}</p>
<amp-img src="{escape(_picture(article))}" width="16" height="9" layout="responsive"></amp-img><h2 class="amp-deck">{escape(article.summary)}</h2>
<div class="amp-body">{_text(article, site, "p", '<div class="amp-more"><h4>', "</h4>")}</div>
<amp-social-share type="twitter"></amp-social-share><section class="amp-more-stories">{_cards(article, site)}</section></main>
<footer><p>© 2024</p></footer>""",
    )


def tables(article: ArticleData, site: Site) -> str:
    """A page of the year 2003: tables, breaks for paragraphs, no metadata."""
    return _page(
        article,
        "",
        f"""
<table width="100%"><tr><td class="top">{_menu(site)}</td></tr></table>
<table width="100%"><tr><td width="70%" valign="top">
<h1>{escape(article.title)}</h1><div>{_by(site)} {escape(article.authors[0])}</div><div>{_when(article, site)}</div>
<img src="{escape(_picture(article))}" align="left"><p><b>{escape(article.summary)}</b></p>
<span class="story">{_text(article, site, "br", "<table><tr><td>", "</td></tr></table>")}</span><br>
<span>{_words(site).browse_more}</span></td><td width="30%" valign="top">{_cards(article, site)}</td></tr></table>
<hr><font size="1">© 2024</font>""",
    )


def blocks(article: ArticleData, site: Site) -> str:
    """An application's output: div in div, class names made by a machine, no metadata."""
    tags = "".join(f'<a class="css-9tag" href="/t/{n}">{escape(tag)}</a>' for n, tag in enumerate(article.tags))
    return _page(
        article,
        "",
        f"""
<div id="root"><div class="css-1a"><div class="css-nav">{_menu(site)}</div></div><div class="css-2b"><div class="css-3c">
<h1 class="css-4d">{escape(article.title)}</h1><div class="css-5e"><div>{_by(site)} {escape(article.authors[0])}</div><div>{_when(article, site)}</div></div>
<div class="css-6f">{escape(article.summary)}</div><div class="css-7g"><picture><img src="{escape(_picture(article))}"></picture></div>
<div class="css-8h">{_text(article, site, "div", '<div class="css-9i"><div>', "</div>")}</div><div class="css-10j">{tags}</div></div>
<div class="css-11k">{_cards(article, site)}</div></div><div class="css-12l"><div>© 2024</div></div></div>""",
    )


TEMPLATES: dict[str, Template] = {"weblog": weblog, "AMP": amp, "tables": tables, "div blocks": blocks}


def _page(article: ArticleData, head: str, body: str) -> str:
    way = "rtl" if article.language == "ar" else "ltr"
    title = f"<title>{escape(article.title)}</title>"
    start = f'<!doctype html>\n<html lang="{article.language}" dir="{way}">'
    return f'{start}<head><meta charset="utf-8">{title}{head}</head>\n<body>{body}\n</body></html>'


def _meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escape(content)}">'


def _words(site: Site):
    return site.edition.words


def _by(site: Site) -> str:
    return escape(_words(site).by)


def _site_name(site: Site) -> str:
    return escape(site.edition.name)


def _when(article: ArticleData, site: Site) -> str:
    return escape(article_date(article.published, _words(site)))


def _picture(article: ArticleData) -> str:
    return article.image.url if article.image else ""


def _menu(site: Site) -> str:
    links = "".join(
        f'<li><a href="/{encoded(each.path)}">{escape(each.label)}</a></li>' for each in site.edition.sections
    )
    return f"<ul>{links}</ul>"


def _others(article: ArticleData, site: Site, first: int, count: int) -> list[ArticleData]:
    total = site.collection.total
    return [site.article((article.number + first + n) % total + 1) for n in range(count)]


def _cards(article: ArticleData, site: Site) -> str:
    cards = (
        f'<div><a href="{encoded(each.path)}"><img src="{escape(_picture(each))}"></a>'
        f'<h3><a href="{encoded(each.path)}">{escape(each.title)}</a></h3><span>{_when(each, site)}</span></div>'
        for each in _others(article, site, 7, 5)
    )
    return f"<h2>{escape(_words(site).most_read)}</h2>{''.join(cards)}"


def _text(article: ArticleData, site: Site, tag: str, box: str, box_end: str) -> str:
    pieces = [_piece(block, tag) for block in article.blocks]
    if len(pieces) > 1:
        links = "".join(
            f'<p><a href="{encoded(each.path)}">{escape(each.title)}</a></p>' for each in _others(article, site, 3, 2)
        )
        closing = "" if box.startswith("<table") else "</div>"
        pieces.insert(len(pieces) // 2, f"{box}{escape(_words(site).related)}{box_end}{links}{closing}")
    return "\n".join(pieces)


def _piece(block: Block, tag: str) -> str:
    if tag == "br":
        return f"{block.html}<br><br>"
    form = {"h2": "h2", "quote": "blockquote", "li": "li"}.get(block.form, tag)
    return f"<{form}>{block.html}</{form}>"
