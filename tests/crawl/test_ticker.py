"""The ticker over a site that follows a script: the exact stream, and what becomes of it."""

import threading

import orjson
import pytest

from tests.fronts import EDITED, A, B, C, D, home, live, standing, waited_for
from tests.scripted import MENU, hour
from tests.servers import Answer, article, refusing, serve

SPAN = "absent_before, first_seen, last_seen, absent_after"


def hours(rows):
    """Times as hours of the script."""
    told = {hour(number / 2): number / 2 for number in range(48)}
    return [tuple(told.get(value, value) for value in row) for row in rows]


def test_overlapping_looks_a_reordering_and_an_edit_give_the_exact_stream(kept):
    with standing() as page:
        for number, lines, how in (
            (0, [C, B, A], {}),
            (1, [D, C, B, A], {"lead": "c a b"}),
            (2, [C, D, EDITED], {"lead": "c b a", "most_read": "n m"}),
        ):
            page.lines, page.how = lines, how
            ended = page.look(kept, number)
            assert ended.returncode == 0, ended.stderr
    stream = kept.query(f"SELECT text, {SPAN}, replaces FROM flashes ORDER BY number")
    assert hours(stream) == [
        (C, None, 0, 2, None, None),
        (B, None, 0, 1, 2, None),
        (A, None, 0, 1, 2, None),
        (D, 0, 1, 2, None, None),
        (EDITED, 1, 2, 2, None, 2),
    ]
    shown = kept.query(f"SELECT list, rank, substr(title, -1), {SPAN} FROM placements ORDER BY list, rank, number")
    assert hours(shown) == [
        ("lead", 1, "a", None, 0, 0, 1),
        ("lead", 1, "c", 0, 1, 2, None),
        ("lead", 2, "b", None, 0, 0, 1),
        ("lead", 2, "a", 0, 1, 1, 2),
        ("lead", 2, "b", 1, 2, 2, None),
        ("lead", 3, "b", 0, 1, 1, 2),
        ("lead", 3, "a", 1, 2, 2, None),
        ("most-read", 1, "m", None, 0, 1, 2),
        ("most-read", 1, "n", 1, 2, 2, None),
        ("most-read", 2, "n", None, 0, 1, 2),
        ("most-read", 2, "m", 1, 2, 2, None),
    ]
    lines = [orjson.loads(line) for line in (kept.runs()[-1] / "flashes.jsonl").read_bytes().splitlines()]
    assert [line["text"] for line in lines] == [C, D, EDITED]
    manifest = orjson.loads((kept.runs()[-1] / "manifest.json").read_bytes())
    assert manifest["files"]["flashes.jsonl"]["lines"] == 3
    assert {"looks": 1, "edited": 1, "gone": 6, "new": 5}.items() <= manifest["counts"].items()


def test_the_live_page_and_sections_are_looked_at_too(kept):
    section = home([], lead="s t u").replace("BREAKING", "")
    with standing({"/news/politics": section}) as page:
        page.live = live(("15:39", A, "/news/politics/a"), ("15:20", B, "/news/politics/b"), ("15:01", C, "/x"))
        ended = page.look(kept, 0, "sections=politics")
    assert ended.returncode == 0, ended.stderr
    assert kept.query("SELECT text, url FROM flashes WHERE list = 'live' ORDER BY number")[0] == (
        A, "https://english.almayadeen.net/news/politics/a",
    )  # fmt: skip
    found = kept.query("SELECT page, list, count(*) FROM placements GROUP BY 1, 2 ORDER BY 1, 2")
    assert found == [("", "lead", 2), ("", "most-read", 2), ("news/politics", "lead", 3), ("news/politics", "most-read", 2)]


def test_what_only_the_ticker_showed_is_fetched_by_the_next_crawl(kept):
    alone = article("What only the ticker showed")
    with standing({"/news/politics/gone": alone, "/news/politics": "<html><body><p>empty</p></body></html>"}) as page:
        page.how = {"lead": "gone x"}
        assert page.look(kept, 0).returncode == 0
        page.how = {"lead": "x", "most_read": "x"}
        ended = kept.crawl(f"base={page.site.base}", clock=hour(1), RETRY_TIMES=0)
    assert ended.returncode == 3, ended.stderr  # the other cards lead nowhere
    assert kept.query("SELECT title FROM articles") == [("What only the ticker showed",)]
    url = "https://english.almayadeen.net/news/politics/gone"
    assert kept.query("SELECT channel, place FROM sightings WHERE url = ?", url) == [("ticker", "ticker")]
    counts = orjson.loads((kept.runs()[-1] / "manifest.json").read_bytes())["counts"]
    assert counts["found"] == sum(number for name, number in counts.items() if name != "found") == 4


