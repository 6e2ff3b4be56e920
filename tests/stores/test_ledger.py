"""The ledger's SQL, on a SQLite file: what a page may become, and that twice is the same as once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from mayadeen.stores.database import open_database
from mayadeen.stores.entry import CAPTURED, DISALLOWED, MISSING, NOT_ASKED_FOR, OUT_OF_RANGE, Entry, Visit
from mayadeen.stores.law import broken
from mayadeen.stores.ledger import Identity, Ledger

HOST = "https://english.almayadeen.net"
NOW = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/c.sqlite")
    yield engine
    engine.dispose()


def ledger(engine, run="r1", job="j", generation=None, **options):
    return Ledger(engine, Identity(run, job, generation or run, worker=run), **options)


def article(name="a", **fields):
    return Entry(f"{HOST}/news/{name}", "en", "article", section="news", **fields)


def listing(name="news", **fields):
    return Entry(f"{HOST}/{name}", "en", "listing", always=True, **fields)


def state(engine, url):
    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM pages WHERE url = ?", (url,)).mappings().one()
        return dict(row)


def row(name="a", **fields):
    url = f"{HOST}/news/{name}"
    return {"id": f"en:{name}", "url": url, "edition": "en", "kind": "news", "title": name, "run": "r1", **fields}


def visit_of(book, entry, end="stored", reason=None, **fields):
    """The visit to the next page of `book`, which must be `entry`'s."""
    [claimed] = book.claim("en", 1)
    assert claimed.url == entry.url
    visit = Visit(claimed, **fields)
    visit.end(end, reason)
    return visit


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


def test_an_article_dated_in_the_future_by_mistake_is_looked_at_again_all_the_same(engine):
    book = ledger(engine, plan=[timedelta(minutes=10)])
    book.write([article()], [], NOW)
    held = row(published="2062-01-02T05:00:00+02:00", first_seen="2026-01-02T03:04:05+00:00")
    book.write([], [visit_of(book, article(), article=held, article_id="en:a")], NOW)
    assert state(engine, article().url)["due"] == "2026-01-02T03:14:05+00:00"


def test_after_a_later_version_in_an_archive_the_page_is_read_whole_and_not_only_said_to_be_as_it_was(engine):
    def content(title, fetched):
        return row(title=title, content_hash=title, tags=[], fetched=fetched, first_seen=NOW, last_seen=fetched)

    book = ledger(engine)
    book.write([article()], [], NOW)
    read = visit_of(book, article(), article=content("As the site has it", NOW), article_id="en:a", etag='"1"')
    book.write([], [read], NOW)
    capture = Entry("https://web.example.org/2026id_/a", "en", "capture", context={CAPTURED: article().url})
    book.write([capture], [], NOW)
    later = content("As an archive has it", "2026-01-05T00:00:00+00:00")
    book.write([], [visit_of(book, capture, article=later, article_id="en:a")], NOW)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT title FROM articles").scalar() == "As an archive has it"
    assert state(engine, article().url)["etag"] is None


def test_what_waits_for_another_job_is_left_to_it_by_a_job_that_does_not_want_it(engine):
    mine, other = ledger(engine), ledger(engine, "r2", job="k")
    mine.write([article()], [], NOW)
    other.write([article(refused=OUT_OF_RANGE)], [], NOW)
    assert other.claim("en", 1) == []
    assert other.counts("r2") == [], "it is no page of this run's"
    assert [entry.url for entry in mine.claim("en", 1)] == [article().url]


def test_the_ledgers_day_is_beiruts_until_a_publication_is_known(engine):
    book = ledger(engine)
    book.write([article()], [], "2026-01-02T22:30:00+00:00")
    assert state(engine, article().url)["day"] == "2026-01-03"


