"""The order of a job's own, and pages that are not wanted though they are visited in every run."""

import pytest

from mayadeen.stores.again import Scope
from mayadeen.stores.entry import OUT_OF_RANGE
from tests.stores.books import NOW, article, ledger, listing, row, state, visit_of


def test_an_urgency_stands_in_the_place_of_the_kinds_priority(engine):
    book = ledger(engine)
    book.write([article("old", urgency=7), article("new", urgency=9), listing(urgency=8)], [], NOW)
    assert [entry.url for entry in book.claim("en", 3)] == [article("new").url, listing().url, article("old").url]


def test_a_page_goes_by_the_order_of_the_job_that_has_it(engine):
    ledger(engine, "r1", job="sections").write([article("a"), article("b")], [], NOW)
    book = ledger(engine, "r2", job="archive")
    book.write([article("a", urgency=10), article("b", urgency=90)], [], NOW)
    assert [entry.url for entry in book.claim("en", 3)] == [article("b").url, article("a").url]


@pytest.mark.parametrize("end", ["read", "failed"])
def test_what_is_refused_is_not_opened_again(engine, end):
    first = ledger(engine, "r1")
    first.write([listing()], [], NOW)
    first.write([], [visit_of(first, listing(), end, "http 500" if end == "failed" else None)], NOW)
    book = ledger(engine, "r2")
    book.write([listing(refused=OUT_OF_RANGE)], [], NOW)
    assert (state(engine, listing().url)["state"], book.claim("en", 5)) == (end, [])
    ledger(engine, "r3", job="k").write([listing()], [], NOW)
    assert state(engine, listing().url)["state"] == "pending"


def test_what_is_looked_at_again_goes_by_whether_an_article_stands_there(engine):
    """An article's other address before its own: that one is gone only if none of the others answers."""
    first = ledger(engine, "r1")
    for name, end in (("own", "stored"), ("other", "duplicate")):
        first.write([article(name)], [], NOW)
        gave = {"article": row("own")} if end == "stored" else {}
        first.write([], [visit_of(first, article(name), end, article_id="en:own", status=200, **gave)], NOW)
    book = ledger(engine, "r2")
    assert book.look_again(Scope("en", everything=True), NOW) == 2
    assert [entry.url for entry in book.claim("en", 5, again=False)] == [article("other").url]
    assert [entry.url for entry in book.claim("en", 5)] == [article("own").url]
