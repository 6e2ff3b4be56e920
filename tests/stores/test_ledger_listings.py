"""What the ledger remembers of listings."""

from tests.stores.books import NOW, article, ledger, listing, row, state, visit_of


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
