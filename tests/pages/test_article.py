"""A page as a reader of the site sees it, and the pages that are no item."""

import json

import pytest
from scrapy.http import HtmlResponse

from mayadeen.editions import EDITIONS
from mayadeen.loaders import ArticleLoader
from mayadeen.pages import article
from mayadeen.pages.article import ArticlePage
from tests import scripted

HOST = "https://english.almayadeen.net"
# The arrangement of an English page that was seen as text; every class name is made up.
ENGLISH = """<!doctype html><html lang="en"><head><title>A ferry returns | Al Mayadeen English</title></head><body>
<nav><ul><li><a href="/news/politics">Politics</a></li></ul></nav>
<h1>A ferry returns</h1>
<ul><li>By <a href="/authors/x">Ann Lee</a></li><li>Source: Agencies + Al Mayadeen Net</li><li>6 Jan 2022 15:39</li></ul>
<div><span>2 Min Read</span></div>
<p>The ferry has come back to the harbour after two long years of repairs.</p>
<div><ul><li><img data-src="/media/4e36d1bb-9654-4512-9910-044b70d0fd9c.jpg" src="data:,"><p>A ferry outside the mayor's office (TASS)</p></li></ul></div>
<div>
<p>Two large ferries in <a href="/x">Selwick</a>, Dorvane, have been <b>repaired</b> by the guild and are <span>open to walkers</span>.</p>
<blockquote><p>Nobody had expected it, said the keeper of the lighthouse.</p></blockquote>
<h2>What was repaired</h2>
<ul><li>The deck, by the carpenters</li><li>The bell, by the founders of Galdry</li></ul>
<div><h4>Related News</h4><p><a href="/news/politics/one">One other headline about a harbour</a></p><p><a href="/news/politics/two">Two other headlines about a mill</a></p></div>
<p>According to the guild, the ferry will sail three times a day, and four times on Sundays.</p>
<p><a href="/news/politics/three">The lone line of another headline</a></p>
<p>It was built in the year of the great storm, when the old bridge fell into the river Arvel.</p>
</div>
<ul><li><a href="/tags/ferries">Ferries</a></li><li><a href="/tags/harbours">Harbours</a></li></ul>
<h2>Most Read</h2>
<div><h3><a href="/news/politics/four">A fourth headline, much read</a></h3><ul><li>Politics</li><li>8 Nov 2025</li></ul></div>
<div><p>Al Mayadeen is an Arab Independent Media Satellite Channel.</p><p>All Rights Reserved</p></div>
</body></html>"""


def page(html, path="/news/politics/a-ferry-returns", edition="en", **headers):
    url = f"https://{EDITIONS[edition].host}{path}"
    return ArticlePage(HtmlResponse(url, body=html.encode(), encoding="utf-8"), EDITIONS[edition])


def test_an_english_page_without_any_metadata():
    item = page(ENGLISH).item()
    assert item.title == "A ferry returns"
    assert item.authors == ["Ann Lee"] and item.source == "Agencies + Al Mayadeen Net"
    assert item.published == "2022-01-06T15:39:00+02:00" and item.published_day == "2022-01-06"
    assert item.reading_minutes == 2
    assert item.summary == "The ferry has come back to the harbour after two long years of repairs."
    assert item.image_url == f"{HOST}/media/4e36d1bb-9654-4512-9910-044b70d0fd9c.jpg"
    assert (item.image_caption, item.image_credit) == ("A ferry outside the mayor's office", "TASS")
    assert item.tags == ["Ferries", "Harbours"]
    assert item.related == [
        {"title": "One other headline about a harbour", "url": f"{HOST}/news/politics/one"},
        {"title": "Two other headlines about a mill", "url": f"{HOST}/news/politics/two"},
    ]
    assert item.body.split("\n\n") == [
        "Two large ferries in Selwick, Dorvane, have been repaired by the guild and are open to walkers.",
        "Nobody had expected it, said the keeper of the lighthouse.",
        "What was repaired",
        "The deck, by the carpenters",
        "The bell, by the founders of Galdry",
        "According to the guild, the ferry will sail three times a day, and four times on Sundays.",
        "It was built in the year of the great storm, when the old bridge fell into the river Arvel.",
    ]
    assert item.word_count == len(item.body.split())
    assert (item.kind, item.section, item.section_name, item.language) == ("news", "news/politics", "Politics", "en")
    assert item.id.startswith("en:") and item.post_id is None and len(item.id) == 19
    assert item.provenance["published"] == {
        "layer": "structure",
        "raw": "6 Jan 2022 15:39",
        "precision": "minute",
        "zone": "beirut",
    }


