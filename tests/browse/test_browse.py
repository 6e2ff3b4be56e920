"""The collection in a browser, asked in this process: what is shown, what is refused, and that nothing gets out."""

import asyncio
import csv
import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert

from mayadeen.browse.gate import POLICY
from mayadeen.browse.queries import QUERIES
from mayadeen.browse.server import gated
from mayadeen.items import Article
from mayadeen.stores.database import open_database
from mayadeen.stores.search import bring_up_to_date
from mayadeen.stores.tables import articles, revisions, runs, sisters

TOKEN, PORT = "secret", 8001
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
TIME = "2026-01-01T10:00:00+02:00"


def row(id, **values):
    edition = id.partition(":")[0]
    given = {"title": id, "url": f"https://www.almayadeen.net/news/{id}", "language": edition, "kind": "news", "section": "news/politics", "published": TIME, "published_day": TIME[:10], "fetched": TIME, "first_seen": TIME, "last_seen": TIME, "run": "r", "revision": 1, "content_hash": id}  # fmt: skip
    return vars(Article(id=id, edition=edition, **(given | values))) | {"reader": "1"}


def run_row(id, finished=TIME):
    return {"id": id, "spider": "sections", "arguments": {}, "job": "j", "generation": "g", "version": "1", "started": TIME, "finished": finished, "state": "finished"}  # fmt: skip


ROWS = [
    row("ar:1", title="قمّةٌ في بيروت", body="فقرة أولى عن غزة.\n\nفقرة ثانية", tags=["غزة"], authors=["الميادين نت"], cluster="ar:1", revision=2),
    row("ar:2", title="القمة نفسها", body="وبيروت", cluster="ar:1"),
    row("en:1", title="Summit in Beirut", summary="COVID-19 talks"),
    row("en:2", title='=HYPERLINK("http://x")', body="x" * 400, published="2025-11-30T10:00:00+02:00", published_day="2025-11-30"),
    row("es:1", title=HOSTILE, body=HOSTILE, tags=[HOSTILE], authors=[HOSTILE], section=HOSTILE, source=HOSTILE, url="javascript:alert(3)", image_url="javascript:alert(4)", related=[{"title": HOSTILE, "url": "javascript:alert(5)"}], images=[{"url": "data:text/html,x", "caption": HOSTILE}], provenance={"title": {"layer": HOSTILE, "raw": HOSTILE}}),
]  # fmt: skip


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("browse") / "mayadeen.sqlite"
    engine = open_database(f"sqlite:///{path}")
    former = {k: v for k, v in ROWS[0].items() if k != "id"} | {"article_id": "ar:1", "title": "اجتماع في بيروت", "revision": 1, "replaced": TIME, "replaced_run": "r", "change": "silent", "changed": ["title"]}  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(runs), run_row("r"))
        connection.execute(insert(articles), ROWS)
        connection.execute(insert(revisions), former)
        pair = {"score": 0.9, "evidence": {"picture": ["x"], "hours_apart": 1.0}}
        connection.execute(insert(sisters), {"article_id": "ar:1", "sister_id": "en:1"} | pair)
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def application(collection):
    return gated(collection, bring_up_to_date(collection), TOKEN, PORT)


def asked(application, path, method="GET", **headers):
    async def ask():
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{PORT}") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(ask())


@pytest.fixture
def page(application):
    return lambda path: asked(application, path, authorization=f"Bearer {TOKEN}")


PAGES = ("/", "/search/articles", "/search/articles?_search=غزة", "/article/ar:1", "/article/es:1", "/over-time", "/collection", "/collection/articles", "/collection/revisions", "/search/articles.json", "/search/articles.csv", "/-/style.css", "/-/databases.json", *(f"/collection/{name}" for name in QUERIES))  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_and_without_the_token_none_is(application, page, path):
    shown = page(path)
    assert shown.status_code == 200, shown.text
    assert shown.headers["content-security-policy"] == POLICY
    assert "alert(1)</script>" not in shown.text or "json" in path or "csv" in path
    refused = asked(application, path)
    assert refused.status_code == 401
    assert "scrapy browse" in refused.text
    assert "بيروت" not in refused.text


