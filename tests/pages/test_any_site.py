"""Titles and authors of pages of any site, where their sources do not agree."""

import json

import pytest

from mayadeen.pages.article import read

HOST = "https://daily.example"
SITE = '<meta property="og:site_name" content="The Daily"><meta name="author" content="The Daily">'
PROSE = "<p>The mill has opened again after a long winter of repairs that nobody in the town had wished for.</p>"


def sources(linked, shared, shown):
    data = json.dumps({"@type": "NewsArticle", "headline": linked}, ensure_ascii=False)
    return f'<script type="application/ld+json">{data}</script><meta property="og:title" content="{shared}"><h1>{shown}</h1>'


NEW, OLD = "Why the old mill of Selwick is loved again", "Mill of Selwick opens after winter of repairs"


@pytest.mark.parametrize(
    ("html", "slug", "title"),
    [
        (sources(NEW, OLD, NEW), "mill-of-selwick-opens-after-winter-of-repairs", OLD),
        (sources(NEW, OLD, NEW), "12345", NEW),
        (sources(NEW, OLD, NEW), "mill-selwick", NEW),
        (sources(NEW, OLD, NEW), "mill-of-selwick", NEW),
        (sources(NEW, 'A mill and "royal" guests', 'A mill and "royal" guests'), "12345", NEW),
        (sources("", 'A mill and "royal" guests', 'A mill and "royal" guests'), "12345", 'A mill and "royal" guests'),
        ('<meta property="og:site_name" content="朝日新聞"><h1></h1><title>津波注意報 気象庁：朝日新聞</title>', "1", "津波注意報 気象庁"),
        ("<title>地震：被害</title>", "1", "地震：被害"),
    ],
)  # fmt: skip
def test_a_title_is_what_most_sources_say(html, slug, title):
    assert read(html, f"{HOST}/news/{slug}")["title"] == title


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        (f"<p>&nbsp;</p><p><strong>Ann Lee</strong></p>{PROSE}", ["Ann Lee"]),
        (f"<p><em>…as others wait</em></p><p><b>Ann Lee/Jo van Ray</b></p>{PROSE}", ["Ann Lee", "Jo van Ray"]),
        (f"{PROSE}<p><b>Ann Lee</b></p>{PROSE}", ["The Daily"]),
        (f"<p><b>What happened next in the town</b></p>{PROSE}", ["The Daily"]),
        (f"<p><b>Ann Lee</b> says no</p>{PROSE}", ["The Daily"]),
        ("<p><b>Ann Lee</b></p>", ["The Daily"]),
    ],
)
def test_a_text_that_begins_with_a_name_is_signed_by_it_where_only_the_site_is_named(text, authors):
    assert read(f"<head>{SITE}</head><h1>T</h1><div>{text}</div>", f"{HOST}/x")["authors"] == authors


def test_what_reporters_are_called_is_no_part_of_their_names():
    assert read('<meta name="author" content="신현주 기자"><h1>T</h1>', f"{HOST}/x")["authors"] == ["신현주"]
