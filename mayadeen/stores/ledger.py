"""The ledger: queue, filter of seen addresses, memory of validators and account, in one table.

SQL only. A page leaves the queue in the transaction that stores what it gave, so a crawl killed
anywhere resumes with nothing lost and nothing twice.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, bindparam, case, func, select

from mayadeen.stores import captures, regions
from mayadeen.stores import statements as sql
from mayadeen.stores.again import Scope, look_again, to_be_found
from mayadeen.stores.chances import EXCUSE, reopen_failed, unsettled
from mayadeen.stores.counting import COUNTS, SAVED
from mayadeen.stores.database import hold_relations
from mayadeen.stores.entry import IDENTITY, PRIORITIES, Entry, Visit
from mayadeen.stores.keeping import Keeping
from mayadeen.stores.many import chunks, insert_rows
from mayadeen.stores.tables import pages, sightings
from mayadeen.stores.workers import ended

_ENTRY = ("url", "edition", "kind", "section", "context", "attempts", "etag", "last_modified", "article_id",
          "gone_since", "gone_confirmed", "due", "size", "shown")  # fmt: skip

_URLS: Any = bindparam("b_urls", expanding=True)
_HELD = select(pages.c.url).where(
    pages.c.url.in_(_URLS),
    pages.c.state.in_(("stored", "unchanged", "duplicate", "filtered")),
    pages.c.generation != bindparam("b_generation"),
)
_LISTED_BEFORE = select(sightings.c.url).where(
    sightings.c.url.in_(_URLS),
    sightings.c.place == bindparam("b_place"),
    sightings.c.generation == bindparam("b_generation"),
    sightings.c.number < bindparam("b_number"),
)


@dataclass(frozen=True)
class Identity:
    """Who is working: what rows are claimed for and marked with."""

    run: str
    job: str
    generation: str
    worker: str


class Beside(Protocol):
    """What is written of articles beside themselves, in their transaction."""

    def write(self, connection: Connection, visits: Sequence[Visit]) -> None: ...


class Ledger:
    """Raises sqlalchemy.exc.DBAPIError when the database cannot be written; nothing is half-written then."""

    def __init__(
        self,
        engine: Engine,
        who: Identity,
        *,
        beside: Sequence[Beside] = (),
        lease: float = 600,
        max_attempts: int = 50,
        max_failures: int = 5,
        reader: str = "",
        plan: Sequence[timedelta] = (),
        gone_after: timedelta = timedelta(),
    ):
        self.engine = engine
        self.shared = engine.dialect.name != "sqlite"  # several workers may be at work
        self._reading = engine.execution_options(reading=True)
        self.who, self.reader = who, reader
        self.beside = beside
        self.lease = lease
        self.max_attempts, self.max_failures = max_attempts, max_failures
        self._upsert = sql.upsert_pages(engine, max_failures)
        self._sight = sql.upsert_sightings(engine)
        self._keeping = Keeping(engine, who, reader=reader, plan=plan, gone_after=gone_after)
        self._claim = sql.claim(engine)

    def claim(self, edition: str, count: int, *, again: bool = True) -> list[Entry]:
        """Up to `count` pending pages of this job, leased to this worker, the most urgent first.

        Without `again` none of those that are only looked at again.
        """
        with self.engine.begin() as connection:
            rows = connection.execute(
                self._claim,
                {
                    "b_edition": edition,
                    "b_count": count,
                    "b_least": PRIORITIES["again"] + (not again),
                    "b_job": self.who.job, "b_run": self.who.run,
                    "b_generation": self.who.generation, "b_worker": self.who.worker,
                    "b_until": time.time() + self.lease,
                },
            ).mappings()
            return [_entry(row, self.reader) for row in sorted(rows, key=lambda row: (-row["priority"], row["seq"]))]

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that changes pages: one at a time, for each locks rows in an order of its own."""
        with self.engine.begin() as connection:
            hold_relations(connection)
            yield connection

    def write(self, seeds: Sequence[Entry], visits: Sequence[Visit], now: str) -> None:
        """One transaction: what was found, what was read, how the visits ended. Twice is the same as once."""
        with self._writing() as connection:
            mine = self._leased(connection, visits)
            visits = [visit for visit in visits if visit.entry.url in mine]
            self._write_articles(connection, visits, now)
            found = [*seeds, *(entry for visit in visits for entry in visit.found)]
            self._write_found(connection, found, now)
            if captured := [visit.capture for visit in visits if visit.capture]:
                captures.write(connection, captured)
            if visits:
                connection.execute(sql.SETTLE, [sql.settle_row(visit, self.who, self.reader) for visit in visits])
            regions.write(connection, found, {visit.article["id"] for visit in visits if visit.article})

    def _write_articles(self, connection: Connection, visits: Sequence[Visit], now: str) -> None:
        self._keeping.keep(connection, visits, now)
        stored = [visit for visit in visits if visit.article and visit.state == "stored" and visit.present]
        for one in self.beside if stored else ():
            one.write(connection, stored)

    def _leased(self, connection: Connection, visits: Sequence[Visit]) -> set[str]:
        """The addresses among `visits` that this worker still holds: a lost lease may change nothing."""
        held: set[str] = set()
        for part in chunks([visit.entry.url for visit in visits]):
            mine = (pages.c.state == "leased") & (pages.c.worker == self.who.worker)
            query = select(pages.c.url).where(pages.c.url.in_(part), mine)
            held.update(connection.scalars(query.with_for_update()))
        return held

    def _write_found(self, connection: Connection, found: Sequence[Entry], now: str) -> None:
        if not found:
            return
        latest = {e.url: e for e in sorted(found, key=lambda e: e.refused is None)}  # what anyone wants is wanted
        entries = [latest[url] for url in sorted(latest)]
        for always in (False, True):
            for part in chunks([e for e in entries if e.always is always]):  # a sitemap has 50,000
                connection.execute(self._upsert[always], [sql.page_row(e, self.who, now) for e in part])
        seen = {(e.url, e.channel, e.place): e for e in reversed(found) if e.channel != IDENTITY}
        for keys in chunks(sorted(seen)):
            insert_rows(connection, self._sight, sql.SIGHTING, [sql.sighting_row(seen[key], self.who) for key in keys])

    def takeover(self) -> int:
        """Gives back what other workers held that ended, or that have held it for too long."""
        leased = unsettled & (pages.c.state == "leased") & (pages.c.worker != self.who.worker)
        with self._writing() as connection:
            dead = ended(connection, connection.scalars(select(pages.c.worker).where(leased).distinct()).all())
            late = leased & (pages.c.worker.in_(dead) | (pages.c.lease_until < time.time()))
            return connection.execute(sql.takeover(late, self.max_attempts)).rowcount

    def reopen_failed(self, max_failures: int) -> int:
        """A new run tries again what earlier runs of its job could not get."""
        with self._writing() as connection:
            return connection.execute(reopen_failed(self.who.job, self.who.generation, max_failures)).rowcount

    def excuse(self, editions: Iterable[str]) -> None:
        """What failed in this run does not count against pages of these editions: nothing of theirs was to be had."""
        if told := [{"b_run": self.who.run, "b_edition": edition} for edition in editions]:
            with self._writing() as connection:
                connection.execute(EXCUSE, told)

    def look_again(self, scope: Scope, now: str) -> int:
        """Opens what this run is to look at again, and says how many pages that is."""
        with self._writing() as connection:
            return connection.execute(look_again(scope, self.who, now)).rowcount

    def left(self, url: str, article_id: str) -> bool:
        """Whether the page at `url` is known to be gone, to lead elsewhere, or to show another article than that."""
        elsewhere = pages.c.final_url.is_not(None) & (pages.c.final_url != url)
        another = pages.c.article_id != article_id
        query = select(pages.c.seq).where(pages.c.url == url, pages.c.gone_since.is_not(None) | elsewhere | another)
        return self._first(query) is not None

    def release(self) -> int:
        """Gives back, uncounted, what this worker holds."""
        with self._writing() as connection:
            return connection.execute(sql.RELEASE, {"b_worker": self.who.worker}).rowcount

    def unfinished(self, editions: Iterable[str] | None = None) -> bool:
        """Whether pages of this job, or of its `editions`, are pending, or leased by workers who may yet fail."""
        mine = [pages.c.job == self.who.job, *([] if editions is None else [pages.c.edition.in_(tuple(editions))])]
        open_ = ([pages.c.state == "pending"], [unsettled, pages.c.state == "leased"])  # each by an index of its own
        return any(self._first(select(pages.c.seq).where(*mine, *each).limit(1)) is not None for each in open_)

    def held(self, urls: Iterable[str]) -> set[str]:
        """Those of `urls` that an earlier run settled with success."""
        return self._among(_HELD, urls)

    def listed_before(self, place: str, number: int, urls: Iterable[str]) -> set[str]:
        """Those of `urls` that an earlier page of this listing showed in this run."""
        return self._among(_LISTED_BEFORE, urls, b_place=place, b_number=number)

    def listed_only_before(self, place: str, day: str) -> bool:
        """Whether some page of this listing, all of its items settled in this run, showed none of `day` or later."""
        open_ = case((pages.c.state.in_(("pending", "leased")), 1), else_=0)
        latest = func.max(case((pages.c.fetched.is_not(None), pages.c.day)))
        query = (
            select(sightings.c.number)
            .join(pages, pages.c.url == sightings.c.url)
            .where(sightings.c.place == place, sightings.c.generation == self.who.generation, pages.c.kind == "article")
            .group_by(sightings.c.number)
            .having((func.sum(open_) == 0) & (latest < day))
        )
        return self._first(query.limit(1)) is not None

    def settled_at(self, place: str) -> bool:
        """Whether nothing that was seen at `place` is left for this job to find there again."""
        return self._first(to_be_found(place, self.who, self.max_failures)) is None

    def counts(self, run: str) -> list[dict[str, Any]]:
        """The account of a run: rows of edition, section, kind, outcome, reason and number."""
        with self._reading.connect() as connection:
            return [dict(row) for row in connection.execute(COUNTS, {"b_run": run}).mappings()]

    def saved(self, run: str) -> dict[str, int]:
        """Pages that had not changed, held pages that were not asked for, and the bytes of both."""
        with self._reading.connect() as connection:
            return dict(connection.execute(SAVED, {"b_run": run}).mappings().one())

    def _among(self, query: Any, urls: Iterable[str], **told: Any) -> set[str]:
        found: set[str] = set()
        with self._reading.connect() as connection:
            for part in chunks(list(urls)):
                told |= {"b_urls": part, "b_generation": self.who.generation}
                found.update(connection.scalars(query, told))
        return found

    def _first(self, query: Any) -> Any:
        with self._reading.connect() as connection:
            return connection.execute(query).first()


def _entry(row: Any, reader: str) -> Entry:
    entry = Entry(**{name: row[name] for name in _ENTRY}, again=row["priority"] == PRIORITIES["again"])
    if row["reader"] != reader:
        entry.etag = entry.last_modified = entry.shown = None  # what another reader made of the page is not enough
    return entry
