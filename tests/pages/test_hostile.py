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
from mayadeen.replica import LAYERS, Site
from tests import pace

URL = "https://english.almayadeen.net/news/politics/a-page"
SITE = Site(edition="en", articles=60, seed=1, class_seed=5)
PLAIN = SITE.article_html(1, layers=LAYERS)
SCRIPT = '<script id="tawsiyat-metadata" type="text/tawsiyat">%s</script>'
LINKED = '<script type="application/ld+json">%s</script>'
PARAGRAPH = "<p>The harbour guild opened the sea gate on Tuesday, and nobody in the town was surprised by it.</p>"

HOSTILE = {
    "empty": "",
    "spaces": " \n\t ",
    "no markup": "just words, and no markup at all",
    "null bytes": "\0" * 50_000 + PLAIN.replace("<p", "\0<p"),
    "deep divs": "<h1>T</h1>" + "<div>" * 100_000 + PARAGRAPH,
    "deep spans": "<h1>T</h1><p>" + "<span>" * 100_000 + "x",
    "deep in the content": '<h1>T</h1><div class="p-content">' + "<div>" * 3_000 + PARAGRAPH * 5,
    "deep bold in the content": '<h1>T</h1><div class="p-content"><p>' + "<b>x " * 3_000 + "</p></div>",
    "deep quotes": '<h1>T</h1><div class="p-content">' + "<blockquote>" * 2_000 + PARAGRAPH,
    "huge attribute": f'<h1 class="{"a " * 2_000_000}">T</h1>{PARAGRAPH}',
    "huge class in the content": f'<div class="p-content {"x" * 3_000_000}">{PARAGRAPH}</div>',
    "many attributes": "<h1 " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">T</h1>",
    "many attributes among quoted tags": "<h1 " + " ".join(f'a{n}="<b>"' for n in range(50_000)) + ">T</h1>",
    "many bare attributes": "<h1 " + "\n".join(f"a{n}" for n in range(50_000)) + ">T</h1>",
    "many attributes behind a comment": "<!-- <b a='--><h1 " + "/".join(f"a{n}" for n in range(50_000)) + ">T</h1>'",
    "many paragraphs": "<h1>T</h1>" + PARAGRAPH * 20_000,
    "many links": "<h1>T</h1>" + '<div><a href="/x">Another headline</a></div>' * 30_000,
    "many links in the content": '<h1>T</h1><div class="p-content">'
    + '<ul><li><a href="/x">A headline</a></li></ul>' * 5_000
    + "</div>",
    "one long line": "<h1>T</h1><p>" + "word " * 500_000 + "</p>",
    "one long word": f"<h1>T</h1><p>{'w' * 3_000_000}</p><title>{'- ' * 500_000}</title>",
    "long title": f"<title>{' | a' * 200_000}</title><h1>{'b - ' * 200_000}</h1>",
    "many headings": "<h1>T</h1>" * 20_000 + "<h2><a href='/x'>y</a></h2>" * 20_000,
    "many times": "<h1>T</h1>" + "<time>yesterday</time>" * 20_000,
    "many metas": '<meta property="article:tag" content="x">' * 50_000
    + '<meta name="author" content="a, b and c">' * 5_000,
    "long keywords": f'<meta name="keywords" content="{"a," * 500_000}"><h1>T</h1>',
    "long author": f'<meta name="author" content="{"a and " * 200_000}"><h1>T</h1>',
    "many images": "<h1>T</h1>"
    + "<div>" * 200
    + '<figure><img src="/a{0}.jpg"><figcaption>c</figcaption></figure>' * 20_000,
    "script broken": SCRIPT % '{"title": "x' + PLAIN,
    "script deep": SCRIPT % ("[" * 100_000),
    "script NaN": SCRIPT % '{"title": NaN, "postid": Infinity, "keywords": -Infinity}' + PLAIN,
    "script huge number": SCRIPT % ('{"video_duration": ' + "9" * 100_000 + ', "postid": 1e999}'),
    "script wrong types": SCRIPT
    % json.dumps(
        {
            k: [{"a": [1, None]}]
            for k in (
                "title",
                "postid",
                "keywords",
                "classes",
                "author",
                "description",
                "published_time",
                "thumbnail",
                "lang",
                "type",
                "url",
            )
        }
    ),
    "script of strings": SCRIPT
    % json.dumps(
        {"classes": "x", "title": 5, "postid": True, "keywords": {"a": 1}, "author": None, "published_time": 12}
    ),
    "script surrogates": SCRIPT % '{"title": "a \\ud800 b", "description": "\\udfff", "keywords": "\\ud83d"}',
    "classes of anything": SCRIPT
    % '{"classes": [1, null, "x", {"mapping": ["a"], "value": "b"}, {"mapping": "posttype", "value": 3}]}',
    "linked deep": LINKED % ('{"@graph":' * 5_000),
    "linked cycle": LINKED % '{"@id": "a", "@type": "NewsArticle", "author": {"@id": "a"}, "image": {"@id": "a"}}',
    "linked wide": LINKED % json.dumps([{"@type": "NewsArticle", "headline": f"h{n}"} for n in range(50_000)]),
    "linked wrong types": LINKED
    % json.dumps(
        {
            "@type": {"a": 1},
            "headline": ["x"],
            "author": 5,
            "image": [[[[]]]],
            "keywords": [None, {"name": 3}],
            "datePublished": {},
        }
    )
    + LINKED % "3",
    "linked wrong types of an article": LINKED
    % json.dumps(
        {
            "@type": ["NewsArticle", 5],
            "headline": {"a": 1},
            "author": [[1], {"name": [2, "x"]}],
            "image": {"url": {"url": 5}},
            "inLanguage": [{}],
            "articleSection": [[[]]],
            "duration": 7,
            "publisher": "p",
            "@id": 4,
        }
    ),
    "linked authors of anything": LINKED
    % json.dumps({"@type": "NewsArticle", "author": [{"@id": ["x"]}, {"@id": {"a": 1}}], "publisher": {"@id": []}}),
    "linked section of a list": LINKED % '{"@type": "NewsArticle", "articleSection": {"name": ["x"]}}' + PARAGRAPH,
    "linked section of a number": LINKED % '{"@type": "NewsArticle", "articleSection": 1.5}' + PARAGRAPH,
    "linked tags deep": LINKED % f'{{"@type": "NewsArticle", "keywords": ["x", {"[" * 1_000}{"]" * 1_000}]}}' + PARAGRAPH,
    "linked trail of anything": LINKED
    % f'{{"@type": "BreadcrumbList", "itemListElement": [{{"position": {"[" * 1_000}{"]" * 1_000}, "name": "x", "item": 5}}]}}',
    "odd addresses": '<base href="http://[::1"><h1>T</h1><img src="http://[x"><a href="http://]/">x</a><div class="p-content"><div><p>Related</p><ul><li><a href="http://[">One headline</a></li><li><a href="//">Two</a></li></ul></div></div>',
    "php and cdata": "<?php echo 1; ?><![CDATA[x]]><h1>T</h1><!-- <p>-- -->" + PARAGRAPH,
    "entities": "<h1>&#0;&#x110000;&#xD800;&nosuch;&amp;amp;amp;</h1>" + PARAGRAPH,
    "surrogates": "<h1>a \ud800 b</h1>" + PARAGRAPH,
    "frames": "<frameset><frame src=x></frameset>",
    "only a comment": "<!-- nothing -->",
    "plaintext": "<plaintext>" + PARAGRAPH * 1_000,
    "tables": "<h1>T</h1>" + "<table><tr><td>" * 2_000 + PARAGRAPH,
    "select": "<h1>T</h1><select>" + "<option>x" * 50_000,
    "unclosed": "<h1>T<p>" + "<a href='/x'>" * 20_000,
    "dates": "<h1>T</h1>" + "<p>" + "1:" * 19 + "</p>" + "".join(f"<p>{n} Jan {n} 1{n}:99</p>" for n in range(5_000)),
}


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
