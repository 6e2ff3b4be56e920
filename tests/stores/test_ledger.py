"""The ledger's SQL, on a SQLite file: what a page may become, and that twice is the same as once."""

from dataclasses import replace

import pytest

from mayadeen.stores.entry import NOT_ASKED_FOR, OUT_OF_RANGE, Visit
from tests.stores.books import NOW, article, ledger, listing, row, state, visit_of


def test_a_claimed_page_is_claimed_once(engine):
    book = ledger(engine)
    book.write([article("a"), article("b")], [], NOW)
    assert [entry.url for entry in book.claim("en", 1)] == [article("a").url]
    assert [entry.url for entry in book.claim("en", 5)] == [article("b").url]
    assert book.claim("en", 5) == []
    assert book.claim("ar", 5) == []


def test_articles_go_before_further_pages_and_after_first_pages(engine):
    book = ledger(engine)
    further = listing("news?page=2", context={"number": 2})
    book.write([further, article(), listing()], [], NOW)
    assert [entry.url for entry in book.claim("en", 3)] == [listing().url, article().url, further.url]


def test_what_a_page_gave_is_written_with_its_end(engine):
    book = ledger(engine)
    book.write([listing()], [], NOW)
    visit = visit_of(book, listing(), "read", found=[article()])
    book.write([], [visit], NOW)
    assert state(engine, listing().url)["state"] == "read"
    assert state(engine, article().url)["state"] == "pending"


def test_writing_twice_is_writing_once(engine):
    book = ledger(engine)
    book.write([article()], [], NOW)
    visit = visit_of(book, article(), article=row(), article_id="en:a", etag='"1"', day="2026-01-01")
    book.write([], [visit], NOW)
    first = state(engine, article().url)
    book.write([article()], [visit], NOW)
    assert state(engine, article().url) == first
    assert (first["state"], first["article_id"], first["day"], first["etag"]) == ("stored", "en:a", "2026-01-01", '"1"')


def test_a_lost_lease_changes_nothing(engine):
    book = ledger(engine)
    book.write([article()], [], NOW)
    visit = visit_of(book, article(), found=[article("child")], article=row())
    other = ledger(engine, "r2", generation="r1")
    other.takeover()
    other.claim("en", 1)
    book.write([], [visit], NOW)
    assert state(engine, article().url)["worker"] == "r2"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM pages").scalar() == 1


def test_a_dead_workers_pages_come_back_until_they_have_cost_too_many_attempts(engine):
    book, other = ledger(engine, max_attempts=2), ledger(engine, "r2", max_attempts=2)
    book.write([article()], [], NOW)
    book.claim("en", 1)
    assert (book.takeover(), other.takeover()) == (0, 1), "a worker's own pages are not a dead one's"
    assert book.claim("en", 1)[0].attempts == 2
    other.takeover()
    assert book.claim("en", 1) == []
    end = state(engine, article().url)
    assert (end["state"], end["reason"], end["settled_run"]) == ("failed", "given up after 2 attempts", "r1")


def test_released_pages_cost_no_attempt(engine):
    book = ledger(engine)
    book.write([article()], [], NOW)
    book.claim("en", 1)
    assert book.release() == 1
    assert book.claim("en", 1)[0].attempts == 1


def test_other_arguments_leave_pending_pages_alone_until_they_find_them(engine):
    ledger(engine).write([article()], [], NOW)
    other = ledger(engine, "r2", job="other")
    assert other.claim("en", 1) == []
    assert not other.unfinished()
    other.write([article()], [], NOW)
    assert [entry.url for entry in other.claim("en", 1)] == [article().url]


def test_a_new_run_opens_listings_again_and_articles_not(engine):
    book = ledger(engine)
    book.write([listing(), article()], [], NOW)
    book.write([], [visit_of(book, listing(), "read")], NOW)
    book.write([], [visit_of(book, article(), article=row())], NOW)
    resumed = ledger(engine, "r2", generation="r1")
    resumed.write([listing(), article()], [], NOW)
    assert resumed.claim("en", 5) == []
    fresh = ledger(engine, "r3")
    fresh.write([listing(), article()], [], NOW)
    assert [entry.url for entry in fresh.claim("en", 5)] == [listing().url]


