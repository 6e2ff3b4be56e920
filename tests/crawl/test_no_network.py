"""No network, silence, refusals: one line that says what would do, and nothing damaged."""

import subprocess
import time

import pytest

from tests.conftest import Kept
from tests.servers import Answer, article, black_hole, drip, refusing, serve

OWN = "https://english.almayadeen.net"


def unreachable(ended: subprocess.CompletedProcess[str], told: str) -> None:
    assert ended.returncode == 4, ended.stderr
    assert ended.stderr.splitlines()[-1] == f"mayadeen: {told}"
    assert "Traceback" not in ended.stderr
    assert "nothing new" not in ended.stdout


def takes_up(kept: Kept, *arguments: str) -> None:
    """The next run, over a site that works, does what the former could not."""
    with serve({"/": Answer("<html><body>no menu</body></html>")}) as site:
        kept.crawl(f"base={site.base}", *arguments)
    assert kept.one("SELECT state FROM pages WHERE kind = 'home'") == "read"
    assert kept.one("PRAGMA integrity_check") == "ok"


def test_without_a_network_the_live_host_is_named(kept):
    ended = kept.crawl(DNS_RESOLVER="tests.servers.NothingHere")
    unreachable(ended, "cannot reach english.almayadeen.net: cannot resolve the host")
    assert kept.query("SELECT state, reason FROM pages") == [("failed", "cannot resolve the host")]
    assert kept.query("SELECT state, exit_code FROM runs") == [("finished", 4)]


@pytest.mark.long
def test_a_port_where_nobody_listens(kept):
    base = refusing()
    unreachable(kept.crawl(f"base={base}"), f"cannot reach {base[7:]}: connection refused")
    takes_up(kept)


def test_a_host_that_never_answers(kept):
    with black_hole() as base:
        ended = kept.crawl(f"base={base}", MAYADEEN_FIRST_TIMEOUT=0.5)
    unreachable(ended, f"cannot reach {base[7:]}: timed out")


@pytest.mark.long
@pytest.mark.parametrize("pages", [None, {"/": Answer(send=drip(60))}], ids=["never answers", "only robots.txt"])
def test_silence_ends_within_a_minute(kept, pages):
    began = time.monotonic()
    with black_hole() as base, serve(pages or {}) as site:
        assert kept.crawl(f"base={site.base if pages else base}").returncode == 4
    assert time.monotonic() - began < 60 + 20  # in which a busy machine starts and ends it


def test_a_page_of_a_working_site_is_waited_for_longer(kept, tmp_path):
    (tmp_path / "urls").write_text("".join(f"{OWN}/news/politics/{name}\n" for name in ("first", "slow")))
    slow = {"/news/politics/first": article("First"), "/news/politics/slow": lambda n: time.sleep(4) or Answer(article("Slow"))}
    with serve(slow) as site:
        once = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 0, "MAYADEEN_FIRST_TIMEOUT": 2}
        assert kept.crawl(f"urls={tmp_path / 'urls'}", f"base={site.base}", **once).returncode == 0


@pytest.mark.long
def test_one_edition_that_is_silent_leaves_the_others_alone(kept, replica):
    bases = f"base=en={refusing()},ar={replica.bases['ar']},es={replica.bases['es']}"
    ended = kept.crawl("edition=all", bases)
    assert ended.returncode == 3, ended.stderr
    assert kept.outcomes() == {("stored", None): 300}
    assert kept.query("SELECT state FROM pages WHERE edition = 'en'") == [("failed",)]


@pytest.mark.long
def test_a_site_that_falls_silent_is_not_asked_for_everything(kept, tmp_path):
    """After a few pages in a row without an answer the rest is left, uncounted as failures, for the next run."""
    names = [f"{n:02}" for n in range(30)]
    (tmp_path / "urls").write_text("".join(f"{OWN}/news/politics/{name}\n" for name in names))
    silent = Answer(send=lambda handler: None)
    with serve({f"/news/politics/{name}": silent for name in names} | {"/news/politics/00": article("Zero")}) as site:
        once = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 0}
        ended = kept.crawl(f"urls={tmp_path / 'urls'}", f"base={site.base}", **once)
        assert ended.returncode == 3, ended.stderr
        assert "no answer to 5 pages in a row (connection lost)" in ended.stderr
        outcomes = kept.outcomes()
        failed = outcomes.pop(("failed", "connection lost"))
        assert failed in (5, 6), "one may be on its way"
        assert outcomes == {("stored", None): 1, ("pending", None): 29 - failed}
        site.pages |= {f"/news/politics/{name}": article(f"Number {name}") for name in names}
        assert kept.crawl(f"urls={tmp_path / 'urls'}", f"base={site.base}").returncode == 0
    assert kept.outcomes() == {("stored", None): 30}


@pytest.mark.parametrize("status", [403, pytest.param(503, marks=pytest.mark.long)])
def test_a_site_that_refuses_every_page(kept, status):
    with serve({"/": Answer("no", status)}) as site:
        ended = kept.crawl(f"base={site.base}", MAYADEEN_RETRY_AFTER_DEFAULT=0.1)
    unreachable(ended, f"{site.base[7:]} answered http {status} to every page; it may be blocking this crawler")


def test_a_site_that_sends_everybody_elsewhere(kept):
    away = Answer("", 302, {"Location": "http://login.example.org/"})
    with serve({"/": away, "/robots.txt": away}) as site:
        ended = kept.crawl(f"base={site.base}")
    unreachable(ended, f"cannot reach {site.base[7:]}: leads off the edition's hosts: login.example.org")
