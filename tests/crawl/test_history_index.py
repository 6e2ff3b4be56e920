"""An index of captures: odd, large, slow, empty, or cut, and how it is asked."""

import signal
import statistics
import subprocess
import time

import pytest

from tests.archives import Capture, wayback
from tests.conftest import ROOT
from tests.histories import A, history
from tests.scripted import OWN, page
from tests.servers import Answer, article

ODD = [
    ["net,x)/", "2026", A, "text/html", "200", "X", "1"],
    ["net,x)/"],
    [],
    {"a": 1},
    "{not json",
    ["net,x)/", "20260101000000", "javascript:alert(1)", "text/html", "200", "X", "1"],
    ["net,x)/", "20261399000000", A, "text/html", "200", "X", "1"],
    ["net,x)/", "20980101000000", A, "text/html", "200", "X", "1"],
    ["net,x)/", "20260101000000", f"{A}{'غ' * 1500}", "text/html", "200", "X", "1"],
    ["net,x)/", "20260101000000", "http://example.org/news/politics/x", "text/html", "200", "X", "1"],
    ["net,x)/", "20260101000000", "http://169.254.169.254/news/politics/x", "text/html", "200", "X", "1"],
    ["net,x)/", "20260101000000", f"{A}-moved", "text/html", "301", "X", "1"],
    ["net,x)/", "20260101000000", f"{A}-gone", "text/html", "404", "X", "1"],
    ["net,x)/", "20260101000000", f"{A}-picture", "image/png", "200", "X", "1"],
    ["net,x)/", "20260101000000", f"{OWN}/", "text/html", "200", "X", "1"],
    ["net,x)/", "20260101000000", f"{A}\u0000{'x' * 5000}", "text/html", "200", "X", "1"],
    [7, None, {"x": []}, "text/html", "200", "X", "1"],
]


@pytest.mark.parametrize("form", ["rows", "plain"])
def test_a_hostile_index_is_counted_line_by_line(kept, form):
    odd = [row for row in ODD if form == "rows" or (isinstance(row, list) and row and all(isinstance(each, str) for each in row))]
    fine = [Capture("20260101000000", A, page("One", "1")), Capture("20260101000000", f"{A}b", page("Wall", None))]
    with wayback(*fine, odd=odd, form=form) as (cdx, asked):
        ended = history(kept, cdx)
        paths = asked.paths()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    counted = kept.outcomes("kind = 'capture'")
    assert counted[("stored", None)] == 2
    assert counted[("filtered", "of another host")] == 2
    for reason in ("http 301", "http 404", "no HTML: image/png", "no address of an item"):
        assert counted[("filtered", reason)] == 1
    assert sum(counted.values()) == len(fine) + len(odd) - odd.count([])
    assert sum(path.startswith("/web/") for path in paths) == 2
    assert "Traceback" not in ended.stderr


@pytest.mark.long
@pytest.mark.parametrize(("form", "resume"), [("rows", True), ("plain", True), ("rows", False)])
def test_a_large_index_is_read_in_parts(kept, form, resume):
    """By its resume keys; from a server without them in halves of the time."""
    captures = [Capture(f"2025{month:02}{day:02}000000", f"{A}{month}", page(f"{month}", f"{month}")) for month in range(1, 13) for day in range(1, 11)]
    python = "import mayadeen.cdx.query as q, mayadeen.spiders.history as h; q.LINES = h.LINES = 7"
    with wayback(*captures, form=form, resume=resume) as (cdx, asked):
        ended = patched(kept, python, cdx)
        indexes = [path for path in asked.paths() if path.startswith("/cdx")]
        read = [path for path in asked.paths() if path.startswith("/web")]
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(indexes) > len(captures) / 7
    assert kept.one("SELECT count(*) FROM pages WHERE kind = 'capture'") == len(captures)
    assert kept.one("SELECT count(*) FROM articles") == 12
    assert len(read) <= 12 + len(indexes), "the same bytes again only where a part of the index begins"


def patched(kept, python, *arguments):
    """`python` is run at the start of the crawl."""
    folder = kept.data.parent / "startup"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(python)
    environment = kept.environment() | {"PYTHONPATH": f"{folder}:{ROOT}"}
    command = kept.command(*arguments, spider="history")
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.long
def test_it_asks_only_the_archive_and_only_as_fast_as_that_allows(kept):
    captures = [Capture("20260101000000", f"{A}{number}", page(f"{number}", f"{number}")) for number in range(4)]
    leading_off = Capture("20260101000000", f"{A}-off", page("Off", "9"))
    with wayback(*captures, leading_off, pages={}) as (cdx, asked):
        off = f"/web/20260101000000id_/{leading_off.url}"
        asked.pages.pages[off] = Answer("", 302, {"Location": f"{OWN}/news/politics/a"})
        slow = iter([Answer("wait", 429, {"Retry-After": "1"})])
        first = f"/web/20260101000000id_/{captures[0].url}"
        asked.pages.pages[first] = lambda _: next(slow, Answer(captures[0].body))
        other = cdx.replace("127.0.0.1", "archive.example.org")
        settings = {"DNS_RESOLVER": "tests.servers.EverythingHere", "MAYADEEN_HISTORY_DELAY": 0.2}
        ended = history(kept, other, MAYADEEN_CONTACT="a@example.org", **settings)
        gaps = asked.gaps()
    assert kept.outcomes("kind = 'capture'") == {
        ("stored", None): 4,
        ("filtered", "leads off the edition's hosts: english.almayadeen.net"): 1,
    }, ended.stderr
    assert statistics.median(gaps[1:]) > 0.17
    assert max(gaps) >= 0.9  # Retry-After, as a busy machine sees a second


