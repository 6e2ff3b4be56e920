import ast
import gzip
import itertools
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

import mayadeen.replica
from mayadeen.replica import KINDS, LAYERS, Page, Site
from mayadeen.replica.addresses import encoded, slug
from mayadeen.replica.cache import PageCache
from mayadeen.replica.clock import stated
from mayadeen.replica.headlines import Headlines
from mayadeen.replica.texts import LANGUAGES
from tests.pace import slowness
from tests.replica.running import ROOT, served
from tests.shared_site import shared_site

EDITIONS = ("en", "ar", "es")
PACKAGE = Path(mayadeen.replica.__file__).parent
SEEN_CLASSES = {"lg_para summary", "lg_para", "p-content", "ticker__item", "ticker-item", "ticker-text"}


def test_it_imports_nothing_of_the_project_outside_itself():
    allowed = {"mayadeen.replica", "twisted", "orjson"} | set(sys.stdlib_module_names)
    files = list(PACKAGE.rglob("*.py"))
    assert len(files) > 20
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, file
                names = [node.module]
            for name in names:
                top = ".".join(name.split(".")[:2]) if name.startswith("mayadeen") else name.split(".")[0]
                assert top in allowed, f"{file} imports {name}"


def classes(text):
    return set(re.findall(r'class="([^"]+)"', text))


def without_names(text):
    return re.sub(r'class="[^"]+"|data-(url|href|next)=', "", text)


@pytest.mark.parametrize("edition", EDITIONS)
def test_two_starts_have_the_same_articles_under_other_class_names(edition):
    first, second, etags = Site(edition), Site(edition), set()
    for path in [*itertools.islice(first.paths(), 60), "/", "/news/politics", "/live", "/authors"]:
        one, two = first.page(path), second.page(path)
        assert one.status == 200
        assert one.etag == two.etag
        assert one.etag not in etags
        etags.add(one.etag)
        assert without_names(one.body.decode()) == without_names(two.body.decode())
        assert classes(one.body.decode()) & classes(two.body.decode()) <= SEEN_CLASSES
    assert Site(edition, class_seed=3).page("/").body == Site(edition, class_seed=3).page("/").body


def test_another_seed_has_other_articles():
    one, two = ({path for path in Site("en", seed=seed).paths() if "/newscast/" not in path} for seed in (1, 2))
    assert len(one) > 100
    assert not one & two


@pytest.mark.parametrize("edition", EDITIONS)
def test_newer_articles_leave_the_others_as_they_are(edition):
    plain, grown = Site(edition, articles=100), Site(edition, articles=100, newer=7)
    for number in range(1, 101):
        assert grown.article(number) == plain.article(number)
    assert grown.article(107).published > grown.article(101).published > plain.article(100).published


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_kind_occurs_and_its_page_shows_what_is_true(edition):
    site = Site(edition, articles=300)
    assert set(site.kinds()) == set(KINDS)
    for number in range(1, 301):
        shows(site.article(number), html.fromstring(site.article_html(number)))


def texts(page, query):
    return [" ".join(found.text_content().split()) for found in page.xpath(query)]


def shows(article, page):
    summary = [" ".join(article.summary.split())] if article.summary else []
    assert texts(page, "//h1") == [article.title]
    assert texts(page, "//p[@class='lg_para summary']") == summary
    content = page.xpath("//div[@class='p-content']")[0]
    inline = article.inline_link.title if article.inline_link else None
    direct = "./p | ./h2 | ./blockquote | ./ul/li"
    assert [text for text in texts(content, direct) if text != inline] == article.body
    assert page.xpath("//meta[@name='postid']/@content") == [article.post_id]
    for name, moment in (("published", article.published), ("modified", article.modified)):
        stamp = page.xpath(f"//meta[@property='article:{name}_time']/@content")[0]
        assert datetime.fromisoformat(stamp).replace(tzinfo=UTC) == moment
    links = [(link.title, link.path) for link in article.related]
    found = [(a.text, unquote(urlsplit(a.get("href")).path)) for a in content.xpath("./div/ul/li/p/a")]
    assert found == links
    assert texts(page, "//article/ul/li/a/p") == list(article.printed_tags)
    captions = [f"{picture.caption} ({picture.credit})" for picture in article.images]
    assert texts(page, "//article/div//figcaption") == captions
    scripts = page.xpath("//script[@id='tawsiyat-metadata']/text()")
    assert [json.loads(script) for script in scripts] == ([article.metadata] if article.edition != "es" else [])
    byline = texts(page, "//article/ul[1]/li")
    assert article.authors[0] in byline[0]
    assert f"{article.published:%Y %H:%M}" in byline[-1]


def test_the_metadata_script_says_what_is_true():
    repeats, site = 0, Site("ar", articles=300)
    for number in range(1, 301):
        article = site.article(number)
        script = article.metadata
        assert datetime.fromisoformat(script["published_time"]) == article.published
        assert tuple(dict.fromkeys(filter(None, script["keywords"].split(",")))) == article.tags
        assert unquote(article.url) == script["url"]
        assert article.word_count == int(script["word_count"])
        classes = {each["mapping"]: each["value"] for each in script["classes"]}
        assert (classes.get("country"), classes.get("coverage")) == (article.country, article.coverage)
        repeats += len(script["keywords"].split(",")) > len(article.tags) > 0
    assert 80 < repeats < 120


