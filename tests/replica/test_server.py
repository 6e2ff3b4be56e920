"""What the replica serves."""

import gzip
import json
from time import monotonic
from urllib.parse import quote, unquote, urlsplit

import pytest
from lxml import etree, html

from mayadeen.replica import Site
from tests.replica.running import served
from tests.replica.walking import linked, listing_pages
from tests.shared_site import shared_site

EDITIONS = ("en", "ar", "es")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_menu_link_answers(replica, edition):
    home = html.fromstring(replica.get(edition, "/").text)
    links = home.xpath("//nav//a/@href | //footer//a/@href")
    assert len(links) == len(home.xpath("//nav//a")) + 4
    assert len(set(links)) > 30
    assert {link: replica.get(edition, link).status for link in set(links)} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("edition", EDITIONS)
def test_sections_lead_to_every_article(replica, edition):
    site = Site(edition, articles=150)
    found = {path for each in site.collection.sections for page in listing_pages(replica, edition, each.path)
             for path in linked(page)}  # fmt: skip
    assert found == {unquote(path) for path in site.paths()}


def test_a_listing_holds_the_articles_of_its_section_newest_first(replica):
    site = Site("en", articles=150)
    expected = [unquote(site.article(n).path) for n in range(150, 0, -1) if site.article(n).listed_in == "news/sports"]
    pages = listing_pages(replica, "en", "/news/sports")
    assert [unquote(link) for page in pages for link in page.xpath("//h3/a[not(ancestor::section)]/@href")] == expected


def test_regions_lead_to_the_articles_of_the_region(replica):
    site = Site("en", articles=150)
    for region in ("africa", "us-canada"):
        pages = listing_pages(replica, "en", f"/{region}")
        expected = {article.path for n in range(1, 151) if (article := site.article(n)).region == region}
        assert {path for page in pages for path in linked(page)} == expected


