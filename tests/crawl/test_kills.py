"""kill -9 at any moment, then the same command again: every article is there, once."""

import random
import signal
import time

import pytest

from mayadeen.replica import Site

ARTICLES = 800


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.long)])
def test_killed_crawls_lose_nothing_and_store_nothing_twice(kept, replica_of, kills):
    dice = random.Random()
    with replica_of("--edition", "en", "--articles", str(ARTICLES * kills // 4), "--delay", "0.01") as site:
        killed = sum(kill_once_at_work(kept, site, dice) for _ in range(kills))
        ended = kept.crawl(site.argument, "pages=all")
    assert killed >= kills * 0.7, "the crawl ended before it could be killed: the test shows nothing"
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert kept.query("SELECT count(*), count(DISTINCT url), max(revision) FROM articles") == [
        (ARTICLES * kills // 4,) * 2 + (1,)
    ]
    assert kept.query("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == [(0,)]
    assert kept.query("PRAGMA integrity_check") == [("ok",)]
    lines = [line["id"] for run in kept.runs() for line in kept.lines(run)]
    assert len(lines) == len(set(lines)) == ARTICLES * kills // 4, "runs that were cut have their files made up"
    assert {state for (state,) in kept.query("SELECT state FROM runs")} == {"cut", "finished"}


def test_a_resumed_crawl_still_knows_which_sections_were_asked_for(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "600", "--delay", "0.01", "--page-size", "10") as site:
        assert kill_once_at_work(kept, site, random.Random(), "sections=politics", longest=0.3)
        ended = kept.crawl(site.argument, "pages=all", "sections=politics")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    truth = Site(edition="en", articles=600, seed=1)
    true = {a.url for a in map(truth.article, range(1, 601)) if a.section == "news/politics"}
    assert {url for (url,) in kept.query("SELECT url FROM articles")} == true


def kill_once_at_work(kept, site, dice, *arguments, longest=1.2):
    """Starts the crawl and kills it at a random moment after it has begun to fetch; whether it was still at work."""
    site.forget()
    crawl = kept.start(site.argument, "pages=all", *arguments)
    while not site.requests() and crawl.poll() is None:
        time.sleep(0.02)
    time.sleep(dice.random() * longest)
    crawl.send_signal(signal.SIGKILL)
    return crawl.wait(10) == -signal.SIGKILL