def test_nothing_of_a_page_runs_or_comes_from_elsewhere(page):
    for path in PAGES:
        text = page(path).text
        if text.startswith("<!DOCTYPE html>"):
            assert "<script" not in text, path
            assert not re.search(r"<img|<iframe|<link[^>]+https?:|@import|url\(", text), path
            assert not re.search(r"""(?:href|src)=["']?(?:javascript|data):""", text), path


def test_the_link_signs_in_and_hides_the_token(application):
    signed = asked(application, f"/search/articles?_search=x&token={TOKEN}")
    assert (signed.status_code, signed.headers["location"]) == (303, "/search/articles?_search=x")
    assert "HttpOnly; SameSite=Strict" in signed.headers["set-cookie"]
    cookie = signed.headers["set-cookie"].partition(";")[0]
    assert asked(application, "/", cookie=cookie).status_code == 200
    assert (
        asked(application, f"http://127.0.0.1:{PORT}//evil.example?token=secret").headers["location"] == "/evil.example"
    )
    assert [asked(application, "/?token=other").status_code, asked(application, "/?token=").status_code] == [401, 401]


def test_another_host_and_another_method_are_refused(application):
    authorization = f"Bearer {TOKEN}"
    assert asked(application, "/", host="evil.example", authorization=authorization).status_code == 421
    assert asked(application, "/collection/edits", "POST", authorization=authorization).status_code == 405


@pytest.mark.parametrize("sql", ["delete from articles", "create table x (y)", "attach 'x' as y"])
def test_nothing_can_be_written(page, sql):
    assert page(f"/collection?sql={sql}").status_code == 400


def test_an_article_stands_in_its_direction_with_its_life_and_kin(page):
    text = page("/article/ar:1").text
    assert '<article lang="ar" dir="rtl">' in text
    assert "<p>فقرة أولى عن غزة.</p>" in text
    assert '<del dir="rtl">اجتماع</del><ins>قمّةٌ</ins>' in text
    assert 'href="/article/ar:2"' in text
    assert '<li lang="en" dir="ltr"><a href="/article/en:1">Summit in Beirut</a>' in text
    assert page("/article/en:404").status_code == 404


def found(page, query):
    return {each["id"] for each in page(f"/search/articles.json?_shape=array&{query}").json()}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("_search=قمة", {"ar:1", "ar:2"}),
        ("_search=بيروت", {"ar:1", "ar:2"}),
        ('_search="بيروت"', {"ar:1"}),
        ("_search=covid-19", {"en:1"}),
        ("_search=summit OR غزّه", {"en:1", "ar:1"}),
        ("_search=sum*", {"en:1"}),
        ("_search=", {"ar:1", "ar:2", "en:1", "en:2", "es:1"}),
        ("_tag=غزة", {"ar:1"}),
        ("_author=الميادين نت&edition=ar", {"ar:1"}),
        ("_search=قمة&day=2026-01-01&section=news/politics&kind=news", {"ar:1", "ar:2"}),
    ],
)
def test_search_and_filters_find(page, query, ids):
    assert found(page, query) == ids


@pytest.mark.parametrize("query", ['"', "AND", "OR OR", "(", ")", "*", "a*b", "NEAR(a b)", "title:qq", "-qq", "^qq", "'", "\x00", "a" * 5000, '"a" "', "{a}:b", "غ" * 3000])  # fmt: skip
def test_no_query_breaks_the_search(page, query):
    answer = page(str(httpx.URL("/search/articles", params={"_search": query})))
    assert answer.status_code == 200
    assert "Nothing found" in answer.text


def test_facets_count_and_lead_on(page):
    text = page("/search/articles?edition=ar").text
    assert [name for name in ("Edition", "edition", "tag", "author", "day") if f"<summary>{name}</summary>" in text] == ["edition", "tag", "author", "day"]  # fmt: skip
    assert re.search(r'_tag=%D8%BA%D8%B2%D8%A9"><bdi>غزة</bdi></a> 1', text)