def test_failed_pages_get_another_chance_in_a_new_run_up_to_a_limit(engine):
    for run in ("r1", "r2", "r3"):
        book = ledger(engine, run, max_failures=2)
        book.reopen_failed(2)
        book.write([article()], [], NOW)
        claimed = book.claim("en", 1)
        if run == "r3":
            assert claimed == []
        else:
            visit = Visit(claimed[0])
            visit.end("failed", "http 500")
            book.write([], [visit], NOW)
    assert state(engine, article().url)["failures"] == 2


def test_what_one_listing_left_out_its_own_may_want(engine):
    refused = replace(article(), refused=NOT_ASKED_FOR)
    book = ledger(engine)
    book.write([article(), refused], [], NOW)
    assert state(engine, article().url)["state"] == "pending", "what anyone wants is wanted"
    book.write([replace(article("b"), refused=NOT_ASKED_FOR)], [], NOW)
    assert state(engine, article("b").url)["state"] == "filtered"
    book.write([article("b")], [], NOW)
    assert state(engine, article("b").url)["state"] == "pending"


def test_what_fell_out_of_range_only_another_range_may_want(engine):
    book = ledger(engine)
    book.write([article()], [], NOW)
    book.write([], [visit_of(book, article(), "filtered", OUT_OF_RANGE, fetched=NOW)], NOW)
    ledger(engine, "r2").write([article()], [], NOW)
    assert state(engine, article().url)["state"] == "filtered"
    ledger(engine, "r3", job="other").write([article()], [], NOW)
    assert state(engine, article().url)["state"] == "pending"


@pytest.mark.parametrize("order", [(OUT_OF_RANGE, None), (None, OUT_OF_RANGE)])
def test_what_one_place_says_is_out_of_range_another_may_want_while_nobody_read_it(engine, order):
    book = ledger(engine)
    for refused in order:
        book.write([article("a", refused=refused)], [], NOW)
    assert state(engine, article("a").url)["state"] == "pending"


def test_validators_only_of_what_is_kept(engine):
    book = ledger(engine)
    for end, kept in (
        ("stored", '"e"'),
        ("unchanged", '"e"'),
        ("failed", None),
        ("filtered", None),
        ("duplicate", None),
    ):
        entry = article(end)
        book.write([entry], [], NOW)
        book.write([], [visit_of(book, entry, end, "why", etag='"e"', last_modified="m")], NOW)
        assert state(engine, entry.url)["etag"] == kept, end


@pytest.mark.parametrize("region_first", [True, False])
def test_an_articles_regions_are_those_that_lead_to_it_whenever_they_are_read(engine, region_first):
    book = ledger(engine)
    shown = article(channel="region", place="asia")
    book.write([shown if region_first else article()], [], NOW)
    book.write([], [visit_of(book, article(), article=row(), article_id="en:a")], NOW)
    if not region_first:
        book.write([shown], [], NOW)
    book.write([replace(shown, place="africa")], [], NOW)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT regions FROM articles").scalar() == '["africa","asia"]'


def test_the_account_adds_up_and_tells_held_from_stored(engine):
    book = ledger(engine)
    book.write([article("a"), article("b"), article("c"), replace(article("d"), refused="why")], [], NOW)
    book.write([], [visit_of(book, article("a"), article=row("a"))], NOW)
    book.write([], [visit_of(book, article("b"), "failed", "http 500")], NOW)
    outcomes = {(r["outcome"], r["reason"]): r["number"] for r in book.counts("r1")}
    assert outcomes == {("stored", ""): 1, ("failed", "http 500"): 1, ("pending", ""): 1, ("filtered", "why"): 1}
    second = ledger(engine, "r2")
    second.write([article("a")], [], NOW)
    assert [(r["outcome"], r["number"]) for r in second.counts("r2")] == [("unchanged", 1)]
