"""Captures in web archives become versions among those that are held."""

import pytest

from tests.archives import Capture, wayback
from tests.conftest import Kept
from tests.histories import A, history, versions
from tests.scripted import following, notice, page

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