def test_what_the_archive_cannot_give_is_failed(kept):
    with wayback(Capture("20260101000000", A), Capture("20260101000000", f"{A}2")) as (cdx, asked):
        asked.pages.pages[f"/web/20260101000000id_/{A}"] = Answer("", 404)
        given = Answer(article(), headers={"Memento-Datetime": "Fri, 02 Jan 2026 00:00:00 GMT"})
        asked.pages.pages[f"/web/20260101000000id_/{A}2"] = given
        ended = history(kept, cdx)
    assert ended.returncode == 3
    assert kept.outcomes("kind = 'capture'") == {
        ("failed", "http 404"): 1,
        ("failed", "the archive gave another capture, of 2026-01-02 00:00:00"): 1,
    }


@pytest.mark.parametrize("kills", [1, pytest.param(6, marks=pytest.mark.long)])
def test_killed_it_goes_on_where_it_was(kept, kills):
    """Nothing lost, nothing twice, no capture asked for again but what was in flight."""
    captures = [Capture(f"202601{day:02}000000", f"{A}{number}", page(f"{number} on {day}", f"{number}")) for number in range(60) for day in (1, 2)]
    with wayback(*captures, most=20, slow=0.02) as (cdx, asked):
        killed = 0
        for number in range(kills):
            crawl = kept.start(cdx, spider="history", MAYADEEN_BATCH_PAGES=10)
            until = len(asked.asked) + 10 + 5 * number
            while len(asked.asked) < until and crawl.poll() is None:
                time.sleep(0.01)
            crawl.kill()
            killed += crawl.wait(10) == -signal.SIGKILL
        ended = history(kept, cdx)
        read = [path for path in asked.paths() if path.startswith("/web")]
    assert killed == kills, "the crawl ended before it could be killed: the test shows nothing"
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert kept.outcomes("kind = 'capture'") == {("stored", None): 120}
    assert kept.query("SELECT count(*), min(revision), max(revision) FROM articles") == [(60, 2, 2)]
    assert kept.query("SELECT count(*), min(revision), max(revision) FROM revisions") == [(60, 1, 1)]
    assert len(read) <= 120 + kills * 42


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "code", "outcome"),
    [
        (Answer("", type="text/plain"), 0, ("read", None)),
        (Answer("[]", type="application/json"), 0, ("read", None)),
        (Answer('{"message": "No Captures found for: x"}', 404), 0, ("read", None)),
        (Answer("<html>down for maintenance</html>"), 3, ("failed", "no index: a page")),
        (Answer("no", 403), 4, ("failed", "http 403")),
        (Answer('[["timestamp","original"],\n["2026010', type="application/json"), 3, ("failed", "the index breaks off")),
    ],
)
def test_an_index_with_nothing_in_it(kept, answer, code, outcome):
    with wayback() as (cdx, asked):
        asked.pages = dict.fromkeys([], None) | {"/robots.txt": "User-agent: *\nDisallow:\n"}
        asked.answer = lambda path, _: answer if path.startswith("/cdx") else Answer("", 404)
        ended = history(kept, cdx)
    assert (ended.returncode, kept.outcomes("kind = 'index'")) == (code, {outcome: 1}), ended.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name an archive"),
        (["cdx=archive.org"], "cdx must be an address"),
        (["cdx=http://127.0.0.1/query"], "Add -a replay=URL"),
        (["cdx=http://127.0.0.1/cdx", "replay=http://x", "warcs=http://y"], "replay or warcs, not both"),
        (["cdx=http://127.0.0.1/cdx", "captures=some"], "captures must be all, first, last or a day"),
        (["cdx=http://127.0.0.1/cdx", "captures=2026-13-01"], "captures must be a day"),
        (["cdx=http://127.0.0.1/cdx", "pages=3"], "there is no argument 'pages'; there are cdx, replay"),
        (["cdx=http://127.0.0.1/cdx", "base=http://127.0.0.1"], "there is no argument 'base'"),
        (["cdx=http://127.0.0.1/cdx", "edition=xx"], "edition must be one of"),
    ],
)
def test_wrong_use_is_told_in_one_line(kept, arguments, told):
    ended = history(kept, *(arguments or ["edition=en"]))
    assert (ended.returncode, told in ended.stderr, ended.stderr.count("\n")) == (2, True, 1), ended.stderr
