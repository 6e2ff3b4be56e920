"""Whole crawls of the replica by its sitemaps."""

import signal
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mayadeen.archive_arguments import ArchiveArguments
from mayadeen.exceptions import WrongUse
from mayadeen.replica import Site
from tests.conftest import Kept, run_replica

BEIRUT = ZoneInfo("Asia/Beirut")
OWN = "https://english.almayadeen.net"
ARTICLES = 600


def truth(edition: str = "en", articles: int = ARTICLES) -> dict[str, datetime]:
    """Address -> when it was published, in Beirut."""
    site = Site(edition=edition, articles=articles, seed=1)
    return {a.url: a.published.astimezone(BEIRUT) for a in map(site.article, range(1, articles + 1))}


def within(published: dict[str, datetime], since: str, until: str) -> set[str]:
    return {url for url, moment in published.items() if since <= moment.date().isoformat() <= until}


def stored(kept: Kept) -> set[str]:
    return {url for (url,) in kept.query("SELECT url FROM articles")}


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    with run_replica(
        tmp_path_factory.mktemp("archive") / "log", "--edition", "en", "--articles", str(ARTICLES)
    ) as site:
        yield site


def crawl(kept: Kept, *arguments: str, **settings: object):
    return kept.crawl(*arguments, spider="archive", **settings)


@pytest.mark.parametrize(("since", "until"), [("2025-11-01", "2025-11-30"), ("2025-09-10", "2025-10-03")])
def test_the_articles_of_these_days_and_no_others(kept, english, since, until):
    english.forget()
    ended = crawl(kept, english.argument, f"since={since}", f"until={until}")
    assert ended.returncode == 0, ended.stderr
    wanted = within(truth(), since, until)
    assert wanted and stored(kept) == wanted
    months = {f"/sitemaps/all/sitemap-{int(day[:4])}-{int(day[5:7])}.xml" for day in (since, until)}
    asked = {request["path"] for request in english.requests()}
    assert {path for path in asked if path.startswith("/sitemaps/all/")} == months
    assert len(asked) <= len(wanted) * 2.2 + 5, "nothing is asked for that lastmod rules out"
    assert kept.outcomes("kind = 'sitemap' AND state = 'filtered'")["filtered", "outside since and until"] > 5


@pytest.mark.long
def test_days_that_lastmod_rules_out_are_counted_without_being_fetched(kept, english):
    english.forget()
    crawl(kept, english.argument, "since=2025-11-20", "until=2025-11-30")
    unasked = kept.outcomes("kind = 'article' AND fetched IS NULL")
    assert set(unasked) == {("filtered", "outside since and until")} and unasked[next(iter(unasked))] > 5
    days = kept.query("SELECT url FROM pages WHERE kind = 'article' AND fetched IS NULL")
    assert not {url for (url,) in days} & within(truth(), "2025-11-20", "2025-11-30")
    wider = crawl(kept, english.argument, "since=2025-11-01", "until=2025-11-30")
    assert wider.returncode == 0 and stored(kept) == within(truth(), "2025-11-01", "2025-11-30")


@pytest.mark.long
def test_the_newest_go_first(kept, english):
    english.forget()
    crawl(kept, english.argument, "since=2025-10-01", "until=2025-12-31", CONCURRENT_REQUESTS=1)
    published = {url.removeprefix(OWN): moment for url, moment in truth().items()}
    paths = [request["path"] for request in english.requests()]
    order = [published[path].strftime("%Y-%m") for path in paths if path in published]
    assert order == sorted(order, reverse=True) and len(set(order)) == 3
    assert paths.index("/sitemaps/all/sitemap-2025-10.xml") > paths.index("/sitemaps/all/sitemap-2025-12.xml") + 10


@pytest.mark.long
def test_all_editions_by_their_sitemaps(kept, replica):
    ended = crawl(kept, "edition=all", replica.argument)
    assert ended.returncode == 0, ended.stderr
    assert stored(kept) == {url for edition in ("en", "ar", "es") for url in truth(edition, 150)}


@pytest.mark.long
def test_neither_spider_fetches_what_the_other_holds(kept, replica, tmp_path):
    base = f"base={replica.bases['en']}"
    for first, second, folder in (("sections", "archive", "a"), ("archive", "sections", "b")):
        kept = Kept(tmp_path / folder)
        ways = {"sections": ["pages=all"], "archive": []}
        assert kept.crawl(base, *ways[first], spider=first).returncode == 0
        held = {url.removeprefix(OWN) for url in stored(kept)}
        assert len(held) == 150
        replica.forget()
        ended = kept.crawl(base, *ways[second], spider=second)
        assert ended.returncode == 0 and "nothing new" in ended.stdout, ended.stderr
        assert not {request["path"] for request in replica.requests()} & held
    assert kept.one("SELECT count(*) FROM articles WHERE json_array_length(regions) > 0") > 0, (
        "and sections adds regions"
    )


def test_only_the_sections_asked_for(kept, english):
    crawl(kept, english.argument, "sections=Politics", "since=2025-06-01")
    assert kept.query("SELECT DISTINCT section FROM articles") == [("news/politics",)]
    reasons = {reason for _, reason in kept.outcomes()}
    assert reasons == {None, "section not asked for"}


def test_what_is_of_listings_is_refused(kept):
    ended = crawl(kept, "browser=always", "base=http://127.0.0.1:9")
    told = "mayadeen: sitemaps are read without a browser: crawl archive without browser=, or sections with it\n"
    assert (ended.returncode, ended.stderr) == (2, told)
    for name, told in (("regions", "sitemaps do not tell regions"), ("pages", "sitemaps have no pages")):
        with pytest.raises(WrongUse, match=told):
            ArchiveArguments.parse(**{name: "3"})
    with pytest.raises(WrongUse, match="there is no argument 'every'; there are edition, sections, since"):
        ArchiveArguments.parse(every="60")


@pytest.mark.long
def test_killed_in_the_middle_it_goes_on(kept, replica_of):
    with replica_of("--edition", "en", "--articles", str(ARTICLES), "--delay", "0.02") as site:
        for _ in range(2):
            site.forget()
            process = kept.start(site.argument, spider="archive")
            while len(site.requests()) < 60 and process.poll() is None:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            assert process.wait(10) == -signal.SIGKILL
        ended = crawl(kept, site.argument)
    assert ended.returncode == 0, ended.stderr
    assert stored(kept) == set(truth())
    lines = [line["id"] for run in kept.runs() for line in kept.lines(run)]
    assert len(lines) == len(set(lines)) == ARTICLES
