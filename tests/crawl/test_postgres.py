"""The same collection on PostgreSQL: every command, kills, and several workers at once."""

import json
import random
import signal
import time
from contextlib import suppress

import psycopg
import pyarrow.parquet
import pytest

from mayadeen.replica import Site
from tests.conftest import read_lines, run_replica
from tests.crawl.test_kills import kill_once_at_work
from tests.postgres import KeptThere, serving
from tests.servers import Answer, article, listing, serve

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
ARTICLES = 300
LEASE = 3600
"""Longer than any test: what a dead worker held comes back because it is dead."""


@pytest.fixture(scope="module")
def server():
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    log = tmp_path_factory.mktemp("site") / "requests.jsonl"
    with run_replica(log, "--edition", "en", "--articles", str(ARTICLES), "--delay", "0.01") as running:
        yield running


@pytest.fixture(scope="module")
def held(tmp_path_factory, server, site):
    """All of the site."""
    kept = KeptThere(tmp_path_factory.mktemp("held"), server=server, name="held")
    ended = kept.crawl(site.argument, "pages=all")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return kept


@pytest.fixture
def there(tmp_path, server, request):
    return KeptThere(tmp_path / "data", server=server, name=f"c{abs(hash(request.node.name))}")


def test_looking_again_finds_nothing_new(held, site):
    for mode in ("recheck", "full"):
        ended = held.crawl(site.argument, "pages=all", f"mode={mode}")
        assert ended.returncode == 0 and "nothing new" in ended.stdout, ended.stdout + ended.stderr
    assert held.query("SELECT count(*), max(revision) FROM articles") == [(ARTICLES, 1)]


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "feather", "duckdb", "wacz", "dataset"])
def test_every_format_is_written(held, form, tmp_path):
    target = tmp_path / f"out.{form}"
    ended = held.scrapy("export", "--format", form, "--output", str(target))
    assert ended.returncode == 0, ended.stderr
    assert f"{ARTICLES} articles" in ended.stdout or f"{ARTICLES} pages" in ended.stdout
    if form == "jsonl":
        ids = [line["id"] for line in read_lines(target)]
        assert len(ids) == ARTICLES and ids == sorted(ids), "in the order of bytes, as from SQLite"
    if form == "parquet":
        assert pyarrow.parquet.read_table(target).num_rows == ARTICLES
    if form == "dataset":
        assert held.scrapy("verify", str(target)).returncode == 0


def test_every_command_that_reads(held, tmp_path):
    said = {
        name: held.scrapy(*name.split())
        for name in ("report", "report --json", "verify", "doctor --offline", "ledger", "ledger --json", "migrate")
    }
    assert {name: ended.returncode for name, ended in said.items()} == dict.fromkeys(said, 0), said
    assert json.loads(said["report --json"].stdout)["duplicates"]["archived"]["bytes"] > 100_000
    some = held.one("SELECT id FROM articles ORDER BY id LIMIT 1")
    assert held.one(f"SELECT title FROM articles WHERE id = '{some}'") in held.scrapy("history", some).stdout


def test_browse_says_in_a_line_that_it_reads_sqlite_only(held):
    ended = held.scrapy("browse")
    assert ended.returncode == 2
    assert ended.stderr.startswith("mayadeen: scrapy browse reads SQLite collections only") and ended.stderr.count("\n") == 1


def test_killed_crawls_lose_nothing_and_nobody_waits_for_their_leases(there, site):
    dice = random.Random()
    there.settings = {"MAYADEEN_LEASE": LEASE}
    killed = sum(kill_once_at_work(there, site, dice, longest=0.8) for _ in range(5))
    ended = there.crawl(site.argument, "pages=all")
    assert killed >= 3, "the crawl ended before it could be killed: the test shows nothing"
    whole(there, ended)
    lines = [line["id"] for run in there.runs() for line in there.lines(run)]
    assert len(lines) == len(set(lines)) == ARTICLES, "runs that were cut have their files made up"


def test_a_worker_takes_over_from_one_that_is_killed_beside_it(there, site):
    there.settings = {"MAYADEEN_LEASE": LEASE}
    first = there.start(site.argument, "pages=all", DOWNLOAD_DELAY=0.5)
    wait_until(lambda: len(there.query("SELECT 1 FROM pages WHERE state = 'leased'")) > 10)
    second = there.start(site.argument, "pages=all")
    wait_until(lambda: len(there.query("SELECT 1 FROM runs")) == 2)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    begun = time.monotonic()
    assert second.wait(120) == 0
    assert time.monotonic() - begun < 60, "it waited for the lease"
    whole(there, there.crawl(site.argument, "pages=all"))


def test_one_page_with_an_endless_address_does_not_end_the_crawl(there):
    path, endless = "/news/politics/", "".join(random.Random(1).choices("abcdefgh0123456789", k=6000))
    video = f'<video src="https://v.example.org/{endless}"></video></article>'
    pages = {"/": listing([f"{path}plain", f"{path}video", f"{path}redirected", f"{path}lasts"])}
    pages |= {"/news/politics": pages["/"].replace("<main>", f'<a rel="next" href="?page=2&k={endless}">next</a><main>')}
    pages |= {f"{path}plain": article("Plain"), f"{path}video": article("Video").replace("</article>", video)}
    pages |= {f"{path}redirected": Answer("", 302, {"Location": path + endless}), path + endless: article("Redirected")}
    lasts = '<script id="tawsiyat-metadata" type="text/tawsiyat">{"type": "article", "title": "Lasts", "video_duration": "%s"}</script>'
    pages |= {f"{path}lasts": article("Lasts", head=lasts % 99999999999)}
    with serve(pages) as site:
        there.crawl(f"base={site.base}", "sections=politics")
    assert {title for (title,) in there.query("SELECT title FROM articles")} == {"Plain", "Video", "Redirected", "Lasts"}


def test_three_workers_store_each_article_once(there, site):
    there.settings = {"MAYADEEN_LEASE": LEASE}
    workers = [there.start(site.argument, "pages=all", DOWNLOAD_DELAY=0.1) for _ in range(3)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    whole(there, there.crawl(site.argument, "pages=all"))
    assert there.one("SELECT count(DISTINCT settled_run) FROM pages WHERE kind = 'article'") >= 2


def whole(there, ended):
    """Everything once, no page left, and no run without an end."""
    assert ended.returncode == 0, ended.stdout + ended.stderr
    truth = Site(edition="en", articles=ARTICLES, seed=1)
    true = {truth.article(number).url for number in range(1, ARTICLES + 1)}
    assert {url for (url,) in there.query("SELECT url FROM articles")} == true
    assert there.query("SELECT count(*), max(revision) FROM articles") == [(ARTICLES, 1)]
    assert there.query("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == [(0,)]
    assert there.query("SELECT count(*) FROM events") == [(0,)]
    assert there.query("SELECT count(*) FROM runs WHERE state = 'running'") == [(0,)]


def wait_until(what, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        with suppress(psycopg.errors.UndefinedTable):
            if what():
                return
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
