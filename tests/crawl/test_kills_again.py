"""kill -9 at any moment of looking again, while the site edits, removes and brings back: exactly that is told, once."""

import json
import random
import signal
import time
from collections import Counter

import pytest

from mayadeen.content import content_hash
from mayadeen.stores.account import OUTCOMES
from tests.conftest import Kept
from tests.scripted import OWN, following, hour, page

KILLS = 7
"""In each of three hours."""
EACH = 30
PUBLISHED = "2026-03-02T10:00:00+02:00"
BODY = "The first paragraph of number {}, in its {} version."


def told(course: str, number: int, version: str = "first", **more) -> str:
    name = f"{course} {number}"
    return page(name, str(1000 + number), body=BODY.format(name, version), **more)


COURSES = {
    "steady": lambda n: {0: told("steady", n)},
    "silent": lambda n: {0: told("silent", n), 1: told("silent", n, "second"), 2: told("silent", n, "third")},
    "declared": lambda n: {0: told("declared", n), 3: told("declared", n, "second", modified=hour(2.5))},
    "removed": lambda n: {0: told("removed", n), 1: None},
    "mishap": lambda n: {0: told("mishap", n), 1: None, 2: told("mishap", n)},
}
EVENTS = {
    "steady": [],
    "silent": [
        (1, "revised", {"revision": 2, "fields": ["body"], "change": "silent"}),
        (2, "revised", {"revision": 3, "fields": ["body"], "change": "silent"}),
    ],
    "declared": [
        (3, "revised", {"revision": 2, "fields": ["body"], "change": "declared", "modified": [PUBLISHED, "2026-03-02T12:30:00+02:00"]}),
    ],
    "removed": [(1, "missing", {"reason": "http 404"}), (2, "removed", {"reason": "gone (http 404)", "since": hour(1)})],
    "mishap": [(1, "missing", {"reason": "http 404"}), (2, "returned", {"since": hour(1)})],
}  # fmt: skip
NAMES = [course for course in COURSES for _ in range(EACH)]
SCRIPT = {f"/news/politics/{course}-{number}": COURSES[course](number) for number, course in enumerate(NAMES)}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    ages = {"MAYADEEN_RECHECK_AGES": "60,120,180,240", "CONCURRENT_REQUESTS_PER_DOMAIN": 6}
    kept, dice = Kept(tmp_path_factory.mktemp("killed") / "data", ages), random.Random()
    with following(SCRIPT, delay=0.08) as site:
        assert site.crawl(kept, 0).returncode == 0
        killed = 0
        for number, mode in ((1, "mode=recheck"), (2, "mode=full"), (3, "mode=recheck")):
            killed += sum(kill_once(site, kept, number, mode, dice) for _ in range(KILLS))
            ended = site.crawl(kept, number, mode)
        yield kept, killed, ended


def kill_once(site, kept, number, mode, dice):
    """Whether the crawl was still at work."""
    site.hour, before = number, len(site.site.asked)
    crawl = kept.start(mode, f"base={site.site.base}", clock=hour(number), RETRY_TIMES=0)
    while len(site.site.asked) == before and crawl.poll() is None:
        time.sleep(0.02)
    time.sleep(dice.random() * 1.5)
    crawl.send_signal(signal.SIGKILL)
    return crawl.wait(10) == -signal.SIGKILL


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_events_are_those_of_a_crawl_that_nobody_kills(crawled):
    kept, killed, ended = crawled
    assert killed >= 0.7 * 3 * KILLS, "the crawls ended before they could be killed: the test shows nothing"
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found: dict[str, list] = {}
    for article, at, event, detail in kept.query("SELECT article_id, at, event, detail FROM events ORDER BY seq"):
        found.setdefault(article, []).append((at, event, json.loads(detail)))
    expected = {f"en:{1000 + n}": [(hour(at), *rest) for at, *rest in EVENTS[course]] for n, course in enumerate(NAMES)}
    assert found == {article: events for article, events in expected.items() if events}


@pytest.mark.long
def test_every_version_is_kept_once(crawled):
    kept, _, _ = crawled
    fields = ("title", "summary", "body", "tags", "image_url")
    rows = kept.query(f"SELECT id, revision, content_hash, {', '.join(fields)} FROM articles UNION ALL "
                      f"SELECT article_id, revision, content_hash, {', '.join(fields)} FROM revisions")  # fmt: skip
    versions = Counter(article for article, *_ in rows)
    assert versions == {f"en:{1000 + n}": {"silent": 3, "declared": 2}.get(course, 1) for n, course in enumerate(NAMES)}
    assert len({(article, revision) for article, revision, *_ in rows}) == len(rows)
    for _, _, hashed, *values in rows:
        read = dict(zip(fields, values, strict=True))
        assert content_hash(read | {"tags": json.loads(read["tags"])}) == hashed


@pytest.mark.long
def test_the_account_holds_and_every_run_has_its_files(crawled):
    kept, _, _ = crawled
    assert kept.one("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == 0
    assert {url for (url,) in kept.query("SELECT url FROM pages WHERE kind = 'article'")} == {OWN + path for path in SCRIPT}
    for counts in (json.loads(counts) for (counts,) in kept.query("SELECT counts FROM runs")):
        assert counts["found"] == sum(counts[outcome] for outcome in OUTCOMES)
    told_of = Counter((line["id"], line["revision"]) for run in kept.runs() for line in kept.lines(run))
    assert set(told_of.values()) == {1}, "no version stands in the files of two runs"
    assert told_of.total() == len(NAMES) + 2 * NAMES.count("silent") + NAMES.count("declared")
    assert {state for (state,) in kept.query("SELECT state FROM runs")} == {"cut", "finished"}
    assert kept.query("PRAGMA integrity_check") == [("ok",)]
