"""Listings that go on by script alone, read on in a real browser: to their end, politely, and leaving nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

import pytest

from mayadeen import user_agent
from mayadeen.editions import EDITIONS
from mayadeen.replica import Site as Replica
from mayadeen.replica.addresses import encoded
from mayadeen.site import Site
from tests.conftest import Kept
from tests.script_site import BUTTON, listing_row, page, pages, path, serving, stored
from tests.servers import Answer, serve


def test_a_button_is_pressed_to_the_end_and_every_article_comes_once(kept, watched):
    with serving(page()) as site:
        crawl = watched(f"base={site.base}", "pages=all")
        assert crawl.end() == 0
    assert crawl.browsed
    assert not crawl.left()
    assert stored(kept) == {path(n) for n in range(8)}
    assert set(Counter(site.paths()).values()) == {1}, "nothing is asked for twice, by the crawl or by the browser"
    assert {asked.headers["user-agent"] for asked in site.asked} == {user_agent("")}
    assert kept.query("SELECT place, number, count(*) FROM sightings WHERE channel = 'listing' GROUP BY 1, 2") == [
        ("news/politics", 1, 2), ("news/politics", 2, 2), ("news/politics", 3, 2), ("news/politics", 4, 2)
    ]  # fmt: skip


def test_without_a_browser_one_line_says_what_would_help_and_the_rest_is_crawled(kept, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.delenv("MAYADEEN_BROWSER", raising=False)
    with serving(page()) as site:
        ended = kept.crawl(f"base={site.base}")
    assert ended.returncode == 3
    lines = [line for line in ended.stderr.splitlines() if "apt-get install chromium" in line]
    assert len(lines) == 1 and "MAYADEEN_BROWSER" in lines[0] and "browser=never" in lines[0]
    assert "Traceback" not in ended.stderr
    assert "failed en listing: 1 × goes on by script only: no browser (none is installed)" in ended.stdout
    assert stored(kept) == {path(0), path(1)}


def test_browser_never_says_what_it_leaves_out(kept):
    with serving(page()) as site:
        ended = kept.crawl(f"base={site.base}", "browser=never")
    assert ended.returncode == 0
    assert "1 listings go on by script only and were left at their first page" in ended.stdout
    assert stored(kept) == {path(0), path(1)}


def test_a_crawl_that_needs_no_browser_loads_none(kept):
    """Half a second, and Node."""
    code = "import sys, mayadeen.spiders.sections, mayadeen.commands.crawl; sys.exit('playwright' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("edition", "browser", "listings"), [("en", "always", {"latest", "earlier"}), ("ar", "auto", {"latest"}), ("es", "auto", {"latest"})]
)
def test_listings_of_200_by_button_and_by_scrolling_are_exhausted(kept, replica_of, watched, edition, browser, listings):
    with replica_of("--edition", edition, "--articles", "450", "--script-listings") as site:
        crawl = watched(site.argument, f"edition={edition}", "pages=all", f"browser={browser}")
        assert crawl.end(280) == 0
        asked = Counter(request["path"] for request in site.requests())
    assert not crawl.left()
    assert kept.query("SELECT count(*), count(DISTINCT url), max(revision) FROM articles") == [(450, 450, 1)]
    for listing in listings:
        shown = {url for (url,) in kept.query("SELECT url FROM sightings WHERE place = ?", listing)}
        assert len(true_items(edition, listing) & shown) == 200
    assert max(asked.values()) == 1
    assert sum(path.startswith("/script-items/") for path in asked) == 9 * len(listings)


def true_items(edition, listing):
    replica = Replica(edition=edition, articles=450, script_listings=True)
    [numbers] = [each.numbers for each in replica.collection.sections if each.path == f"/{listing}"]
    site = Site(EDITIONS[edition])
    return {site.canonical(encoded(replica.collection.path(number)), on=site.edition.home) for number in numbers}


@pytest.mark.long
def test_pages_since_and_what_is_held_end_a_walk(kept, watched, tmp_path):
    with serving(page(), pieces=10) as site:
        assert kept.crawl(f"base={site.base}", "pages=3").returncode == 0
        assert [p for p in site.paths() if "/more/" in p] == ["/more/2", "/more/3"]
        assert kept.crawl(f"base={site.base}", "pages=5").returncode == 0, "another job, whose first page is held"
        assert len([p for p in site.paths() if "/more/" in p]) == 2
        assert kept.crawl(f"base={site.base}", "pages=4", "mode=full", "since=2024-01-26").returncode == 0
        assert len([p for p in site.paths() if "/more/" in p]) == 5, "what is looked at again is not waited for"
    other = Kept(tmp_path / "other")
    with serving(page(), pieces=10) as site:
        assert other.crawl(f"base={site.base}", "pages=all", "since=2024-01-26").returncode == 0
        assert [p for p in site.paths() if "/more/" in p] == ["/more/2", "/more/3", "/more/4"]
    days = {day for (day,) in other.query("SELECT published_day FROM articles")}
    assert min(days) == "2024-01-26" and len(days) == 6


def control_c(crawl):
    """A terminal interrupts all that runs in it."""
    for pid in (crawl.crawl.pid, *crawl.alive("playwright/driver"), *crawl.alive("--remote-debugging-pipe")):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)


def interrupted_twice(crawl):
    crawl.crawl.send_signal(signal.SIGINT)
    time.sleep(0.05)
    crawl.crawl.send_signal(signal.SIGINT)


INTERRUPTS = {
    "SIGINT": lambda crawl: crawl.crawl.send_signal(signal.SIGINT),
    "SIGTERM": lambda crawl: crawl.crawl.send_signal(signal.SIGTERM),
    "Ctrl-C": control_c,
    "twice": interrupted_twice,
    "kill": lambda crawl: crawl.crawl.kill(),
}
ORDERLY = ("SIGINT", "SIGTERM", "Ctrl-C")


@pytest.mark.long
@pytest.mark.parametrize("how", INTERRUPTS)
def test_no_browser_outlives_a_crawl_that_is_cut_and_the_same_command_goes_on(kept, watched, how):
    with serving(page(), pieces=12) as site:
        crawl = watched(f"base={site.base}", "pages=all")
        assert crawl.until(lambda: "/more/4" in site.paths())
        assert crawl.browsed
        INTERRUPTS[how](crawl)
        code = crawl.end()
        assert not crawl.left()
        if how in ORDERLY:
            assert code == 3
            assert listing_row(kept) == [("pending", None)]
        before = stored(kept)
        again = watched(f"base={site.base}", "pages=all")
        assert again.end() == 0
        assert not again.left()
    assert before < stored(kept) == {path(n) for n in range(26)}
    assert kept.query("SELECT count(*), max(revision) FROM articles") == [(26, 1)]
    assert len([p for p in site.paths() if "/item-" in p]) <= 26 + (how not in ORDERLY) * 32


@pytest.mark.long
def test_a_crashed_browser_fails_its_listing_and_the_crawl_goes_on(kept, watched):
    with serving(page(), pieces=12) as site:
        crawl = watched(f"base={site.base}", "pages=all", RETRY_TIMES=0)
        assert crawl.until(lambda: "/more/4" in site.paths())
        for main in crawl.alive("--remote-debugging-pipe"):
            os.kill(main, signal.SIGKILL)
        assert crawl.end() == 3
    assert not crawl.left()
    [(state, reason)] = listing_row(kept)
    assert state == "failed" and reason.startswith("the browser: ")
    assert len(stored(kept)) >= 6


@pytest.mark.long
def test_what_the_page_asks_for_keeps_the_delay_of_its_host(kept, watched):
    styled = page(head='<link rel="stylesheet" href="/style.css"><script src="/app.js"></script>')
    with serve(pages(styled) | {"/style.css": Answer("", type="text/css"), "/app.js": Answer("", type="text/javascript")}) as site:
        crawl = watched(f"base={site.base}", "pages=all", DOWNLOAD_DELAY=0.5, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        assert crawl.end() == 0
    assert stored(kept) == {path(n) for n in range(8)}
    assert min(site.gaps()) > 0.25  # of 0.5: arrivals waver on a busy machine, unpaced ones are hundredths apart
    assert {"/style.css", "/app.js"} < set(site.paths())


def test_a_control_is_no_control_in_a_menu_or_with_an_address(kept):
    elsewhere = '<a href="/news/sports">Load more</a>' + f"<footer>{BUTTON}</footer>"
    with serving(page(control=elsewhere, script="")) as site:
        ended = kept.crawl(f"base={site.base}", "browser=never")
    assert "go on by script only" not in ended.stdout + ended.stderr
