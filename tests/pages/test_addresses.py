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


@pytest.mark.parametrize("said", ["//media.almayadeen.net/a.jpg", "https://media.almayadeen.net/a.jpg"])
@pytest.mark.parametrize("layer", ["meta", "script", "jsonld"])
def test_a_picture_is_kept_at_a_whole_address(said, layer):
    stated = {
        "meta": f'<meta property="og:image" content="{said}">',
        "script": f'<script id="tawsiyat-metadata" type="text/tawsiyat">{{"thumbnail": "{said}"}}</script>',
        "jsonld": f'<script type="application/ld+json">{{"@type": "NewsArticle", "image": "{said}"}}</script>',
    }
    assert read(stated[layer])["image_url"] == "https://media.almayadeen.net/a.jpg"
    assert read(stated[layer].replace(said, "/a/b.jpg"))["image_url"] == f"{HOST}/a/b.jpg"


def test_of_several_bases_the_first_counts():
    assert read('<base href="/one/"><base href="/two/"><img src="a.jpg">')["image_url"] == f"{HOST}/one/a.jpg"


@pytest.mark.parametrize("odd", ["javascript:alert(1)", "blob:https://x.net/1", "data:video/mp4;base64,AAAA"])
def test_a_video_has_an_address_that_can_be_asked_for(odd):
    assert "videos" not in read(f'<video src="{odd}"></video><iframe src="javascript:/embed/1"></iframe>')
    found = read(f'<video src="{odd}" poster="{odd}"><source src="/v.mp4"></video>')
    assert found["videos"] == [{"url": f"{HOST}/v.mp4", "seconds": None, "poster": None}]
    assert "image_url" not in found


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ('srcset="," src="/a.jpg"', "/a.jpg"),
        ('srcset="/a.jpg 300w,/b.jpg 900w" src="/c.jpg"', "/b.jpg"),
        ('srcset="/a.jpg?x=1,2 1x, /b.jpg?x=1,2 2x"', "/b.jpg?x=1,2"),
        ('srcset="/a.jpg 1.5x, /b.jpg 2x"', "/b.jpg"),
        ('srcset="/a.jpg"', "/a.jpg"),
        ('srcset="data:image/gif;base64,AA 1w, /b.jpg 900w" src="/c.jpg"', "/c.jpg"),
    ],
)
def test_a_picture_of_several_sizes_is_its_largest(attributes, address):
    assert read(f"<img {attributes}>")["image_url"] == HOST + address