def test_the_three_ways_on_occur_in_every_edition():
    with served("--articles", "900") as replica:
        for edition in EDITIONS:
            site = Site(edition, articles=900)
            for listing in site.collection.sections:
                pages = list(listing_pages(replica, edition, listing.path))
                assert len(pages) == max(1, -(-len(listing.numbers) // 20))
            assert {each.way for each in site.collection.sections if len(each.numbers) > 20} == {
                "rel",
                "query",
                "button",
            }


def test_both_percent_encodings_of_an_address_are_one_page(replica):
    site = Site("ar", articles=150, class_seed=1)
    encoded = next(iter(site.paths()))
    upper = replica.get("ar", encoded)
    lower = replica.get("ar", encoded.replace("%D8", "%d8"))
    further = replica.get("ar", quote(unquote(encoded), safe="/").replace("-", "%2D"))
    assert upper.status == lower.status == further.status == 200
    # Twisted refuses bare UTF-8 in a request, and no client sends it: links hold it.
    assert upper.body == lower.body == further.body == site.page(unquote(encoded)).body


def test_links_hold_addresses_in_both_forms(replica):
    links = html.fromstring(replica.get("ar", "/news/politics").text).xpath("//h3/a/@href")
    assert any("%" in link for link in links)
    assert any(not link.isascii() for link in links)


def test_an_unknown_address_is_not_found(replica):
    for path in ("/news/politics/nothing", "/news/politics?page=99", "/newscast/2025/13/1/x", "/x?page=1", "/%ff"):
        assert replica.get("en", path).status == 404
    assert replica.get("en", "/", method="POST").status == 405


def test_head_has_the_headers_and_no_body(replica):
    whole, head = replica.get("en", "/live"), replica.get("en", "/live", method="HEAD")
    assert head.body == b""
    assert head.headers == whole.headers
    assert head.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/", "/news/politics", "/live", "/sitemaps/all.xml", "article"])
def test_what_a_client_holds_is_not_sent_again(replica, path):
    path = next(iter(Site("en", articles=150).paths())) if path == "article" else path
    first = replica.get("en", path)
    for headers in (
        {"If_None_Match": first.headers["etag"]},
        {"If_None_Match": f'"x", W/{first.headers["etag"]}'},
        {"If_Modified_Since": first.headers["last-modified"]},
    ):
        again = replica.get("en", path, **headers)
        assert (again.status, again.body) == (304, b"")
    assert replica.get("en", path, If_None_Match='"x"', If_Modified_Since=first.headers["last-modified"]).status == 200
    assert replica.get("en", path, If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_sitemaps_of_the_months_add_up_to_the_articles(replica, edition):
    site = Site(edition, articles=150)
    robots = replica.get(edition, "/robots.txt").text
    index = robots.partition("Sitemap: ")[2].strip()
    months = locations(replica.get(edition, urlsplit(index).path))
    assert f"https://{site.edition.host}/sitemaps/all/sitemap-2025-8.xml" in months
    found = [address for month in months for address in locations(replica.get(edition, urlsplit(month).path))]
    assert sorted(found) == sorted(site.article(n).url for n in range(1, 151))
    assert replica.get(edition, "/sitemaps/all/sitemap-2025-08.xml").status == 404


def locations(answer):
    return etree.fromstring(answer.body).xpath("//*[local-name()='loc']/text()")


def test_robots_hold_the_crawl_delay_and_answers_wait():
    with served("--edition", "es", "--crawl-delay", "2.5", "--delay", "0.3") as replica:
        answer = replica.get("es", "/robots.txt")
        assert "Crawl-delay: 2.5\n" in answer.text
        assert replica.lines[-1].startswith("base=es=http://127.0.0.1:")
        before = monotonic()
        replica.get("es", "/")
        assert monotonic() - before >= 0.3


def test_the_log_has_a_line_for_each_request(replica):
    before = replica.log.read_text().count("\n")
    answer = replica.get("ar", "/live?x=1", User_Agent="test", Cache_Control="max-age=0")
    lines = replica.log.read_text().splitlines()
    assert len(lines) == before + 1
    line = json.loads(lines[-1])
    assert (line["edition"], line["method"], line["path"], line["status"]) == ("ar", "GET", "/live?x=1", 200)
    assert line["bytes"] == len(answer.body)
    assert line["headers"]["user-agent"] == "test"
    assert line["headers"]["cache-control"] == "max-age=0"


@pytest.mark.long
def test_real_rows_answer_under_their_addresses():
    file = shared_site("articles-ar.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = {row["metadata"]["url"]: row for row in map(json.loads, stream)}
    assert len(rows) == 2397
    with served("--from", str(file)) as replica:
        for url, row in rows.items():
            answer = replica.get("ar", quote(urlsplit(url).path))
            assert answer.status == 200
            page = html.fromstring(answer.text)
            assert page.xpath("//meta[@name='postid']/@content") == [row["metadata"]["postid"]]
            assert json.loads(page.get_element_by_id("tawsiyat-metadata").text) == row["metadata"]
            assert shown_text(page) == expected_text(row)
        sections = {
            urlsplit(link).path for link in html.fromstring(replica.get("ar", "/").text).xpath("//nav//a/@href")
        }
        found = {path for section in sections - {"/live"} for page in listing_pages(replica, "ar", section)
                 for path in linked(page)}  # fmt: skip
        assert found == {urlsplit(url).path for url in rows if "/authors/" not in url}


def shown_text(page):
    summary = [p.text_content().split() for p in page.xpath("//p[@class='lg_para summary']")]
    return summary + [p.text_content().split() for p in page.xpath("//div[@class='p-content']/p")]


def expected_text(row):
    """The rows repeat the summary before and after the body."""
    summary = (row["metadata"]["description"] or "").split()
    words = [line.split() for line in row["paragraphs"].split("\n") if line.strip()]
    text = [summary] if summary else []
    flat = [word for line in words for word in line]
    if not flat:
        return text
    lines = len((row["metadata"]["description"] or "").strip().split("\n"))
    assert flat[: len(summary)] == flat[len(flat) - len(summary) :] == summary
    return text + words[lines : len(words) - lines]


def test_two_script_listings_can_be_exhausted_by_their_scripts_alone():
    with served("--edition", "en", "--articles", "450", "--script-listings") as replica:
        home = html.fromstring(replica.get("en", "/").text)
        assert {"/latest", "/earlier"} <= set(home.xpath("//nav//a/@href"))
        shown = set()
        for path in ("/latest", "/earlier"):
            page = replica.get("en", path)
            assert "/script-items" not in page.text
            assert html.fromstring(page.text).xpath("count(//main/*/@*[starts-with(name(), 'data-')])") == 0
            pieces = [json.loads(replica.get("en", f"/script-items{path}/{n}").body) for n in range(2, 11)]
            assert [piece["more"] for piece in pieces] == [True] * 8 + [False]
            shown |= linked(html.fromstring(page.text + "".join(piece["cards"] for piece in pieces)))
            assert replica.get("en", f"/script-items{path}/11").status == 404
        assert len(shown) == 400
