"""kill -9 at any moment, then the same command again: every article is there, once."""

import random
import signal
import time
from collections import Counter

import pytest

from mayadeen.replica import Site

ARTICLES = 800
IN_FLIGHT = 16 + 16 + 50
"""What may be fetched again after a kill: what was leased (prefetched and on the wire) and one batch not yet written."""


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.long)])
def test_killed_crawls_lose_nothing_and_store_nothing_twice(kept, replica_of, kills):
    dice = random.Random()
    articles = ARTICLES * kills // 4
    with replica_of("--edition", "en", "--articles", str(articles), "--delay", "0.01") as site:
        killed = sum(kill_once_at_work(kept, site, dice) for _ in range(kills))
        ended = kept.crawl(site.argument, "pages=all")
        asked = Counter(request["path"] for request in site.requests())
    assert killed >= kills * 0.7, "the crawl ended before it could be killed: the test shows nothing"
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert kept.query("SELECT count(*), count(DISTINCT url), max(revision) FROM articles") == [(articles, articles, 1)]
    assert kept.query("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == [(0,)]
    assert kept.query("PRAGMA integrity_check") == [("ok",)]
    lines = [line["id"] for run in kept.runs() for line in kept.lines(run)]
    assert len(lines) == len(set(lines)) == articles, "runs that were cut have their files made up"
    assert {state for (state,) in kept.query("SELECT state FROM runs")} == {"cut", "finished"}
    again = sum(times - 1 for path, times in asked.items() if path not in ("/", "/robots.txt"))
    assert again <= killed * IN_FLIGHT


@pytest.mark.long
def test_a_resumed_crawl_asks_for_nothing_that_is_settled(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "600", "--delay", "0.01") as site:
        assert kill_once_at_work(kept, site, random.Random(), "pages=all", longest=0.5, after=120)
        settled = {
            url.split("/", 3)[3] for (url,) in kept.query("SELECT url FROM pages WHERE state IN ('stored', 'read')")
        }
        site.forget()
        ended = kept.crawl(site.argument, "pages=all")
        asked = {request["path"].lstrip("/") for request in site.requests()}
    assert ended.returncode == 0
    assert len(settled) > 20
    assert not settled & asked


@pytest.mark.long
def test_a_resumed_crawl_still_knows_which_sections_were_asked_for(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "600", "--delay", "0.01", "--page-size", "10") as site:
        assert kill_once_at_work(kept, site, random.Random(), "pages=all", "sections=politics", longest=0.3)
        ended = kept.crawl(site.argument, "pages=all", "sections=politics")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    truth = Site(edition="en", articles=600, seed=1)
    true = {a.url for a in map(truth.article, range(1, 601)) if a.section == "news/politics"}
    assert {url for (url,) in kept.query("SELECT url FROM articles")} == true


def kill_once_at_work(kept, site, dice, *arguments, after=0, longest=1.2):
    """Starts the crawl and kills it at a random moment after it has made more than `after` requests; whether it was still at work."""
    before = len(site.requests())
    crawl = kept.start(site.argument, *(arguments or ("pages=all",)))
    while len(site.requests()) <= before + after and crawl.poll() is None:
        time.sleep(0.02)
    time.sleep(dice.random() * longest)
    crawl.send_signal(signal.SIGKILL)
    return crawl.wait(10) == -signal.SIGKILL
