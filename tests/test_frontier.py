"""Pages in flight: settled once, with all they gave, and never lost, wherever a crawl is cut."""

import errno
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from mayadeen.frontier import Frontier
from mayadeen.stores.database import open_database
from mayadeen.stores.entry import Entry
from mayadeen.stores.ledger import Identity, Ledger

HOME = "https://english.almayadeen.net/"
SITE = {HOME: [f"{HOME}s{n}" for n in range(3)]}
SITE |= {f"{HOME}s{n}": [f"{HOME}s{n}/a{m}" for m in range(7)] + [f"{HOME}s0/a1"] for n in range(3)}
CUTS = 20
ARTICLES = sorted({url for links in SITE.values() for url in links if "/a" in url})


def entry(url, edition="en"):
    kind = "home" if url == HOME else "article" if "/a" in url else "listing"
    return Entry(url, edition, kind, always=kind != "article")


def article(url):
    return {"id": f"en:{url}", "url": url, "edition": "en", "kind": "news", "title": url}


def open_frontier(engine, run, generation="r0", **options):
    ledger = Ledger(engine, Identity(run, "job", generation, worker=run))
    ledger.takeover()
    options = {"prefetch": 4, "batch": 3, "interval": 1e9} | options
    return Frontier(ledger, ["en"], **options)


def walk(visit):
    """What a callback would give."""
    url = visit.entry.url
    visit.found = [entry(link) for link in SITE.get(url, [])]
    if url in ARTICLES:
        visit.article = article(url)
        visit.article_id = visit.article["id"]
    visit.end("stored" if visit.article else "read")
    visit.exhausted = True


def states(engine):
    with engine.connect() as connection:
        return dict(connection.exec_driver_sql("SELECT url, state FROM pages").fetchall())


def stored(engine):
    with engine.connect() as connection:
        return sorted(connection.exec_driver_sql("SELECT url FROM articles").scalars())


def test_a_page_is_settled_only_when_its_items_are_out_of_the_pipelines(engine):
    frontier = open_frontier(engine, "r0", batch=1)
    frontier.seed(entry(ARTICLES[0]))
    visit = frontier.next()
    walk(visit)
    visit.waiting = 1
    frontier.settle_if_done(visit)
    assert states(engine)[visit.entry.url] == "leased"
    visit.waiting = 0
    frontier.settle_if_done(visit)
    assert states(engine)[visit.entry.url] == "stored"


def test_children_are_there_as_soon_as_nothing_else_is_to_do(engine):
    frontier = open_frontier(engine, "r0", batch=1000)
    frontier.seed(entry(HOME))
    visit = frontier.next()
    walk(visit)
    frontier.settle_if_done(visit)
    assert frontier.next().entry.url in SITE[HOME]


def test_an_end_is_told_once(engine):
    told = []
    frontier = open_frontier(engine, "r0", on_settled=told.append)
    frontier.seed(entry(HOME))
    visit = frontier.next()
    walk(visit)
    for _ in range(3):
        frontier.settle_if_done(visit)
    assert told == [visit]


def test_a_page_given_back_is_pending_after_the_run(engine):
    frontier = open_frontier(engine, "r0")
    frontier.seed(entry(HOME))
    frontier.give_back(frontier.next())
    frontier.close()
    assert states(engine) == {HOME: "pending"}


def test_editions_take_turns(engine):
    frontier = Frontier(Ledger(engine, Identity("r", "job", "r", worker="r")), ["en", "ar"], prefetch=8)
    for number in range(4):
        frontier.seed(entry(f"{HOME}s/a{number}"))
    frontier.seed(entry("https://www.almayadeen.net/s/a0", "ar"))
    assert [frontier.next().entry.edition for _ in range(3)] == ["en", "ar", "en"]


def test_what_cannot_be_written_breaks_the_frontier_and_is_not_lost_in_the_ledger(engine, monkeypatch):
    frontier = open_frontier(engine, "r0", batch=1)
    frontier.seed(entry(HOME))
    visit = frontier.next()
    walk(visit)

    def full(*_):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(frontier.ledger, "write", full)
    frontier.settle_if_done(visit)
    assert "see that its disk has room" in str(frontier.broken)
    assert frontier.next() is None
    assert not frontier.pending()
    frontier.close()
    again = open_frontier(engine, "r1")
    assert again.next().entry.url == HOME


class TooLarge(Exception):
    """What PostgreSQL says of a value that its index cannot hold."""

    sqlstate = "54000"


def test_a_value_beyond_the_databases_limits_costs_its_own_page_only(engine, monkeypatch):
    frontier = open_frontier(engine, "r0", batch=2)
    for url in ARTICLES[:2]:
        frontier.seed(entry(url))
    write = frontier.ledger.write

    def limited(seeds, visits, now):
        if any(visit.article and visit.article["url"] == ARTICLES[0] for visit in visits):
            raise OperationalError("INSERT", {}, TooLarge("index row size 6064 exceeds maximum 2704"))
        write(seeds, visits, now)

    visits = [frontier.next(), frontier.next()]
    monkeypatch.setattr(frontier.ledger, "write", limited)
    for visit in visits:
        walk(visit)
        frontier.settle_if_done(visit)
    assert frontier.broken is None
    assert states(engine) == {ARTICLES[0]: "failed", ARTICLES[1]: "stored"}


def test_nothing_is_told_of_what_could_not_be_written_before(engine):
    frontier = open_frontier(engine, "r0", batch=1)
    frontier.seed(entry(HOME))
    visit = frontier.next()
    walk(visit)

    def full(visits):
        assert visits == [visit]
        raise OSError(errno.ENOSPC, "No space left on device")

    frontier.before_write = full
    frontier.settle_if_done(visit)
    assert "No space left on device; see that its disk has room" in str(frontier.broken)
    again = open_frontier(engine, "r1")
    assert again.next().entry.url == HOME


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9), chance=st.floats(0.02, 0.2))
def test_a_crawl_cut_anywhere_any_number_of_times_loses_nothing_and_stores_nothing_twice(
    tmp_path_factory, seed, chance
):
    dice = random.Random(seed)
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('cut')}/c.sqlite")
    for run in range(CUTS + 1):
        frontier = open_frontier(engine, f"r{run}", prefetch=dice.randint(1, 6), batch=dice.randint(1, 6))
        frontier.seed(entry(HOME))
        if crawl_until_cut(frontier, dice, chance if run < CUTS else 0):
            break
    assert stored(engine) == ARTICLES
    assert set(states(engine).values()) == {"read", "stored"}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT max(attempts) FROM pages").scalar() <= run + 1
    engine.dispose()


def crawl_until_cut(frontier, dice, chance):
    """Whether the crawl came to its end; a cut leaves everything as kill -9 would."""
    flying = []
    while True:
        if dice.random() < chance:
            return False
        visit = frontier.next() if len(flying) < 4 else None
        if visit:
            flying.append(visit)
        elif flying:
            done = flying.pop(dice.randrange(len(flying)))
            walk(done)
            frontier.settle_if_done(done)
        elif not frontier.pending():
            frontier.close()
            return True
