"""Where the addresses of an item's fields lead: to what the page means, and never to what it only looks like."""

import pytest

from mayadeen.editions import EDITIONS
from mayadeen.pages import article

HOST = "https://english.almayadeen.net"
URL = f"{HOST}/news/politics/roses"


def read(html):
    return article.fields(f"<h1>Villagers plant a rose garden</h1>{html}", URL, EDITIONS["en"])


BOX = """<div class="p-content"><p>They began at dawn, and they were done by noon.</p>
<div><h4>Related News</h4><ul><li><a href="{}">A headline of another</a></li><li><a href="/news/politics/own">Ours</a></li>
</ul></div><p>Nobody in the village had seen so many roses before.</p></div>"""
OURS = {"title": "Ours", "url": f"{HOST}/news/politics/own"}


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://english.almayadeen.net/news/politics/x?utm_source=a", "https://english.almayadeen.net/news/politics/x"),
        ("https://almayadeen.net/news/politics/x", "https://www.almayadeen.net/news/politics/x"),
        ("https://espanol.almayadeen.net/news/x", "https://espanol.almayadeen.net/news/x"),
        ("https://media.almayadeen.net/news/x", None),
        ("https://www.facebook.com/sharer/sharer.php?u=x", None),
        ("mailto:a@b.c", None),
        ("javascript:void(0)", None),
        ("#comments", None),
    ],
)
def test_what_a_box_links_to_keeps_the_host_it_is_on(link, kept):
    found = read(BOX.format(link))
    others = [{"title": "A headline of another", "url": kept}] if kept else []
    assert found["related"] == [*others, OURS]


def test_links_to_share_a_page_are_no_articles_of_the_site():
    links = '<ul><li><a href="https://wa.me/?text=x">WhatsApp</a></li><li><a href="mailto:?body=x">Mail</a></li></ul>'
    page = f'<div class="p-content"><p>They began at dawn, and were done by noon.</p>{links}</div>'
    assert "related" not in read(page)
