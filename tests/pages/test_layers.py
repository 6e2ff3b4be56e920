"""Take away each layer and each pair of layers: what still stands is found, and nothing is wrong."""

from itertools import combinations

import pytest
from scrapy.http import HtmlResponse

from mayadeen.editions import EDITIONS
from mayadeen.pages.article import ArticlePage
from mayadeen.replica import LAYERS, Site
from tests.pages.truth import wrong

GONE = [(), *((layer,) for layer in LAYERS), *combinations(LAYERS, 2)]


def left(gone):
    return tuple(layer for layer in LAYERS if layer not in gone)


@pytest.fixture(scope="module", params=("en", "ar", "es"))
def site(request):
    return Site(edition=request.param, articles=150, seed=1, class_seed=5)


def page(site, number, layers):
    article = site.article(number)
    response = HtmlResponse(article.url, body=site.article_html(number, layers=layers).encode(), encoding="utf-8")
    return ArticlePage(response, EDITIONS[article.edition])


def test_every_field_of_every_kind_with_any_two_layers_gone(site):
    numbers = sorted({*site.kinds().values(), *range(1, 40, 3)})
    assert len(numbers) > 15
    failed = {}
    for number in numbers:
        for gone in GONE:
            read = page(site, number, left(gone))
            assert read.is_item, read.reason
            if found := wrong(site.article(number), left(gone), read.item()):
                failed[number, gone] = found
    assert not failed, (len(failed), dict(list(failed.items())[:2]))


def test_provenance_moves_to_the_next_layer(site):
    number = site.kinds()["news"]
    layers = {
        gone: {name: note["layer"] for name, note in page(site, number, left(gone)).item().provenance.items()}
        for gone in ((), ("script",), ("script", "jsonld"), ("markup",))
    }
    first = "script" if site.article(number).metadata else "jsonld"
    assert layers[()]["title"] == layers[()]["published"] == first
    assert layers["script",]["title"] in ("jsonld", "meta")
    assert layers["script", "jsonld"]["title"] == "meta"
    assert layers[()]["body"] == "markup"
    assert layers["markup",]["body"] == "structure"
    assert layers[()]["image_caption"] == layers[()]["reading_minutes"] == "structure"


def test_layers_that_agree_are_no_conflict(site):
    for number in range(1, 30, 4):
        notes = page(site, number, LAYERS).item().provenance
        conflicts = {name: note for name, note in notes.items() if "conflict" in note}
        assert not conflicts


def test_layers_that_disagree_are_a_conflict(site):
    number = site.kinds()["news"]
    article = site.article(number)
    html = site.article_html(number, layers=("jsonld", "opengraph", "meta", "markup"))
    html = html.replace('property="og:title" content="', 'property="og:title" content="Quite another headline: ')
    item = ArticlePage(
        HtmlResponse(article.url, body=html.encode(), encoding="utf-8"), EDITIONS[article.edition]
    ).item()
    assert item.title == article.title
    conflict = item.provenance["title"]["conflict"]
    assert conflict["layer"] == "meta" and conflict["raw"].startswith("Quite another headline")


def test_provenance_names_the_rank_of_the_selector_that_matched(site):
    number = next(n for n in range(1, 40) if site.article(n).blocks and site.article(n).summary)
    notes = page(site, number, ("markup",)).item().provenance
    assert notes["body"]["rank"] == 0 and notes["summary"] == {
        "layer": "markup",
        "raw": notes["summary"]["raw"],
        "rank": 0,
    }


def test_every_value_has_its_provenance_and_it_is_short(site):
    import json

    derived = {"edition", "word_count"}
    for number in site.kinds().values():
        item = page(site, number, LAYERS).item()
        filled = {
            name for name, value in vars(item).items() if value not in (None, [], {}, "") and name != "provenance"
        }
        assert filled - derived <= set(item.provenance)
        assert all(len(json.dumps(note, ensure_ascii=False)) < 500 for note in item.provenance.values())