def test_a_csv_holds_no_formula_of_a_page(page):
    rows = list(csv.reader(page("/search/articles.csv?_stream=on&_sort=id").text.splitlines()))
    told = {row[1]: row for row in rows[1:]}
    assert told["en:2"][5] == '\'=HYPERLINK("http://x")'
    assert told["en:1"][5] == "Summit in Beirut"
    assert list(csv.reader(page("/collection.csv?sql=select -5, '-5x', '@x', ' =1'").text.splitlines()))[1] == ["-5", "'-5x", "'@x", "' =1"]


def test_nothing_found_has_no_empty_headings(page):
    assert "<summary>" not in page("/search/articles?_search=nowhere").text


def test_a_row_of_a_table_is_no_screen_long(page):
    assert "x" * 300 not in page("/collection/articles").text
    assert "x" * 300 in page("/article/en:2").text.replace("<wbr>", "")


def test_a_time_without_articles_is_a_gap_that_is_seen(page):
    text = page("/over-time?by=month&edition=en").text
    assert re.findall(r'<th scope="row">([\d-]+)</th><td>(\d+)', text) == [("2026-01", "1"), ("2025-12", "0"), ("2025-11", "1")]
    assert re.findall(r"<title>([\d-]+: en \d)</title>", text) == ["2025-11: en 1", "2026-01: en 1"]
    assert ">2025-12</text>" in text


def test_the_plot_and_its_table_say_the_same(page):
    text = page("/over-time?by=month").text
    assert "<title>2026-01: ar 2</title>" in text
    assert '<th scope="row">2026-01</th><td>2</td><td>1</td><td>1</td>' in text
    assert "<title>2026: ar 2</title>" in page("/over-time?by=year&_search=قمة").text


@pytest.mark.parametrize("path", ["/search/articles", "/search/articles.json", "/collection/articles.json"])
@pytest.mark.parametrize("odd", ["_sort=evil", "_through=x", "_through=%7B%22x%22:1%7D", "_timelimit=x", "title__gt=9" + "9" * 24])
def test_what_an_address_cannot_ask_for_is_the_askers_error_in_a_sentence(page, path, odd):
    if "collection" in path and "_timelimit" not in odd:
        odd = "_sort=evil"
    answer = page(f"{path}?{odd}")
    assert answer.status_code == 400, answer.text
    assert "Traceback" not in answer.text and re.search(r"Cannot sort table by|The part of this address", answer.text)


def test_a_column_left_out_of_the_search_is_the_askers_error(page):
    assert {page(f"/search/articles?{odd}").status_code for odd in ("_col=edition", "_nocol=id")} == {400}


def test_a_word_of_any_length_is_shown_with_places_to_break(page):
    text = page("/article/en:2").text
    assert "x" * 400 not in text and "x" * 400 in text.replace("<wbr>", ""), "Chromium takes seconds for a longer one"


def test_more_days_than_a_person_can_see_are_put_together(tmp_path):
    days = [f"{year}-{month:02}-01" for year in range(1980, 2026) for month in (1, 7)]
    engine = open_database(f"sqlite:///{tmp_path}/c.sqlite")
    with engine.begin() as connection:
        rows = [row(f"en:{n}", published=f"{day}T10:00:00+02:00", published_day=day) for n, day in enumerate(days)]
        connection.execute(insert(articles), rows)
    engine.dispose()
    application = gated(tmp_path / "c.sqlite", bring_up_to_date(tmp_path / "c.sqlite"), TOKEN, PORT)
    for by, bars in (("day", 46), ("month", 46), ("year", 46)):
        text = asked(application, f"/over-time?by={by}", authorization=f"Bearer {TOKEN}").text
        assert len(re.findall(r'<th scope="row">[\d-]+</th>', text)) == bars, by
        assert ("too many to be seen" in text) == (by != "year")
