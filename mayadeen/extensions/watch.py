"""The collection as the ticker fills it: without a lock, look by look, beside whatever else fills it."""

import logging
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from sqlalchemy.exc import SQLAlchemyError
from twisted.python.failure import Failure

from mayadeen import exceptions
from mayadeen.collection_settings import database_address
from mayadeen.exceptions import StorageFailed
from mayadeen.extensions.collection import Keeper
from mayadeen.items import View
from mayadeen.outcomes import end_by_failure, unreachable
from mayadeen.stores import lock
from mayadeen.stores.clock import now
from mayadeen.stores.database import open_database, storage_error, storing
from mayadeen.stores.entry import Visit
from mayadeen.stores.runfiles import run_folder, write_watch_files
from mayadeen.stores.runs import WATCHING, Runs
from mayadeen.stores.shown import Shown

logger = logging.getLogger(__name__)

ALIVE = ".watching"
"""A file in the run's folder that its process holds locked."""


class Watch(Keeper):
    def __init__(self, settings: Any, spider: Spider):
        self.data = Path(settings["MAYADEEN_DATA"])
        self.engine = open_database(database_address(settings))
        self.shown, self.runs = Shown(self.engine), Runs(self.engine)
        self.run = self.runs.open(
            spider.name, spider.arguments.told(), run_id=spider.run_id, resume_within=0, state=WATCHING
        )
        self.every = spider.arguments.every
        self.counts: Counter[str] = Counter()
        self.left: set[str] = set()
        self.broken: StorageFailed | None = None
        """Why the last look could not be kept."""
        self._in_a_row: Counter[str] = Counter()
        self._unread: set[str] = set()
        self._first_trouble: Visit | None = None
        self._ahead = ""
        """Why looks came before the last one, where another watch is not the reason."""
        self._late: set[tuple[str, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        with storing():
            watch = cls(crawler.settings, crawler.spider)
        crawler.signals.connect(watch.spider_opened, signals.spider_opened)
        crawler.signals.connect(watch.spider_error, signals.spider_error)
        crawler.signals.connect(watch.spider_closed, signals.spider_closed)
        crawler.signals.connect(watch.engine_stopped, signals.engine_stopped)
        return watch

    def spider_opened(self) -> None:
        logger.info("run %s; data in %s", self.run.id, self.data)
        lock.hold(self._alive(self.run.id), 0, "ticker")
        for cut in self.runs.unaccounted(but=self.run.id, state=WATCHING):
            if lock.is_free(self._alive(cut)):
                try:
                    self._account_for(cut, "cut", "killed", exceptions.INCOMPLETE, {})
                except StorageFailed as failed:
                    logger.warning("watch %s, which was cut: %s", cut, failed)

    def keep(self, view: View) -> bool:
        """Whether it is in the collection now; the first of a row of failures is told."""
        try:
            told = self.shown.keep(view, self.run.id)
            last = self.shown.last(view) if told["late"] else None
        except SQLAlchemyError as error:
            if not self.broken:
                logger.error("%s; looking on", storage_error(error))
            self.broken = storage_error(error)
            self.counts["not_kept"] += 1
            return False
        self.broken = None
        late = told["late"] == len(view.flashes) + len(view.placements)
        self.counts.update({"late_looks" if late else "looks": 1} | told)
        self._answered(view.edition)
        changes = ", ".join(f"{number} {name}" for name, number in told.items() if number)
        if changes:
            logger.info("%s %s: %s", view.edition, view.page or "home page", changes)
        if last and last > now():  # that another watch was faster is nothing to warn of
            self._warn_of_clock(view, last)
        return not late

    def _warn_of_clock(self, view: View, last: str) -> None:
        """Once a page."""
        self._ahead = f"the last look that was kept is of {last}, and this clock says {now()}: one of them is wrong"
        page = view.edition, view.page
        if page not in self._late:
            self._late.add(page)
            logger.warning("%s %s: not kept: %s", view.edition, view.page or "home page", self._ahead)

    def missed(self, failure: Failure) -> bool:
        """Whether the page is as it was; else what became of it is counted."""
        visit = failure.request.meta["visit"]
        if response := getattr(failure.value, "response", None):
            visit.status = response.status
        end_by_failure(visit, failure, timedelta())
        if visit.state == "unchanged":
            self.counts["not_modified"] += 1
            return True
        if visit.state == "filtered" or (visit.entry.kind == "live" and visit.absence):
            self.unread(visit.entry.url, visit.reason or "")
            self._first_trouble = self._first_trouble or visit
        else:
            self.failed(visit)
        return False

    def failed(self, visit: Visit) -> None:
        edition = visit.entry.edition
        self.counts["failed"] += 1
        self._in_a_row[edition] += 1
        self._first_trouble = self._first_trouble or visit
        if self._in_a_row[edition] == 1:
            logger.warning("%s: %s: %s", edition, visit.entry.url, visit.reason)

    def spider_error(self) -> None:
        """A page that we stumble over: the log has it."""
        self.counts["failed"] += 1

    def _answered(self, edition: str) -> None:
        if missed := self._in_a_row.pop(edition, 0):
            logger.info("%s: answers again, after %d looks that failed", edition, missed)

    def unread(self, url: str, what: str) -> None:
        """A page that answered and shows nothing of a kind: told once."""
        self.counts["unread"] += 1
        if (told := f"{url}: {what}") not in self._unread:
            self._unread.add(told)
            logger.warning(told)

    def leave(self, edition: str, reason: str) -> None:
        self.left.add(edition)
        logger.warning("%s: %s; no more is asked of this edition", edition, reason)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        try:
            self.exit_code, self.message = self._verdict(spider, reason)
            state = "finished" if self.exit_code == exceptions.COMPLETE else "cut"
            self._account_for(self.run.id, state, reason, self.exit_code, dict(self.counts))
            folder = run_folder(self.data, self.run.id)
            print(f"{self.counts['looks']} looks, {self.counts['new']} new\nflashes: {folder / 'flashes.jsonl'}")
        except (StorageFailed, SQLAlchemyError) as error:
            failed = error if isinstance(error, StorageFailed) else storage_error(error)
            self.exit_code, self.message = failed.exit_code, str(failed)

    def _verdict(self, spider: Spider, reason: str) -> tuple[int, str | None]:
        """A watch that is ended did what it was to do, whatever it missed meanwhile."""
        if self.blocked and self.left >= set(spider.sites):
            return exceptions.UNREACHABLE, self.blocked
        if self.broken:
            return self.broken.exit_code, str(self.broken)
        if not self.counts["looks"] and self.counts["late_looks"]:
            return exceptions.INCOMPLETE, f"no look was kept: {self._ahead or 'others looked later each time'}"
        if not self.counts["looks"] and self._first_trouble:
            host, trouble = spider.sites[self._first_trouble.entry.edition].host, self._first_trouble
            refused = trouble.state == "filtered"
            told = f"{host}: {trouble.reason} leaves nothing to look at" if refused else unreachable(host, trouble)
            return exceptions.UNREACHABLE, told
        missed = self.counts["failed"]
        whole = self.counts["looks"] or not missed if self.every else reason == "finished" and not missed
        return (exceptions.COMPLETE if whole else exceptions.INCOMPLETE), None

    def _account_for(self, run_id: str, state: str, reason: str, exit_code: int, counts: dict[str, int]) -> None:
        self.runs.finish(
            run_id, state=state, reason=reason, exit_code=exit_code, counts=counts, saved={},
            files=lambda run: write_watch_files(self.data, run, self.shown),
        )  # fmt: skip
        self._alive(run_id).unlink(missing_ok=True)

    def _alive(self, run_id: str) -> Path:
        return run_folder(self.data, run_id) / ALIVE

    def engine_stopped(self) -> None:
        lock.release(self._alive(self.run.id))
        self.engine.dispose()