def script(**values):
    data = json.dumps({"title": "T", "postid": "5", **values}, ensure_ascii=False)
    return f'<script id="tawsiyat-metadata" type="text/tawsiyat">{data}</script><h1>T</h1>'


def posttype(value):
    return {"classes": [{"key": "class1", "mapping": "posttype", "value": value}]}


@pytest.mark.parametrize(
    ("html", "path", "edition", "reason"),
    [
        (script(**posttype("الكتّاب")), "/authors/x", "ar", "posttype الكتّاب"),
        (script(**posttype(" تغطيات ")), "/news/x/y", "ar", "posttype  تغطيات "),
        (script(type="page"), "/news/politics/x", "ar", "type page"),
        ("<h1>Politics</h1>", "/news/politics", "en", "listing"),
        ("<h1>Welcome</h1>", "/", "en", "home"),
        ("<h1>Someone</h1>", "/authors/someone", "en", "authors"),
        ("<h1>About</h1>", "/about-us", "en", "about-us"),
        ("<p></p>", "/news/politics/x", "en", "no title"),
        ("<h1>Something</h1>", "/news/politics/x", "en", "nothing of an article"),
        ("", "/news/politics/x", "en", "no title"),
    ],
)
def test_pages_that_are_no_item(html, path, edition, reason):
    read = page(html, path, edition)
    assert not read.is_item and read.reason == reason


@pytest.mark.parametrize(
    ("html", "path", "edition", "kind"),
    [
        (script(**posttype("فيديو")), "/news/politics/x", "ar", "video"),
        (script(**posttype("أخبار ")), "/articles/x", "ar", "news"),
        (script(), "/newscast/2023/8/1/x", "ar", "newscast"),
        (script(), "/tv-reports/x", "ar", "report"),
        (script(), "/articles/features/x", "en", "feature"),
        (script(), "/articles/x", "en", "opinion"),
        (script(), "/in-pictures/x", "en", "gallery"),
        (script(**posttype("Infograph")), "/unheard/x", "en", "infographic"),
        (script(), "/unheard/x", "es", "other"),
        (
            '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "T"}</script>',
            "/unheard/x",
            "es",
            "live",
        ),
        ('<meta property="article:section" content="Análisis"><h1>T</h1>', "/unheard/x", "es", "analysis"),
    ],
)
def test_kinds(html, path, edition, kind):
    assert page(html, path, edition).item().kind == kind


def test_the_post_id_makes_the_id_and_else_the_path():
    assert page(script()).item().id == "en:5"
    with_query = page("<h1>T</h1>", "/news/politics/x?utm_source=y").item()
    assert (
        with_query.id
        == page("<h1>T</h1>", "/news/politics/x").item().id
        != page("<h1>T</h1>", "/news/politics/z").item().id
    )


def test_several_articles_in_linked_data():
    data = [
        {"@type": "NewsArticle", "headline": "Another", "url": f"{HOST}/news/politics/other", "author": "X"},
        {
            "@graph": [
                {"@type": "WebPage", "name": "Page"},
                {
                    "@type": "NewsArticle",
                    "headline": "This one",
                    "mainEntityOfPage": {"@id": f"{HOST}/news/politics/a-ferry-returns"},
                },
            ]
        },
    ]
    html = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    item = page(html).item()
    assert item.title == "This one" and item.provenance["title"]["layer"] == "jsonld" and item.authors == []


