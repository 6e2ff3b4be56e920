"""What the tests of the ledger share."""

from mayadeen.stores.entry import Entry, Visit
from mayadeen.stores.ledger import Identity, Ledger

HOST = "https://english.almayadeen.net"
NOW = "2026-01-02T03:04:05+00:00"


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
