"""The commands that read a collection, on one that a scripted site has filled."""

import fcntl
import json
import re

import pytest

from mayadeen import history_html
from mayadeen.content import FIELDS
from mayadeen.stores.account import OUTCOMES
from mayadeen.stores.history import History
from tests.conftest import Kept
from tests.scripted import OWN, following, hour, page

A = "/news/politics/"
SCRIPT = {
    f"{A}edited": {0: page("قمة في بيروت", "1"), 1: page("قمة كبرى G7 في بيروت <b>", "1", modified=hour(0.9))},
    f"{A}gone": {0: page("Gone", "2"), 1: None},
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("kept") / "data")
    with following(SCRIPT) as site:
        assert site.crawl(kept, 0).returncode == 0
        site.crawl(kept, 1, "mode=full", "_job=second")
    return kept


def test_history_tells_an_articles_life(kept):
    told = kept.scrapy("history", "en:1").stdout
    assert f"{OWN}{A}edited" in told
    assert "first read" in told
    assert f"{hour(1)}  revised: revision 2, declared, title" in told
    assert "قمة\u2068{+ كبرى G7+}\u2069 في بيروت\u2068{+ <b>+}\u2069" in told
    assert "missing: reason http 404" in kept.scrapy("history", "en:2").stdout


def test_history_as_a_page_marks_what_changed(kept, tmp_path):
    ended = kept.scrapy("history", "en:1", "--html", str(tmp_path / "life.html"))
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    html = (tmp_path / "life.html").read_text()
    assert 'قمة<ins> كبرى G7</ins> في بيروت<ins> &lt;b&gt;</ins>' in html
    assert '<div class="text" lang="en" dir="ltr">' in html


def test_an_arabic_life_runs_from_right_to_left():
    article = {"id": "ar:1", "edition": "ar", "language": "ar", "title": "تحديث 3)", "revision": 2, "fetched": hour(0)}
    replaced = {"title": "تحديث 2)", "replaced": hour(1), "change": "silent", "changed": ["title"]}
    versions = [dict.fromkeys(FIELDS) | article | replaced, dict.fromkeys(FIELDS) | article]
    html = history_html.page(History(article, versions, [], ["https://www.almayadeen.net/a/b"]))
    assert '<h1 lang="ar" dir="rtl">تحديث 3)</h1>' in html
    # What is taken out by itself, in the text's own direction, or its bracket would stand on the wrong side.
    assert '<div class="text" lang="ar" dir="rtl">تحديث <del dir="rtl">2)</del><ins>3)</ins></div>' in html


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("history", "en:404"), "mayadeen: no article en:404 is held"),
        (("history",), "mayadeen: name one article"),
        (("ledger", "x"), "mayadeen: there is no run x"),
        (("ledger", "--shown", "home"), "mayadeen: name one run or none"),
        (("ages", "a", "b"), "mayadeen: name one file"),
    ],
)
def test_wrong_use_is_told_in_one_line(kept, command, said):
    ended = kept.scrapy(*command)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(said)
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("ledger", "--jsn"), "mayadeen: there is no option --jsn; scrapy ledger --help lists them\n"),
        (("export", "--format", "csv", "--output", "a.csv", "--sections", "x"), "mayadeen: there is no option --sections; scrapy export --help lists them\n"),
        (("ledger", "--shown", "home", "--never-by", "sitemaps"), "mayadeen: there is no channel 'sitemaps'; there are listing, region, home, "),
    ],
)
def test_a_slip_is_named(kept, command, said):
    """Else it would be a run's name, or a channel that never showed anything."""
    ended = kept.scrapy(*command)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(said)


def test_reading_makes_no_collection(tmp_path):
    ended = Kept(tmp_path / "none").scrapy("ledger")
    assert ended.returncode == 2
    assert "there is no collection" in ended.stderr
    assert not (tmp_path / "none").exists()


def test_the_ledger_adds_up_by_day(kept):
    report = json.loads(kept.scrapy("ledger", "--json").stdout)
    assert [(row["section"], row["day"], row["found"]) for row in report["law"]] == [("news/politics", "2026-03-02", 2)]
    assert all(row["found"] == sum(row[name] for name in OUTCOMES) for row in report["law"])
    assert [(row["url"], row["reason"]) for row in report["unsettled"]] == [(f"{OWN}{A}gone", "http 404")]
    assert report["channels"] == [{"edition": "en", "channel": "listing", "shown": 2, "never_shown_by": {}}]


def test_the_ledger_reads_without_the_lock(kept):
    with (kept.data / "mayadeen.sqlite.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever waited for it would end with 5
        told = kept.scrapy("ledger", "second").stdout
    assert "run second: finished, exit code 3; when it ended: found 2, stored 1" in told
    assert f"failed article {OWN}{A}gone  http 404" in told
    assert "en listing: 2 shown" in told


def test_what_one_channel_alone_showed_is_named(kept):
    assert kept.scrapy("ledger", "--shown", "listing", "--never-by", "home").stdout.split() == [f"{OWN}{A}edited", f"{OWN}{A}gone"]


def test_the_plan_of_looking_again_is_simulated_on_the_real_rows(kept, shared):
    told = kept.scrapy("ages", str(shared / "site" / "articles-ar.jsonl.gz")).stdout
    plan, usual = (line for line in told.splitlines() if "%" in line)
    (requests, caught), (usual_requests, _) = (re.findall(r"[\d.]+(?=%| +│)", line)[:2] for line in (plan, usual))
    assert float(caught) >= 95
    assert int(requests) < int(usual_requests) == 28
