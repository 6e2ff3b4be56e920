"""Looking again at a site that has not changed costs next to nothing, and misses nothing that is new."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Kept

LATER = (datetime.now(UTC) + timedelta(days=400)).isoformat(timespec="seconds")


def answers(site):
    """How many requests had which status, and the bytes of all answers; robots.txt aside."""
    asked = [request for request in site.requests() if request["path"] != "/robots.txt"]
    return Counter(request["status"] for request in asked), sum(request["bytes"] for request in asked)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_an_unchanged_site_answers_304_to_nearly_all(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "5000") as site:
        assert kept.crawl(site.argument, "pages=all", timeout=600).returncode == 0
        _, first = answers(site)
        for mode in ("recheck", "full"):
            site.forget()
            ended = kept.crawl(site.argument, "pages=all", f"mode={mode}", clock=LATER, timeout=600)
            assert ended.returncode == 0, ended.stderr
            statuses, received = answers(site)
            assert statuses[304] >= 0.99 * statuses.total() > 5000, (mode, statuses)
            assert received <= 0.01 * first, (mode, received, first)
            assert kept.outcomes() == {("unchanged", None): 5000}
        site.forget()
        kept.crawl(site.argument, "pages=all", clock=LATER, timeout=600)
        listed = {request["path"] for request in site.requests()}
        held = {url.split("/", 3)[3] for (url,) in kept.query("SELECT url FROM articles")}
        assert not {path.lstrip("/") for path in listed} & held
    assert kept.query("SELECT count(*), max(revision), min(last_seen) FROM articles") == [(5000, 1, LATER)]
    assert kept.one("SELECT count(*) FROM events") == 0


@pytest.mark.long
def test_what_was_saved_is_told(kept, replica_of):
    with replica_of("--edition", "en") as site:
        kept.crawl(site.argument)
        _, first = answers(site)
        ended = kept.crawl(site.argument, "mode=full")
    ((saved,),) = kept.query("SELECT saved FROM runs ORDER BY number DESC LIMIT 1")
    assert f'"bytes":{first}' in saved, "every answer of the first crawl"
    assert " pages not modified, 0 held and not asked for: " in ended.stdout


def test_recheck_finds_what_is_new_and_asks_only_for_what_is_due(kept, tmp_path, replica_of):
    with replica_of("--edition", "en", "--articles", "60") as site:
        kept.crawl(site.argument, "pages=all")
    newest = kept.one("SELECT max(due) FROM pages WHERE due IS NOT NULL")
    due = kept.one("SELECT count(*) FROM pages WHERE due <= (SELECT min(due) FROM pages)")
    earliest = kept.one("SELECT min(due) FROM pages")
    assert due < 60
    assert earliest < newest
    with replica_of("--edition", "en", "--articles", "60", "--newer", "5") as site:
        site.forget()
        kept.crawl(site.argument, "pages=all", "mode=recheck", clock=earliest)
        assert kept.one("SELECT count(*) FROM articles") == 65
        held = {f"/{url.split('/', 3)[3]}" for (url,) in kept.query("SELECT url FROM articles WHERE first_seen < ?", earliest)}
        assert len([request for request in site.requests() if request["path"] in held]) == due


@pytest.mark.long
def test_only_the_sections_asked_for_are_looked_at_again(kept, replica):
    base = f"base={replica.bases['en']}"
    kept.crawl(base, "pages=all")
    replica.forget()
    ended = kept.crawl(base, "sections=sports", "mode=recheck", "pages=all", clock=LATER)
    assert ended.returncode == 0, ended.stderr
    looked = {section for (section,) in kept.query("SELECT DISTINCT section FROM articles WHERE last_seen = ?", LATER)}
    assert looked == {"news/sports"}


@pytest.mark.long
def test_a_recheck_that_was_cut_goes_on_with_what_it_had_opened(kept: Kept, replica_of):
    with replica_of("--edition", "en", "--articles", "300", "--delay", "0.02") as site:
        kept.crawl(site.argument, "pages=all")
        site.forget()
        cut = kept.crawl(site.argument, "pages=all", "mode=recheck", clock=LATER, CLOSESPIDER_PAGECOUNT=100)
        assert cut.returncode == 3
        kept.crawl(site.argument, "pages=all", "mode=recheck", clock=LATER)
        looked = [request["path"] for request in site.requests() if request["status"] == 304]
    assert kept.query("SELECT count(*) FROM articles WHERE last_seen = ?", LATER) == [(300,)]
    assert len(looked) == len(set(looked)), "nothing is looked at twice"
