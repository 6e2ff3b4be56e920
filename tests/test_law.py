"""The ledger's law over random lives of a site: crawls of every mode, kills, edits, absences, blocks.

In this process, with the real ledger, frontier and outcomes; only the network is a model.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayadeen.content import FIELDS, content_hash
from mayadeen.frontier import Frontier
from mayadeen.outcomes import end_absent
from mayadeen.stores.account import OUTCOMES
from mayadeen.stores.again import Scope
from mayadeen.stores.ages import ages
from mayadeen.stores.clock import VARIABLE, now
from mayadeen.stores.database import open_database
from mayadeen.stores.entry import Entry
from mayadeen.stores.history import History
from mayadeen.stores.ledger import Identity, Ledger
from mayadeen.stores.report import Report

HOME = "https://english.almayadeen.net/"
HOUR = timedelta(hours=1)
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
THERE, GONE, BLOCKED, SILENT = "there", "gone", "blocked", "silent"


@dataclass
class Model:
    """A site of one listing: what stands at each address, and in which version."""

    dice: random.Random
    pages: dict[str, str] = field(default_factory=lambda: {f"{HOME}news/a{n}": THERE for n in range(4)})
    versions: dict[str, int] = field(default_factory=dict)

    def live_on(self) -> None:
        for url in self.pages:
            if self.dice.random() < 0.4:
                self.pages[url] = self.dice.choice((THERE, THERE, GONE, BLOCKED, SILENT))
            if self.dice.random() < 0.3:
                self.versions[url] = self.versions.get(url, 1) + 1
        if self.dice.random() < 0.3:
            self.pages[f"{HOME}news/a{len(self.pages)}"] = THERE

    def answer(self, visit, mode) -> None:
        """What scheduler, spider and pipelines would make of the site's answer."""
        url, visit.fetched = visit.entry.url, now()
        if url == HOME:
            found = {"section": "news", "channel": "listing", "always": mode == "full"}
            visit.found = [Entry(page, "en", "article", **found) for page in self.pages]
            visit.end("read")
        elif self.pages[url] == GONE:
            visit.status = 404
            end_absent(visit, "http 404", HOUR)
        elif self.pages[url] != THERE:
            visit.end("failed", self.pages[url])
        else:
            self._read(visit, self.versions.get(url, 1))
        visit.exhausted = True

    def _read(self, visit, version) -> None:
        url, visit.etag = visit.entry.url, f'"{version}"'
        visit.status = 304 if visit.entry.etag == visit.etag else 200
        if visit.status == 304:
            visit.end("unchanged")
            return
        article = dict.fromkeys(FIELDS) | {"id": f"en:{url}", "url": url, "edition": "en", "kind": "news"}
        article |= {"title": f"version {version}", "section": "news", "fetched": now(), "first_seen": now()}
        article |= {"last_seen": now(), "published": START.isoformat(), "modified": START.isoformat(), "run": "r"}
        visit.article, visit.article_id = article | {"content_hash": content_hash(article)}, article["id"]
        visit.end("stored")


def crawl(engine, model, run, mode, chance):
    """Whether the crawl came to its end; a cut leaves everything as kill -9 would."""
    ledger = Ledger(engine, Identity(run, "job", run, worker=run), reader="1", plan=ages([60, 180]), gone_after=HOUR)
    ledger.takeover()
    ledger.reopen_failed(5)
    frontier = Frontier(ledger, ["en"], prefetch=model.dice.randint(1, 5), batch=model.dice.randint(1, 5), interval=1e9)
    frontier.seed(Entry(HOME, "en", "home", always=True))
    flying = []
    while model.dice.random() >= chance:
        visit = frontier.next() if len(flying) < 3 else None
        if visit:
            flying.append(visit)
        elif flying:
            done = flying.pop(model.dice.randrange(len(flying)))
            model.answer(done, mode)
            if done.entry.url == HOME and mode != "new":
                frontier.look_again(Scope("en", everything=mode == "full"))
            frontier.settle_if_done(done)
        elif not frontier.pending():
            frontier.close()
            return True
    return False


def check_law(engine, run):
    rows = Report(engine).law()
    assert all(row["found"] == sum(row[name] for name in OUTCOMES) for row in rows)
    with engine.connect() as connection:
        asked = connection.exec_driver_sql("SELECT count(*) FROM pages WHERE kind = 'article'").scalar()
        bare = connection.exec_driver_sql(
            "SELECT count(*) FROM pages WHERE state IN ('failed', 'filtered') AND reason IS NULL"
        ).scalar()
        unread = connection.exec_driver_sql(
            "SELECT count(*) FROM pages WHERE state IN ('stored', 'unchanged') AND kind = 'article' AND article_id IS NULL"
        ).scalar()
        articles = list(connection.exec_driver_sql("SELECT id FROM articles").scalars())
    assert sum(row["found"] for row in rows) == asked
    assert (bare, unread) == (0, 0)
    for article in articles:
        check_life(History.of(engine, article))


def check_life(history):
    """Versions without a gap, each with its event; absences in the only order they can have."""
    assert [version["revision"] for version in history.versions] == list(range(1, len(history.versions) + 1))
    assert all(content_hash(version) == version["content_hash"] for version in history.versions)
    revised = [event["detail"]["revision"] for event in history.events if event["event"] == "revised"]
    assert revised == list(range(2, len(history.versions) + 1))
    before = "returned"
    for event in (event for event in history.events if event["event"] != "revised"):
        assert event["event"] in {"returned": ("missing",), "missing": ("removed", "returned"), "removed": ("returned",)}[before]
        if event["event"] == "removed":
            assert datetime.fromisoformat(event["at"]) - datetime.fromisoformat(event["detail"]["since"]) >= HOUR
        before = event["event"]


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9), chance=st.floats(0, 0.15))
def test_the_law_holds_after_any_crawls_kills_and_faults(tmp_path_factory, seed, chance):
    dice = random.Random(seed)
    model, clock = Model(dice), START
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('law')}/c.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        for number in range(12):
            patch.setenv(VARIABLE, clock.isoformat())
            crawl(engine, model, f"r{number}", dice.choice(("new", "recheck", "full")), chance)
            check_law(engine, f"r{number}")
            model.live_on()
            clock += timedelta(minutes=dice.choice((5, 40, 70, 300)))
        model.pages = dict.fromkeys(model.pages, THERE)
        patch.setenv(VARIABLE, clock.isoformat())
        assert crawl(engine, model, "last", "full", 0)
        check_law(engine, "last")
    with engine.connect() as connection:
        held = dict(connection.exec_driver_sql("SELECT url, title FROM articles").fetchall())
    assert held == {url: f"version {model.versions.get(url, 1)}" for url in model.pages}
    engine.dispose()
