"""What the ledger keeps of a page from run to run: when it is looked at again, by whom, and what a refusal says."""

from datetime import timedelta

from sqlalchemy import event

from mayadeen.stores.entry import CAPTURED, DISALLOWED, MISSING, NOT_ASKED_FOR, OUT_OF_RANGE, Entry
from mayadeen.stores.law import broken
from tests.stores.books import NOW, article, ledger, row, state, visit_of


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
