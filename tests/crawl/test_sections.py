"""Whole crawls of the replica, judged by what they kept, their account and their exit code."""

import sqlite3
import time
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mayadeen.items import Article
from mayadeen.replica import Site
from tests.conftest import Kept, read_lines

BEIRUT = ZoneInfo("Asia/Beirut")
KEYS = {field.name for field in fields(Article)}


def beirut_day(moment: datetime) -> str:
    return moment.astimezone(BEIRUT).date().isoformat()


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    """All three editions crawled once: the folder, and how the crawl ended."""
    folder = tmp_path_factory.mktemp("crawled")
    kept = Kept(folder / "data")
    replica.forget()
    return kept, kept.crawl("edition=all", replica.argument, "-O", str(folder / "out.jsonl")), folder / "out.jsonl"


@pytest.mark.parametrize("edition", ["en", "ar", "es"])
def test_every_article_of_the_site_is_stored_as_it_is(crawled, edition):
    kept, _, _ = crawled
    site = Site(edition=edition, articles=150, seed=1)
    truth = {article.url: article for article in (site.article(number) for number in range(1, 151))}
    rows = kept.query("SELECT url, post_id, title, kind, section FROM articles WHERE edition = ?", edition)
    assert {row[0] for row in rows} == set(truth)
    for url, post_id, title, kind, section in rows:
        true = truth[url]
        assert (post_id, title, kind, section) == (true.post_id, true.title, true.kind, true.section), url


def test_the_crawl_is_complete_and_says_so(crawled):
    kept, ended, _ = crawled
    assert ended.returncode == 0, ended.stderr
    assert "450 stored" in ended.stdout
    assert kept.outcomes() == {("stored", None): 450}
    assert kept.query("SELECT state, exit_code FROM runs") == [("finished", 0)]


def test_rows_lines_and_feed_are_the_same_articles(crawled):
    kept, _, out = crawled
    lines = kept.lines()
    assert len(lines) == kept.one("SELECT count(*) FROM articles") == 450
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert read_lines(out) == lines
    assert all(set(line) == KEYS for line in lines), "every key in every line"
    assert not list(out.parent.glob(".*.tmp"))


def test_regions_hold_every_menu_that_leads_to_an_article(crawled):
    kept, _, _ = crawled
    assert kept.one("SELECT count(*) FROM articles WHERE json_array_length(regions) > 0") > 0
    wrong = kept.query("""
        SELECT a.url FROM articles a JOIN sightings s ON s.url = a.url AND s.channel = 'region'
        WHERE NOT EXISTS (SELECT 1 FROM json_each(a.regions) WHERE value = s.place)""")
    assert wrong == []


def test_a_second_run_asks_for_no_article_it_holds(crawled, replica):
    kept, _, _ = crawled
    replica.forget()
    ended = kept.crawl("edition=all", replica.argument)
    assert (ended.returncode, "nothing new" in ended.stdout) == (0, True)
    articles = {url.split("/", 3)[3] for (url,) in kept.query("SELECT url FROM articles")}
    asked = {request["path"].lstrip("/") for request in replica.requests()}
    assert asked
    assert not asked & articles
    assert kept.lines() == []
    assert kept.query("SELECT count(*), max(revision) FROM articles") == [(450, 1)]


def test_the_same_pages_through_another_mirror_bring_nothing_new(crawled, replica_of):
    kept, _, _ = crawled
    with replica_of("--edition", "en") as other:
        ended = kept.crawl("edition=en", other.argument)
    assert "nothing new" in ended.stdout
    assert kept.one("SELECT count(*) FROM articles") == 450


def test_only_the_sections_asked_for(kept, replica):
    ended = kept.crawl("sections=Politics,sports", f"base={replica.bases['en']}", "pages=all")
    assert ended.returncode == 0, ended.stderr
    assert set(kept.query("SELECT DISTINCT section FROM articles")) == {("news/politics",), ("news/sports",)}
    site = Site(edition="en", articles=150, seed=1)
    asked_for = {"news/politics", "news/sports"}
    true = {a.url for a in map(site.article, range(1, 151)) if a.section in asked_for}
    assert {url for (url,) in kept.query("SELECT url FROM articles")} == true
    assert any(reason == "section not asked for" for _, reason in kept.outcomes())


@pytest.mark.long
def test_what_one_run_left_out_another_run_takes(kept, replica):
    base = f"base={replica.bases['en']}"
    kept.crawl("sections=politics", base)
    kept.crawl("sections=sports", base)
    assert ("news/sports",) in kept.query("SELECT DISTINCT section FROM articles")


