"""The collection that a crawl fills: opened before everything else, accounted for when it ends."""

import logging
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from sqlalchemy.exc import SQLAlchemyError

from mayadeen import exceptions
from mayadeen.arguments import Arguments
from mayadeen.collection_settings import database_address, hold_collection, recheck_ages
from mayadeen.exceptions import StorageFailed
from mayadeen.frontier import Frontier
from mayadeen.loaders import READER
from mayadeen.outcomes import unreachable
from mayadeen.stores import workers
from mayadeen.stores.account import Account
from mayadeen.stores.ages import ages
from mayadeen.stores.articles import Articles
from mayadeen.stores.database import open_database, storage_error, storing
from mayadeen.stores.entry import Visit
from mayadeen.stores.ledger import Beside, Identity, Ledger
from mayadeen.stores.neighbours import Neighbours
from mayadeen.stores.runfiles import write_run_files
from mayadeen.stores.runs import Runs, Watched, new_id
from mayadeen.stores.sisters import Sisters

logger = logging.getLogger(__name__)


def quarantine_line(run: str, alarms: list[str]) -> str:
    more = f" (and {len(alarms) - 1} more)" if len(alarms) > 1 else ""
    return f"run {run} is quarantined: {alarms[0]}{more}; once it is looked into, `scrapy release {run}` takes it as good"


class Keeper:
    """What a spider's data goes to, and who says how it ended: `exit_code` and `message` hold once it is closed."""

    exit_code: int | None = None
    message: str | None = None
    blocked: str | None = None
    """What to end with, once a host was given up because it blocks."""

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        found = crawler.get_extension(cls)
        if found is None:
            raise exceptions.WrongUse(f"EXTENSIONS must hold {cls.__module__}.{cls.__name__}")
        return found

    def leave(self, edition: str, reason: str) -> None:
        """Asks nothing more of that edition."""
        raise NotImplementedError