@pytest.mark.long
def test_it_runs_beside_a_crawl_of_the_same_file(kept):
    """The crawl holds the lock and writes; the ticker's lines and the crawl's articles are all there."""
    looked = threading.Event()
    articles = {f"/news/politics/a{n}": article(f"Title {n}") for n in range(9)}
    articles["/news/politics/last"] = lambda _: looked.wait(30) and article("The last one")
    listing = "".join(f'<article><a href="{path}">{path}</a></article>' for path in articles)
    with standing(articles | {"/news/politics": f"<html><body>{MENU}{listing}</body></html>"}) as page:
        crawl = kept.start(f"base={page.site.base}", "sections=politics", MAYADEEN_BATCH_SECONDS=0)
        try:
            waited_for(kept, "SELECT 1 FROM articles")
            ended = page.look(kept, 0, MAYADEEN_LOCK_WAIT=0)
            assert ended.returncode == 0, ended.stderr
            looked.set()
            assert crawl.wait(60) == 0
        finally:
            crawl.kill()
            crawl.wait()
    assert kept.one("SELECT count(*) FROM articles") == 10
    assert kept.one("SELECT count(*) FROM flashes") == 3
    assert dict(kept.query("SELECT state, count(*) FROM runs GROUP BY 1")) == {"finished": 2}


def test_a_look_made_with_a_wrong_clock_does_not_silence_its_list_unsaid(kept):
    with standing() as page:
        assert page.look(kept, 9000).returncode == 0
        page.lines = [D, *page.lines]
        ended = page.look(kept, 0)
        told = f"the last look that was kept is of {hour(9000)}, and this clock says {hour(0)}: one of them is wrong"
        assert (ended.returncode, ended.stderr.splitlines()[-1]) == (3, f"mayadeen: no look was kept: {told}")
        assert ended.stderr.count(f"en home page: not kept: {told}") == 1
        assert ended.stdout.startswith("0 looks, 0 new")
        counts = orjson.loads((kept.runs()[0] / "manifest.json").read_bytes())["counts"]
        assert counts["late_looks"] == 1 and not counts.get("looks")
        assert page.look(kept, 9001).returncode == 0
    assert kept.query("SELECT text, first_seen FROM flashes ORDER BY number")[-1] == (D, hour(9001))


def test_what_is_no_path_is_refused_before_anything_is_asked(kept):
    ended = kept.crawl("sections=../x", spider="ticker")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "sections must be labels or paths of the site such as news/politics, not '../x'" in ended.stderr


def test_there_are_no_feeds(kept):
    ended = kept.crawl("-O", "x.jsonl", spider="ticker")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "ticker writes no feeds; what it saw is in the collection" in ended.stderr


@pytest.mark.long
def test_exit_codes(kept):
    ended = kept.crawl(f"base={refusing()}", spider="ticker", RETRY_TIMES=0)
    assert (ended.returncode, ended.stderr.splitlines()[-1].startswith("mayadeen: cannot reach 127.0.0.1:")) == (4, True)
    with standing({"/news/politics": Answer("oh", 500)}) as page:
        assert page.look(kept, 0).returncode == 0  # without a live page
        assert page.look(kept, 1, "sections=politics", RETRY_TIMES=0).returncode == 3
    with serve({"/": "<html><body><p>Nothing at all.</p></body></html>", "/live": Answer("", 404)}) as site:
        assert kept.crawl(f"base={site.base}", spider="ticker").returncode == 4
    assert kept.one("SELECT count(*) FROM flashes") == 3


def test_robots_txt_is_obeyed(kept):
    with standing({"/robots.txt": Answer("User-agent: *\nDisallow: /live\n", type="text/plain")}) as page:
        page.live = live(("15:39", A, "/x"), ("15:20", B, "/x"), ("15:01", C, "/x"))
        assert page.look(kept, 0).returncode == 0
        assert page.site.paths() == ["/robots.txt", "/"]
    assert kept.one("SELECT count(*) FROM flashes WHERE list = 'live'") == 0
