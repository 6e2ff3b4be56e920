"""Captures in web archives become articles and their older versions."""

import json
import signal
import statistics
import subprocess
import time

import pytest

from tests.archives import Capture, pywb, seen_in_chromium, wayback
from tests.conftest import ROOT, Kept, read_lines
from tests.scripted import OWN, following, notice, page
from tests.servers import Answer, article

A = f"{OWN}/news/politics/a"
NOT_TOLD = ("run", "cluster", "warc", "regions")
"""What a page does not tell: who stored it, which others are like it, where it is kept, which listings lead to it."""


def history(kept, cdx, *arguments, **settings):
    return kept.crawl(cdx, *arguments, spider="history", **settings)


def versions(kept, article_id="en:1"):
    """(number, title, when read) of each, the oldest first."""
    columns = "revision, title, fetched"
    former = kept.query(f"SELECT {columns} FROM revisions WHERE article_id = ? ORDER BY replaced", article_id)
    return former + kept.query(f"SELECT {columns} FROM articles WHERE id = ?", article_id)


def comparable(lines):
    told = [{name: value for name, value in line.items() if name not in NOT_TOLD} for line in lines]
    for line in told:
        line["provenance"].pop("fetched", None)  # where a capture was read
    return told


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("crawled") / "data")
    ended = kept.crawl("edition=all", "sections=politics,sports", replica.argument)
    assert ended.returncode == 0, ended.stderr
    return kept


@pytest.fixture(scope="module")
def served(crawled, tmp_path_factory):
    with pywb(tmp_path_factory.mktemp("pywb"), *(crawled.data / "archive").iterdir()) as collection:
        yield collection


def test_from_pywb_it_gives_what_a_replay_of_the_same_file_gives(crawled, served, kept, tmp_path):
    ended = history(kept, f"cdx={served}/cdx", "edition=all")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    out = tmp_path / "replayed.jsonl"
    replayed = kept.crawl(f"archive={crawled.data / 'archive'}/*.warc.gz", f"out={out}", spider="replay")
    assert replayed.returncode == 0, replayed.stderr
    found = comparable(kept.lines())
    assert found == comparable(read_lines(out))
    assert len(found) == crawled.one("SELECT count(*) FROM articles") > 20
    sources = {line["provenance"]["fetched"]["raw"].split("/2")[0] for line in kept.lines()}
    assert sources == {served}
    again = history(kept, f"cdx={served}/cdx", "edition=all")
    assert (again.returncode, "nothing new" in again.stdout) == (0, True), again.stdout


def test_a_page_of_our_archive_opens_in_a_browser(crawled, served):
    """So no other record of ours stands in its way: pywb shows whatever has the page's address."""
    url, title = crawled.query("SELECT url, title FROM articles WHERE edition = 'en' ORDER BY id")[0]
    assert title in seen_in_chromium(f"{served}/mp_/{url}")


@pytest.mark.long
def test_what_it_keeps_of_an_archive_is_an_archive(served, kept, tmp_path):
    """The captures' own times and addresses, so that a replay of them gives the same again."""
    history(kept, f"cdx={served}/cdx", "sections=sports")
    out = tmp_path / "replayed.jsonl"
    kept.crawl(f"archive={kept.data / 'archive'}/*.warc.gz", f"out={out}", spider="replay")
    assert comparable(read_lines(out)) == comparable(kept.lines())
    assert kept.lines()
    assert {line["section"] for line in kept.lines()} == {"news/sports"}


LONG = " ".join(f"word{number}" for number in range(60)) + " {}"
"""Enough for near-duplicates to be looked for."""


@pytest.fixture
def edited():
    """Three versions of an article, the second of them captured twice, and where the site shows the last one."""
    captures = [
        Capture("20260101000000", A, page("One", "1")),
        Capture("20260102000000", A, page("Two", "1", body=LONG.format("second"))),
        Capture("20260103000000", f"{A}?utm_source=x", page("Two", "1", body=LONG.format("second"))),
        Capture("20260104000000", A, page("Three", "1", body=LONG.format("third"))),
    ]
    with following({"/news/politics/a": {0: captures[-1].body}}) as site:
        yield captures, site


def test_captures_from_before_are_older_versions_and_the_present_one_stays(kept, edited):
    captures, site = edited
    assert site.crawl(kept, 0).returncode == 0
    held = kept.query("SELECT url, title, body, fetched, last_seen, warc, run FROM articles")
    signed = kept.query("SELECT signature FROM signatures")
    with wayback(*captures) as (cdx, asked):
        ended = history(kept, cdx)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert not [path for path in asked.paths() if "20260103" in path], "the same bytes as those before"
    assert kept.query("SELECT url, title, body, fetched, last_seen, warc, run FROM articles") == held
    assert kept.query("SELECT signature FROM signatures") == signed != []
    assert versions(kept) == [
        (1, "One", "2026-01-01T00:00:00+00:00"),
        (2, "Two", "2026-01-02T00:00:00+00:00"),
        (3, "Three", held[0][3]),
    ]
    assert kept.one("SELECT first_seen FROM articles") == "2026-01-01T00:00:00+00:00"
    assert kept.query("SELECT event, at FROM events ORDER BY at") == [
        ("earlier", "2026-01-01T00:00:00+00:00"),
        ("earlier", "2026-01-02T00:00:00+00:00"),
    ]
    assert kept.outcomes("kind = 'capture'") == {
        ("stored", None): 2,
        ("unchanged", None): 1,
        ("filtered", "the same bytes as the capture before"): 1,
    }
    told = kept.scrapy("history", "en:1").stdout
    assert f"first read, as {asked.base}/web/20260101000000id_/{A} has it" in told
    assert "revised: revision 3, silent" in told
    assert "{+third+}" in told


