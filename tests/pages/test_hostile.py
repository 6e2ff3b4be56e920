"""Pages made to break a reader: nothing undeclared is raised, and none costs more than 2 seconds or 200 MB."""

import json
import resource
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from mayadeen.editions import EDITIONS
from mayadeen.pages import article
from mayadeen.pages.listing import ListingPage
from tests import pace
from tests.pages.hostile import HOSTILE, LINKED, PLAIN, SCRIPT, TWICE, URL


def read_all(html: str) -> None:
    for edition in (EDITIONS["en"], EDITIONS["ar"], None):
        found = article.fields(html, URL, edition)
        assert isinstance(found, dict)
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    assert set(article.read(html, URL)) == {"title", "body", "published", "authors", "tags", "image"}


# The dearest of each sort and all that are small; every page is read in the long run.
DEAR = (
    "many times", "many paragraphs", "many headings", "long keywords", "many links", "huge class in the content",
    "many images", "dates", "many metas", "many links in the content", "one long word", "one long line", "long title",
    "select", "unclosed", "linked wide", "deep divs", "deep spans",
)  # fmt: skip


def some(names):
    """Each once; what takes a second or more only in the long run."""
    return [pytest.param(name, marks=pytest.mark.long if name in DEAR else ()) for name in names]


@pytest.mark.parametrize("name", some(HOSTILE))
def test_hostile_page(name):
    with pace.within(2):
        found = article.fields(HOSTILE[name], URL, EDITIONS["en"])
    json.dumps(found, ensure_ascii=False).encode("utf-8")
    with pace.within(2):
        article.read(HOSTILE[name], URL)
    article.fields(HOSTILE[name], URL, EDITIONS["ar"])


@pytest.mark.parametrize("name", some(HOSTILE))
def test_hostile_response(name):
    body = HOSTILE[name].encode("utf-8", "surrogatepass")
    page = article.ArticlePage(HtmlResponse(URL, body=body, encoding="utf-8"), EDITIONS["en"])
    page.item()
    assert isinstance(page.is_item, bool)


@pytest.mark.parametrize("name", TWICE)
def test_what_repeats_costs_no_square(name):
    """What is quadratic takes 3 seconds to a minute."""
    with pace.within(2):
        article.fields(TWICE[name](30_000), URL, EDITIONS["en"])


def test_nested_controls_of_a_listing():
    page = '<a href="/x">x</a>' + "<div role=button data-a=b>" * 250 + "<b></b>word " * 30_000
    with pace.within(2):
        _listing(page, "text/html")


def test_a_listing_of_many_strings_of_markup():
    with pace.within(1):
        _listing(json.dumps(["<b>x"] * 50_000), "application/json")


def _listing(body: str, kind: str) -> None:
    answer = HtmlResponse(URL, body=body.encode(), encoding="utf-8", headers={"Content-Type": kind})
    found = ListingPage(answer, EDITIONS["en"], lambda link: link)
    assert found.further(URL, 1) is None
    assert not found.goes_on_by_script(["/x"])


@pytest.mark.long
def test_memory():
    """Each page in turn in a process of its own, which may grow by 200 MB."""
    script = (
        "import resource, sys\nfrom tests.pages.test_hostile import *\n"
        "article.fields(PLAIN, URL, None)\nbefore = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for name, html in HOSTILE.items():\n    read_all(html)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 200e6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


WORDS = st.sampled_from(
    [
        "Related News",
        "By",
        "Source:",
        "2 Min Read",
        "6 Jan 2022 15:39",
        "Tags",
        "A sentence of some length, that ends here.",
        "&amp;",
        "‏غزة",
        "(AP)",
        "\u200b",
        "12:99",
        "PT1H",
        "x" * 300,
    ]
)
TAGS = st.sampled_from([
    "p", "div", "span", "a", "ul", "li", "h1", "h2", "blockquote", "figure", "figcaption", "img", "br", "b",
    "section", "article", "aside", "main", "table", "tr", "td", "time", "video", "source", "iframe", "noscript",
    "template", "script", "style",
])  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' class="p-content"',
        ' class="lg_para summary"',
        ' href="/news/x"',
        ' src="/a.jpg"',
        ' datetime="2022-01-06"',
        " hidden",
        ' style="display:none"',
        ' href="http://["',
        ' itemprop="author"',
        ' rel="author"',
    ]
)


@st.composite
def trees(draw, depth=0):
    if depth > 5 or draw(st.booleans()):
        return draw(WORDS)
    tag, attributes = draw(TAGS), draw(ATTRIBUTES)
    inside = "".join(draw(st.lists(trees(depth + 1), max_size=4)))
    return f"<{tag}{attributes}>{inside}" + ("" if draw(st.integers(0, 9)) == 0 else f"</{tag}>")


JSONS = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "title",
                    "postid",
                    "keywords",
                    "classes",
                    "mapping",
                    "value",
                    "author",
                    "name",
                    "@type",
                    "@graph",
                    "headline",
                    "image",
                    "url",
                    "datePublished",
                    "published_time",
                    "description",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@st.composite
def pages(draw):
    """A page of scraps with hostile data, or the replica's with pieces cut, doubled and swapped."""
    data = json.dumps(draw(JSONS))
    head = draw(st.sampled_from([SCRIPT, LINKED])) % data
    if draw(st.booleans()):
        return head + "".join(draw(st.lists(trees(), max_size=6)))
    cut = sorted(draw(st.lists(st.integers(0, len(PLAIN)), min_size=4, max_size=4)))
    a, b, c, d = (PLAIN[x:y] for x, y in zip([0, *cut[:3]], cut, strict=False))
    return draw(
        st.sampled_from(
            [a + c + PLAIN[cut[3] :], a + b + b + d, b + a + head + PLAIN[cut[2] :], a + head + d + PLAIN[cut[3] :]]
        )
    )


GENERATED = settings(deadline=2_000, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.long
@settings(GENERATED, max_examples=1_000)
@given(pages())
def test_a_thousand_generated_pages(html):
    read_all(html)


@settings(GENERATED, max_examples=60)
@given(pages())
def test_some_generated_pages(html):
    read_all(html)