def test_a_users_loader_is_used():
    class Loud(ArticleLoader):
        def title_in(self, values):
            return [value.upper() for value in values]

    response = HtmlResponse(f"{HOST}/news/politics/x", body=b"<h1>quiet</h1>", encoding="utf-8")
    assert ArticlePage(response, EDITIONS["en"], Loud).item().title == "QUIET"


def test_fields_from_bytes_are_those_of_the_page():
    url = f"{HOST}/news/politics/a-ferry-returns"
    assert article.fields(ENGLISH.encode(), url, EDITIONS["en"])["body"] == page(ENGLISH).item().body


def test_any_sites_page():
    html = """<html><head><title>A mill opens - The Daily</title><meta property="og:title" content="A mill opens">
    <meta property="og:site_name" content="The Daily"><meta property="article:published_time" content="2024-03-01T10:00:00+05:00">
    <meta name="author" content="By Ann Lee and Jo Ray"><meta name="keywords" content="mills, rivers"></head><body><h1>A mill opens</h1>
    <article><p>{}</p><p>{}</p></article></body></html>""".format(
        "The mill has opened again after a winter of repairs. " * 8, "Neighbours came to see it, and stayed. " * 8
    )
    found = article.read(html, "https://daily.example/x")
    assert (
        found["title"] == "A mill opens"
        and found["authors"] == ["Ann Lee", "Jo Ray"]
        and found["tags"] == ["mills", "rivers"]
    )
    assert found["published"] == "2024-03-01T10:00:00+05:00" and found["image"] is None
    assert found["body"].startswith("The mill has opened") and found["body"].endswith("and stayed.")


def test_videos_with_address_and_poster():
    html = '<h1>T</h1><video poster="/p.jpg"><source src="/v.mp4"></video><iframe src="https://www.youtube.com/embed/abc"></iframe>'
    item = page(html, "/video/x", "ar").item()
    assert [(v["url"], v["poster"]) for v in item.videos] == [
        ("https://www.almayadeen.net/v.mp4", "https://www.almayadeen.net/p.jpg"),
        ("https://www.youtube.com/embed/abc", None),
    ]
    assert item.image_url == "https://www.almayadeen.net/p.jpg"


def test_any_sites_picture_is_the_one_that_its_page_shows():
    head = (
        '<meta property="og:image" content="https://img.y.net/preview/Harbour-Gate-1200x630.jpg?mark=1"><h1>A gate</h1>'
    )
    shown = (
        '<img src="/logo-of-the-paper.png"><img srcset="/i/Harbour-Gate-300x180.jpg 300w, /i/Harbour-Gate.jpg 900w">'
    )
    found = article.fields(head + shown, "https://y.net/a", None)
    assert found["image_url"] == "https://y.net/i/Harbour-Gate.jpg"
    assert found["provenance"]["image_url"]["layer"] == "structure"
    assert article.fields(head, "https://y.net/a", None)["image_url"].startswith("https://img.y.net/preview/")


def test_a_host_in_common_makes_no_picture_the_same():
    head = '<meta property="og:image" content="https://d4f7y6nbupj5z.z.net/gate.jpg"><h1>A gate</h1>'
    found = article.fields(head + '<img src="https://d4f7y6nbupj5z.z.net/logo.png">', "https://y.net/a", None)
    assert found["image_url"] == "https://d4f7y6nbupj5z.z.net/gate.jpg"


def test_a_template_that_says_zero_makes_no_two_articles_one():
    ids = {article.fields(scripted.page(title, "0"), f"{HOST}/news/politics/{title}", EDITIONS["en"])["id"] for title in "ab"}
    assert len(ids) == 2 and "en:0" not in ids