def test_only_the_regions_asked_for(kept, replica):
    kept.crawl("regions=africa", f"base={replica.bases['en']}", "pages=all")
    assert kept.query("SELECT DISTINCT regions FROM articles") == [('["africa"]',)]


def test_days_outside_since_and_until_are_left_out_and_counted(kept, replica):
    site = Site(edition="en", articles=150, seed=1)
    days = sorted(beirut_day(site.article(number).published) for number in range(1, 151))
    since, until = days[60], days[90]
    ended = kept.crawl(f"base={replica.bases['en']}", f"since={since}", f"until={until}", "pages=all")
    assert ended.returncode == 0, ended.stderr
    stored = sorted(day for (day,) in kept.query("SELECT published_day FROM articles"))
    assert stored == [day for day in days if since <= day <= until]
    assert kept.outcomes()["filtered", "outside since and until"] > 0


def test_a_listing_is_not_walked_beyond_since(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "600", "--page-size", "5") as site:
        truth = Site(edition="en", articles=600, seed=1)
        since = beirut_day(truth.article(570).published)
        kept.crawl(site.argument, "sections=politics", "pages=all", f"since={since}")
        walked = kept.one("SELECT max(json_extract(context, '$.number')) FROM pages WHERE kind = 'listing'")
        wanted = [a for a in map(truth.article, range(1, 601)) if a.section == "news/politics"]
        within = [a for a in wanted if beirut_day(a.published) >= since]
        assert kept.one("SELECT count(*) FROM articles") == len(within)
        assert len(within) // 5 < walked <= len(within) // 5 + 4 < len(wanted) // 5


@pytest.mark.long
def test_pages_tells_how_far_down_a_listing_is_walked(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "600", "--page-size", "5") as site:
        kept.crawl(site.argument, "sections=politics", "pages=2")
        numbers = kept.query("SELECT DISTINCT json_extract(context, '$.number') FROM pages WHERE kind = 'listing'")
        assert sorted(numbers) == [(1,), (2,)]
        kept.crawl(site.argument, "sections=politics", "pages=all")
        true = sum(
            a.section == "news/politics" for a in map(Site(edition="en", articles=600, seed=1).article, range(1, 601))
        )
        assert kept.one("SELECT count(*) FROM articles WHERE section = 'news/politics'") == true


def test_a_listing_ends_at_the_first_page_that_is_held(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "300", "--page-size", "5") as site:
        kept.crawl(site.argument, "sections=politics", "pages=9")
        site.forget()
        kept.crawl(site.argument, "sections=politics", "pages=9")
        listings = [request["path"] for request in site.requests() if "politics" in request["path"]]
        assert len(listings) == 1, listings


def test_addresses_alone_are_crawled(kept, replica, tmp_path):
    site = Site(edition="en", articles=150, seed=1)
    file = tmp_path / "urls.txt"
    file.write_text("\n".join(site.article(number).url for number in (3, 5)) + "\n")
    ended = kept.crawl(f"urls={file}", f"base={replica.bases['en']}")
    assert ended.returncode == 0, ended.stderr
    assert set(kept.query("SELECT url FROM articles")) == {(site.article(3).url,), (site.article(5).url,)}


@pytest.mark.long
def test_the_job_of_scrapyd_names_the_run(kept, replica):
    kept.crawl("_job=a1b2", "sections=sports", f"base={replica.bases['en']}")
    assert [run.name for run in kept.runs()] == ["a1b2"]
    again = kept.crawl("_job=a1b2", "sections=sports", f"base={replica.bases['en']}")
    assert again.returncode == 2
    assert "there is a run a1b2 already" in again.stderr


@pytest.mark.long
def test_a_reader_is_not_kept_waiting_by_a_crawl(kept, replica_of):
    with replica_of("--edition", "en", "--delay", "0.05") as site:
        crawl = kept.start(site.argument)
        counts, refused = [], []
        try:
            while crawl.poll() is None:
                try:
                    counts.append(counted(kept))
                except sqlite3.OperationalError as error:
                    refused += [str(error)] if counts else []  # there is no table yet
                time.sleep(0.01)
        finally:
            crawl.wait(60)
    assert crawl.returncode == 0
    assert len(set(counts)) > 2, "it was read while it grew"
    assert 10 * len(refused) < len(counts), "SQLite locks it for moments, as when it is closed"


def counted(kept):
    """The articles there are, as one sees who would wait for nothing."""
    with closing(sqlite3.connect(f"file:{kept.data / 'mayadeen.sqlite'}?mode=ro", uri=True, timeout=0)) as connection:
        return connection.execute("SELECT count(*) FROM articles").fetchone()[0]
