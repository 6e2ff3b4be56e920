"""A page redesigned in forty ways: the body stays what it was."""

from collections import Counter
from itertools import product

import pytest
from scrapy.http import HtmlResponse

from mayadeen.editions import EDITIONS
from mayadeen.pages.article import ArticlePage
from mayadeen.replica import Site
from tests.pages.mutations import MUTATIONS

WITH_SCRIPT, WITHOUT, BARE = ("script", "meta", "markup"), ("meta", "markup"), ()
NUMBERS = (1, 4, 10, 13, 16, 25, 28)


@pytest.fixture(scope="module")
def sites():
    return {code: Site(edition=code, articles=150, seed=1, class_seed=5) for code in ("en", "ar", "es")}


def f1(true: str, read: str) -> float:
    """Of the words, each as often as it stands there."""
    true, read = Counter(true.split()), Counter(read.split())
    both = 2 * sum((true & read).values())
    return both / (true.total() + read.total()) if true or read else 1.0


def scores(sites, mutate, layers, numbers=NUMBERS):
    for code, site in sites.items():
        for number in sorted({*numbers, *site.kinds().values()}):
            article = site.article(number)
            html = mutate(site.article_html(number, layers=layers))
            response = HtmlResponse(article.url, body=html.encode(), encoding="utf-8")
            item = ArticlePage(response, EDITIONS[code]).item()
            yield f1("\n\n".join(article.body), item.body or "")


def mean(values):
    values = list(values)
    assert len(values) > 40
    return sum(values) / len(values)


def test_the_measure_itself():
    assert f1("a b c d", "a b") == pytest.approx(2 / 3)
    assert f1("", "") == 1 and f1("a", "") == 0


def test_there_are_enough():
    assert len(MUTATIONS) > 30


LEAST = {WITH_SCRIPT: 0.98, WITHOUT: 0.95, BARE: 0.95}
# In the short run each mutation meets one set of layers, in the long one all three.
ONE_EACH = [(name, layers) for number, name in enumerate(MUTATIONS) for layers in [list(LEAST)[number % len(LEAST)]]]
OTHERS = [pair for pair in product(MUTATIONS, LEAST) if pair not in ONE_EACH]


@pytest.mark.parametrize(("name", "layers"), ONE_EACH)
def test_body(sites, name, layers):
    assert mean(scores(sites, MUTATIONS[name], layers)) >= LEAST[layers]


@pytest.mark.long
@pytest.mark.parametrize(("name", "layers"), OTHERS)
def test_body_with_other_layers(sites, name, layers):
    assert mean(scores(sites, MUTATIONS[name], layers)) >= LEAST[layers]


@pytest.mark.parametrize(("encoding", "declared"), [("windows-1256", True), ("utf-8", False), ("utf-16", False)])
def test_arabic_in_other_encodings(sites, encoding, declared):
    site = sites["ar"]
    for number in NUMBERS:
        article = site.article(number)
        html = site.article_html(number, layers=WITH_SCRIPT)
        html = html.replace('charset="utf-8"', f'charset="{encoding}"' if declared else "")
        body = html.encode(encoding, "xmlcharrefreplace")
        item = ArticlePage(HtmlResponse(article.url, body=body), EDITIONS["ar"]).item()
        assert item.title == article.title and item.body == "\n\n".join(article.body)


def test_bytes_that_are_no_utf8_cost_their_own_letters_only(sites):
    article = sites["en"].article(1)
    html = sites["en"].article_html(1, layers=WITH_SCRIPT).encode().replace(b"</h1>", b" \xff\xfe\xc3</h1>")
    item = ArticlePage(HtmlResponse(article.url, body=html, encoding="utf-8"), EDITIONS["en"]).item()
    assert item.title == article.title and item.body == "\n\n".join(article.body)


def test_lazy_images_are_read_from_where_they_wait(sites):
    site = sites["en"]
    number = next(n for n in range(1, 100) if site.article(n).images and not site.article(n).video_url)
    html = MUTATIONS["lazy_images"](site.article_html(number, layers=()))
    item = ArticlePage(
        HtmlResponse(site.article(number).url, body=html.encode(), encoding="utf-8"), EDITIONS["en"]
    ).item()
    assert item.image_url == site.article(number).image.url
    assert [image["url"] for image in item.images] == [picture.url for picture in site.article(number).images]


def test_a_date_above_the_headline_is_found(sites):
    site = sites["en"]
    html = MUTATIONS["date_moved_above_the_headline"](site.article_html(1, layers=()))
    item = ArticlePage(HtmlResponse(site.article(1).url, body=html.encode(), encoding="utf-8"), EDITIONS["en"]).item()
    assert item.published == site.article(1).published.isoformat()