def test_no_step_of_a_run_reads_through_all_pages(engine):
    """In a collection of years they are millions."""
    plans = {}

    @event.listens_for(engine, "before_cursor_execute")
    def explain(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SELECT", "UPDATE", "WITH")):
            values = parameters[0] if executemany else parameters
            plan = connection.connection.dbapi_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans[statement] = [row[3] for row in plan]

    book = ledger(engine)
    book.takeover()
    book.reopen_failed(5)
    book.write([article()], [], NOW)
    book.write([], [visit_of(book, article(), article=row(), article_id="en:a")], NOW)
    book.unfinished(["en"])
    book.release()
    book.counts("r1")
    book.saved("r1")
    assert list(broken(engine, "r1")) == []
    assert len(plans) > 12
    assert [statement for statement, plan in plans.items() if any("SCAN pages" in line for line in plan)] == []


def test_what_robots_txt_forbade_is_asked_for_again_by_the_next_run_that_finds_it(engine):
    book = ledger(engine)
    book.write([article()], [], NOW)
    book.write([], [visit_of(book, article(), "filtered", DISALLOWED)], NOW)
    book.write([article()], [], NOW)
    assert book.claim("en", 1) == [], "once a run"
    ledger(engine, "r2").write([article(refused=NOT_ASKED_FOR)], [], NOW)
    assert state(engine, article().url)["state"] == "filtered"
    ledger(engine, "r3").write([article()], [], NOW)
    assert state(engine, article().url)["state"] == "pending"


def test_a_page_that_robots_txt_forbids_is_not_there_again(engine):
    book = ledger(engine)
    book.write([article(always=True)], [], NOW)
    missing = visit_of(book, article(), "failed", "http 404", status=404, absence=MISSING, gone_since=NOW)
    book.write([], [missing], NOW)
    for run, status, end, gone in (("r2", None, "filtered", NOW), ("r3", 200, "filtered", None)):
        book = ledger(engine, run)
        book.write([article(always=True)], [], NOW)
        book.write([], [visit_of(book, article(), end, "why", status=status)], NOW)
        assert state(engine, article().url)["gone_since"] == gone


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
    book.write([], [visit_of(book, article(), "filtered", OUT_OF_RANGE)], NOW)
    ledger(engine, "r2").write([article()], [], NOW)
    assert state(engine, article().url)["state"] == "filtered"
    ledger(engine, "r3", job="other").write([article()], [], NOW)
    assert state(engine, article().url)["state"] == "pending"


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


def test_a_listing_knows_which_days_it_has_come_to(engine):
    book = ledger(engine)
    book.write([article("a", place="news", number=1), article("b", place="news", number=2)], [], NOW)
    read = {"fetched": NOW, "article": row()}
    book.write([], [visit_of(book, article("a"), day="2026-01-05", **read)], NOW)
    assert not book.listed_only_before("news", "2026-01-05")
    assert book.listed_only_before("news", "2026-01-06"), "page 1 has nothing of the 6th or later"
    book.write([], [visit_of(book, article("b"), day="2026-01-01", **read)], NOW)
    assert book.listed_only_before("news", "2026-01-02")
    assert not book.listed_only_before("other", "2026-01-02")
    assert not ledger(engine, "r2").listed_only_before("news", "2026-01-02"), "in this run only"


def test_a_listing_knows_what_it_showed_before(engine):
    book = ledger(engine)
    book.write([article("a", place="news", number=1)], [], NOW)
    book.write([], [visit_of(book, article("a"), article=row())], NOW)
    urls = [article("a").url, article("b").url]
    assert book.listed_before("news", 2, urls) == {urls[0]}
    assert book.listed_before("news", 1, urls) == set()
    assert book.listed_before("other", 2, urls) == set()
    assert ledger(engine, "r2").listed_before("news", 2, urls) == set(), "in this run only"
    assert book.held(urls) == set(), "held is what earlier runs settled"
    assert ledger(engine, "r2").held(urls) == {urls[0]}


def test_what_a_listing_showed_is_kept_only_with_the_validators_it_was_read_under(engine):
    shown = {"items": [article().url], "further": None}
    kept = []
    for run, fields in (("r1", {"shown": shown}), ("r2", {"status": 304}), ("r3", {"status": 200})):
        book = ledger(engine, run)
        book.write([listing()], [], NOW)
        book.write([], [visit_of(book, listing(), "unchanged" if run == "r2" else "read", etag='"e"', **fields)], NOW)
        kept.append(state(engine, listing().url)["shown"] is not None)
    assert kept == [True, True, False], "a reading that remembers nothing leaves nothing to walk"