class Collection(Keeper):
    """What the scheduler, the pipelines and the reports share."""

    def __init__(self, settings: Any, spider: str, arguments: Arguments, run_id: str | None):
        self.data = Path(settings["MAYADEEN_DATA"])
        self.gone_after = timedelta(seconds=settings.getfloat("MAYADEEN_GONE_AFTER"))
        self.max_failures = settings.getint("MAYADEEN_MAX_FAILURES")
        hold_collection(settings, f"{spider} {run_id or ''}".strip())
        self.engine = open_database(database_address(settings))
        self.articles, self.runs = Articles(self.engine), Runs(self.engine)
        run_id = run_id or new_id()
        self._alive = workers.hold(self.engine, run_id)  # before anybody can see the run
        self.run = self.runs.open(
            spider, arguments.told(), run_id=run_id, resume_within=settings.getfloat("MAYADEEN_RESUME_WITHIN")
        )
        self.neighbours = Neighbours(self.engine, settings.getfloat("MAYADEEN_NEAR_DUPLICATE_LIKENESS"))
        self.ledger = self._ledger(settings)
        self.frontier = Frontier(
            self.ledger,
            arguments.editions,
            prefetch=settings.getint("CONCURRENT_REQUESTS"),
            batch=settings.getint("MAYADEEN_BATCH_PAGES"),
            interval=settings.getfloat("MAYADEEN_BATCH_SECONDS"),
            on_settled=self._note,
        )
        self.answers: Counter[str] = Counter()
        self._unserved = set(arguments.editions)
        self.observed: dict[str, Any] | None = None
        self.alarms: list[str] = []
        """What the monitors found at the end; with any the run is quarantined."""
        self.told: set[tuple[str, str]] = set()
        """(edition, subject) of alarms that people were told of."""
        self.give_up_after = settings.getint("MAYADEEN_GIVE_UP_AFTER")
        self._in_a_row: Counter[str] = Counter()
        self._first_trouble: Visit | None = None

    def _ledger(self, settings: Any) -> Ledger:
        beside: list[Beside] = [self.neighbours, Sisters()]
        return Ledger(
            self.engine,
            Identity(self.run.id, self.run.job, self.run.generation, worker=self.run.id),
            beside=beside,
            lease=settings.getfloat("MAYADEEN_LEASE"),
            max_attempts=settings.getint("MAYADEEN_MAX_ATTEMPTS"),
            max_failures=self.max_failures,
            reader=READER,
            plan=ages(recheck_ages(settings)),
            gone_after=self.gone_after,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spider
        with storing():
            collection = cls(crawler.settings, spider.name, spider.arguments, spider.run_id)
        crawler.signals.connect(collection.spider_opened, signals.spider_opened)
        crawler.signals.connect(collection.spider_closed, signals.spider_closed)
        crawler.signals.connect(collection.engine_stopped, signals.engine_stopped)
        return collection

    def leave(self, edition: str, reason: str) -> None:
        self.frontier.set_aside(edition, reason)

    def spider_opened(self) -> None:
        self.ledger.takeover()
        for cut in self.runs.ended(but=self.run.id):
            try:
                self._account_for(cut, state="cut", reason="killed", exit_code=exceptions.INCOMPLETE)
            except StorageFailed as failed:
                logger.warning("run %s, which was cut: %s", cut, failed)
        if self.run.generation == self.run.id:
            self.ledger.reopen_failed(self.max_failures)

    def _note(self, visit: Visit) -> None:
        answered = visit.status is not None and not visit.blocked
        fine = answered and (visit.status < 400 or visit.status in (404, 410))
        self.answers["fine" if fine else "trouble"] += 1
        if fine:
            self._unserved.discard(visit.entry.edition)
        self._give_up(visit)
        if not fine and self._first_trouble is None:
            self._first_trouble = visit

    def _give_up(self, visit: Visit) -> None:
        """A host that falls silent is not asked for thousands of pages, each for minutes."""
        edition = visit.entry.edition
        self._in_a_row[edition] = self._in_a_row[edition] + 1 if visit.silent else 0
        if self._in_a_row[edition] == self.give_up_after:
            self.frontier.set_aside(edition, f"no answer to {self.give_up_after} pages in a row ({visit.reason})")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        try:
            self.ledger.excuse(self._unserved)
            account = Account.of(self.ledger, self.run.id)
            self.exit_code, self.message = self._verdict(spider, account, reason)
            state = "finished" if reason == "finished" and not self.frontier.broken else "cut"
            self._account_for(self.run.id, state=state, reason=reason, exit_code=self.exit_code)
        except (StorageFailed, SQLAlchemyError) as error:
            failed = self.frontier.broken or (error if isinstance(error, StorageFailed) else storage_error(error))
            self.exit_code, self.message = failed.exit_code, str(failed)

    def _verdict(self, spider: Spider, account: Account, reason: str) -> tuple[int, str | None]:
        if wrong := getattr(spider, "wrong_use", None):
            return exceptions.WRONG_USE, wrong
        if self.frontier.broken:
            return self.frontier.broken.exit_code, str(self.frontier.broken)
        if self.blocked:
            return exceptions.UNREACHABLE, self.blocked
        if self._first_trouble and not self.answers["fine"]:
            host = spider.host(self._first_trouble.entry.edition)
            return exceptions.UNREACHABLE, unreachable(host, self._first_trouble)
        if self.alarms:
            return exceptions.QUARANTINED, quarantine_line(self.run.id, self.alarms)
        complete = reason == "finished" and account.complete
        return (exceptions.COMPLETE if complete else exceptions.INCOMPLETE), None

    def _account_for(self, run_id: str, *, state: str, reason: str, exit_code: int) -> None:
        account = Account.of(self.ledger, run_id)
        saved = self.ledger.saved(run_id)
        watched = Watched(self.observed, self.alarms or None) if run_id == self.run.id else None
        self.runs.finish(
            run_id, state=state, reason=reason, exit_code=exit_code, counts=account.totals(), saved=saved, watched=watched,
            files=lambda run: write_run_files(self.data, run, self.articles, account),
        )  # fmt: skip

    def engine_stopped(self) -> None:
        self.articles.close()
        if self._alive:
            self._alive.invalidate()  # its lock must not go back to the pool with it
        self.engine.dispose()