def test_a_layer_is_served_only_if_it_is_asked_for():
    site = Site("en", class_seed=1)
    number = site.kinds()["report"]
    marks = {
        "script": 'id="tawsiyat-metadata"',
        "jsonld": "application/ld+json",
        "opengraph": "og:title",
        "meta": 'name="postid"',
        "markup": "p-content",
    }
    assert set(marks) == set(LAYERS)
    for count in range(len(LAYERS) + 1):
        for layers in itertools.combinations(LAYERS, count):
            page = site.article_html(number, layers)
            assert {layer for layer, mark in marks.items() if mark in page} == set(layers)
            assert site.article(number).body[0] in html.fromstring(page).text_content()


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_two_articles_are_near_duplicates(edition):
    site = Site(edition, articles=300)
    bodies = [" ".join(site.article(n).body).split() for n in range(1, 301)]
    shingles = [{tuple(body[i : i + 3]) for i in range(len(body) - 2)} for body in bodies if len(body) > 90]
    assert len(shingles) > 200
    assert max(len(one & two) / len(one | two) for one, two in itertools.combinations(shingles, 2)) < 0.15
    lengths = sorted(map(len, (body for body in bodies if len(body) > 90)))
    assert 150 < lengths[len(lengths) // 10] < lengths[-len(lengths) // 10] < 480


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_address_gives_its_number_back(edition):
    headlines = Headlines(LANGUAGES[edition], seed=5)
    assert headlines.limit > 500_000
    for number in [*range(1, 3000), 499_999, 500_000]:
        title = headlines.title(number)
        assert headlines.number(slug(title)) == headlines.number(slug(title, colons=False)) == number
    site = Site(edition, articles=400, seed=5)
    assert [site.collection.number(unquote(path)) for path in site.paths()] == list(range(1, 401))


@pytest.mark.parametrize("edition", EDITIONS)
def test_articles_stand_around_the_clock_changes_and_titles_of_bulletins_recur(edition):
    site = Site(edition)
    moments = [site.collection.published(n) for n in range(1, 151)]
    assert moments == sorted(moments)
    # On the Friday before, just after the change of spring, in the repeated hour of autumn.
    changes = (datetime(2025, 3, 28, 12), datetime(2025, 3, 29, 22, 20), datetime(2025, 10, 25, 21, 40))
    assert {change.replace(tzinfo=UTC) for change in changes} <= set(moments)
    bulletins = [site.article(n) for n in range(1, 151) if site.collection.kind(n) == "newscast"]
    assert len({each.title for each in bulletins}) < len(bulletins) == len({each.path for each in bulletins})


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2023-03-23T21:59", "2023-03-23T23:59:00+02:00"),
        ("2023-03-24T08:00", "2023-03-24T11:00:00+03:00"),
        ("2023-10-29T20:59", "2023-10-29T23:59:00+03:00"),
        ("2023-10-29T22:00", "2023-10-30T00:00:00+02:00"),
        ("2024-03-29T08:00", "2024-03-29T11:00:00+03:00"),
        ("2024-12-31T21:30", "2024-12-31T23:30:00+02:00"),
        ("2024-07-01T08:00", "2024-07-01T11:00:00+03:00"),
    ],
)
def test_the_site_states_its_own_offset_around_the_clock_changes(moment, said):
    assert stated(datetime.fromisoformat(moment).replace(tzinfo=UTC)).isoformat() == said


def test_times_and_slugs_follow_the_rules_of_the_real_rows():
    slugs = rows = 0
    with gzip.open(shared_site("articles-ar.jsonl.gz"), "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            metadata, rows = row["metadata"], rows + 1
            for time in (metadata["published_time"], metadata["last_updated"]):
                assert stated(datetime.fromisoformat(time)).isoformat() == time
            last, title = metadata["url"].rpartition("/")[2], metadata["title"]
            slugs += last in (slug(title), slug(title, colons=False))
    # The rest are titles that were changed after their address was made.
    assert slugs > 0.85 * rows == 0.85 * 2400


@pytest.mark.long
def test_a_hundred_thousand_articles_start_at_once_and_take_no_more_memory():
    few, many = used_memory(3_000), used_memory(100_000)
    assert many < 1.15 * few


def test_the_cache_drops_what_was_asked_for_longest_ago():
    cache, made = PageCache(limit=100), []

    def page(key):
        return cache.get(key, lambda: made.append(key) or Page(b"x" * 40, b"", datetime(2026, 1, 1, tzinfo=UTC)))

    for key in "abacb":
        page(key)
    assert made == ["a", "b", "c", "b"]


def used_memory(articles):
    """In kilobytes, after the same number of pages."""
    start = monotonic()
    with served("--edition", "en", "--articles", str(articles), "--quiet") as replica:
        assert monotonic() - start < 10 * slowness()
        site = Site("en", articles=articles)
        for number in range(1, articles, articles // 2500):
            assert replica.get("en", encoded(site.collection.path(number))).status == 200
        for path in ("/", "/news/politics?page=100", "/sitemaps/all.xml", "/sitemaps/all/sitemap-2025-8.xml"):
            replica.get("en", path)
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(replica.process.pid)], cwd=ROOT, capture_output=True, text=True, check=True
        )
    return int(shown.stdout)