@pytest.mark.long
def test_they_are_the_same_whatever_was_read_first(kept, edited, tmp_path):
    """The site before or after the archive, the archive all at once or capture by capture."""
    captures, site = edited
    orders = ([captures, None], [[captures[2]], None, [captures[0]], captures], [[captures[0]], [captures[2]], None, captures])
    found = []
    for number, order in enumerate(orders):
        one = Kept(tmp_path / str(number))
        for step in order:
            if step is None:
                assert site.crawl(one, 0).returncode == 0
                continue
            with wayback(*step) as (cdx, _):
                assert history(one, cdx).returncode == 0
        found.append([(number, title) for number, title, _ in versions(one)])
    assert found == [[(1, "One"), (2, "Two"), (3, "Three")]] * 3


@pytest.mark.long
def test_a_capture_from_after_our_last_look_is_the_present_version(kept, edited):
    captures, site = edited
    site.crawl(kept, 0)
    later = Capture("20270101000000", A, page("Four", "1"))
    nothing = Capture("20270102000000", A, notice("Page not found"))
    with wayback(*captures, later, nothing) as (cdx, _):
        assert kept.crawl(cdx, spider="history", clock="2027-02-01T00:00:00+00:00").returncode == 0
    assert [title for _, title, _ in versions(kept)] == ["One", "Two", "Three", "Four"]
    assert kept.query("SELECT revision, fetched, last_seen FROM articles") == [
        (4, "2027-01-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00")
    ]
    assert ("revised", "2027-01-01T00:00:00+00:00") in kept.query("SELECT event, at FROM events")
    assert [line["title"] for line in kept.lines()] == ["Four"]
    assert kept.outcomes("kind = 'capture' AND state = 'filtered' AND reason LIKE 'no item%'") == {
        ("filtered", "no item: in an article's place: word that there is none"): 1
    }


@pytest.mark.long
def test_what_an_archive_knew_elsewhere_the_site_moves(kept):
    """The same article under a new address, which its captures do not know; and captures of both."""
    elsewhere = page("Moved", "1", body=LONG.format("moved"))
    captures = [Capture("20260101000000", A, page("One", "1")), Capture("20260102000000", f"{A}-b", elsewhere)]
    with wayback(captures[0]) as (cdx, _), following({"/news/politics/a-c": {0: elsewhere}}) as site:
        assert history(kept, cdx).returncode == 0
        assert site.crawl(kept, 0).returncode == 0
        assert kept.query("SELECT id, url, title, revision FROM articles") == [("en:1", f"{A}-c", "Moved", 2)]
        assert "moved" in {event for (event,) in kept.query("SELECT event FROM events")}
    with wayback(*captures) as (cdx, _):
        assert history(kept, cdx).returncode == 0
    assert kept.query("SELECT url, revision FROM articles") == [(f"{A}-c", 2)]
    assert kept.one("SELECT count(*) FROM pages WHERE state IN ('failed', 'pending', 'duplicate')") == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (["since=2026-01-02", "until=2026-01-03", "sections=politics"], ["02"]),
        ([f"urls={A}", "captures=first"], ["01"]),
        (["sections=sports"], []),
    ],
)
def test_which_captures_are_read(kept, edited, arguments, read):
    with wayback(*edited[0]) as (cdx, asked):
        ended = history(kept, cdx, *arguments)
        assert ended.returncode == 0, ended.stderr
        found = sorted(path.split("/web/202601")[1][:2] for path in asked.paths() if path.startswith("/web/"))
    assert found == read


def test_what_one_choice_left_out_another_reads(kept, edited):
    with wayback(*edited[0]) as (cdx, _):
        history(kept, cdx, "captures=last")
        assert [title for _, title, _ in versions(kept)] == ["Three"]
        history(kept, cdx)
    assert [title for _, title, _ in versions(kept)] == ["One", "Two", "Three"]


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


def common_crawl(crawled):
    """An index as Common Crawl's, of the archive of a crawl, and its files."""
    (file,) = (crawled.data / "archive").iterdir()
    rows = crawled.query("SELECT url, fetched, warc FROM articles WHERE edition = 'en' ORDER BY url")
    lines = []
    for url, fetched, warc in rows:
        place = json.loads(warc)
        stamp = "".join(sign for sign in fetched[:19] if sign.isdigit())
        told = {"timestamp": stamp, "url": url, "mime": "text/html", "status": "200", "digest": url[-20:]}
        lines.append(json.dumps(told | {"filename": f"crawl-data/{file.name}", **{k: str(place[k]) for k in ("offset", "length")}}))
    return file, lines


def test_common_crawls_captures_are_read_from_their_files(crawled, kept):
    file, lines = common_crawl(crawled)
    data = file.read_bytes()
    with wayback() as (_, site):

        def answer(path, _):
            if path.startswith("/CC-MAIN-index?"):
                if "showNumPages" in path:
                    return Answer('{"pages": 2, "pageSize": 1, "blocks": 2}')
                part = lines[5:] if "page=1" in path else lines[:5]
                return Answer("\n".join(part) + "\n", type="text/x-ndjson")
            asked = site.asked[-1].headers.get("range", "")
            if path == f"/files/crawl-data/{file.name}" and asked:
                first, last = map(int, asked.removeprefix("bytes=").split("-"))
                return Answer(data[first : last + 1], 206, type="application/octet-stream")
            return Answer("", 404)

        site.answer = answer
        ended = history(kept, f"cdx={site.base}/CC-MAIN-index", f"warcs={site.base}/files", CONCURRENT_REQUESTS=1)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    true = [line for line in crawled.lines() if line["edition"] == "en"]
    assert comparable(kept.lines()) == comparable(true)
    assert len(true) == len(lines) > 5


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
