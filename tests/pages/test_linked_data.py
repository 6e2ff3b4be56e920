"""Which of the articles that JSON-LD tells of is the page's own."""

import json
from urllib.parse import quote

import pytest

from tests.pages.test_article import HOST, page

SLUG = "غزة--يوم-في-المدينة-القديمة-حيث-يجتمع-الناس-كل-صباح-عند-الباب"
OTHER = {"@type": "NewsArticle", "headline": "Another", "author": "X", "datePublished": "2020-01-01T10:00:00+02:00", "image": "/x.jpg"}


def told(*data):
    return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in data)


def test_an_address_is_the_same_however_its_letters_are_written():
    own = {"@type": "NewsArticle", "headline": "This one", "url": f"https://www.almayadeen.net/news/politics/{SLUG}"}
    read = page(told(OTHER | {"url": "https://www.almayadeen.net/news/politics/x"}, own), f"/news/politics/{quote(SLUG)}", "ar")
    assert read.item().title == "This one" and read.item().published is None


@pytest.mark.parametrize("key", ["item", None])
def test_a_list_of_others_tells_nothing_of_the_page(key):
    card = OTHER | {"url": f"{HOST}/news/politics/other"}
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", key: card} if key else card]}
    item = page(told(listed) + "<h1>A ferry returns</h1><p>6 Jan 2022 15:39</p>").item()
    assert item.title == "A ferry returns" and item.authors == [] and item.image_url is None
    assert item.published == "2022-01-06T15:39:00+02:00" and "conflict" not in item.provenance["title"]


def test_a_list_may_hold_the_page_itself():
    own = OTHER | {"url": f"{HOST}/news/politics/a-ferry-returns"}
    item = page(told({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": own}]})).item()
    assert (item.title, item.authors) == ("Another", ["X"])


@pytest.mark.parametrize("kind", ["", "type", 'type=""', 'type="text/tawsiyat"'])
def test_the_metadata_script_is_known_by_its_name(kind):
    item = page(f'<script id="tawsiyat-metadata" {kind}>{{"title": "A ferry returns", "postid": "12"}}</script>').item()
    assert (item.title, item.post_id) == ("A ferry returns", "12")


def test_a_script_of_that_name_without_json_tells_nothing():
    item = page('<script id="tawsiyat-metadata">var a = {"title": "x"};</script><h1>A ferry returns</h1>').item()
    assert item.title == "A ferry returns"
