"""Pages in flight: from the ledger to the engine, and what they gave back to the ledger.

Knows no Scrapy. The hard part is knowing when a page is finished: its callback has given all it
had, and every item of it has come out of the pipelines. Only then is it settled, together with
what it found, in one transaction (`docs/architecture.md`, "When a page is done").
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from mayadeen.exceptions import Failed, StorageFailed
from mayadeen.stores.again import Scope
from mayadeen.stores.clock import now
from mayadeen.stores.database import storage_error
from mayadeen.stores.entry import Entry, Visit
from mayadeen.stores.ledger import Ledger

logger = logging.getLogger(__name__)

FAILURES = (SQLAlchemyError, ValueError, TypeError)
"""What writing raises; the last two where a value has no form in the database."""


class Frontier:
    """Hands out pages and settles them, in batches of `batch` pages or `interval` seconds."""

    def __init__(
        self,
        ledger: Ledger,
        editions: Iterable[str],
        *,
        prefetch: int = 16,
        batch: int = 50,
        interval: float = 1.0,
        on_settled: Callable[[Visit], None] = lambda visit: None,
    ):
        self.ledger = ledger
        self.visits: dict[str, Visit] = {}
        self.broken: StorageFailed | None = None
        self._closed = False
        self._ready: dict[str, deque[Entry]] = {edition: deque() for edition in editions}
        self._turns = deque(self._ready)
        self._prefetch = max(1, prefetch // len(self._ready))
        self._batch, self._interval = batch, interval
        self._seeds: list[Entry] = []
        self._done: list[Visit] = []
        self._last_flush = time.monotonic()
        self._dry: set[str] = set()
        self.on_settled = [on_settled]
        self.before_write: Callable[[list[Visit]], None] = lambda visits: None
        """Writes elsewhere what must be there before the ledger tells of it. Raises OSError."""

    def next(self) -> Visit | None:
        """A page to fetch, the editions taking turns so that no host waits for another's delay."""
        for _ in range(len(self._turns)):
            edition = self._turns[0]
            self._turns.rotate(-1)
            entry = self._take(edition)
            if entry is not None:
                visit = self.visits[entry.url] = Visit(entry)
                return visit
        return None

    def _take(self, edition: str) -> Entry | None:
        ready = self._ready[edition]
        if not ready:
            # Only new finds can have given this edition something to do since it ran dry.
            if self._finds_waiting():
                self.flush()
            if edition not in self._dry and not self.broken:
                ready.extend(self._claim(edition))
        return ready.popleft() if ready else None

    def _claim(self, edition: str) -> list[Entry]:
        """Held pages are looked at again only when nothing in flight can lead to new ones.

        So an article's new address is known by the time its old one is found to be gone.
        """
        finding = any(visit.entry.edition == edition and not visit.entry.again for visit in self.visits.values())
        try:
            if not finding:
                self.flush()
            claimed = self.ledger.claim(edition, self._prefetch, again=False)
            if not claimed and not finding:
                claimed = self.ledger.claim(edition, self._prefetch)
                if not claimed:
                    self._dry.add(edition)
        except SQLAlchemyError as error:
            self._break(error)
            return []
        return claimed

    def _finds_waiting(self) -> bool:
        return bool(self._seeds) or any(visit.found for visit in self._done)

    def seed(self, entry: Entry) -> None:
        self._seeds.append(entry)

    def look_again(self, scope: Scope) -> int:
        """Opens pages that were settled before; how many."""
        opened = self.ledger.look_again(scope, now())
        self._dry.discard(scope.edition)
        return opened

    def hand_on(self, visit: Visit) -> None:
        """Writes what a long page has led to so far, and forgets it. Raises Failed where it cannot be stored."""
        found, visit.found = visit.found, []
        if self.broken:
            return
        try:
            self.ledger.write(found, [], now())
        except FAILURES as error:
            if _of_the_data(error):
                raise Failed(_unstorable(error)) from None
            self._break(error)
        self._dry.discard(visit.entry.edition)

    def settle_if_done(self, visit: Visit) -> None:
        """To be called whenever something of a visit ended; settles it once, when all has."""
        if not visit.exhausted or visit.waiting or self.visits.get(visit.entry.url) is not visit:
            return
        del self.visits[visit.entry.url]
        self._done.append(visit)
        for note in self.on_settled:
            note(visit)
        if len(self._done) >= self._batch or time.monotonic() - self._last_flush >= self._interval:
            self.flush()

    def give_back(self, visit: Visit) -> None:
        """A visit that was cut short: it stays leased, and is released at the end of the run."""
        self.visits.pop(visit.entry.url, None)

    def set_aside(self, edition: str, reason: str) -> bool:
        """Hands out nothing more of that edition; what pends stays for the next run. False if done before."""
        if edition not in self._ready:
            return False
        del self._ready[edition]
        self._turns.remove(edition)
        logger.warning("%s: %s; the rest of this edition is left for the next run", edition, reason)
        return True

    def serves(self, edition: str) -> bool:
        """Whether pages of that edition are still handed out."""
        return edition in self._ready and not (self.broken or self._closed)

    def flush(self) -> None:
        """Writes what is waiting. What cannot be written stays, and the frontier is `broken`."""
        if (self._seeds or self._done) and not self.broken:
            try:
                self.before_write(self._done)
                self._write()
            except (*FAILURES, OSError) as error:
                self._break(error)
                return
            if self._finds_waiting():
                self._dry.clear()
            self._seeds, self._done = [], []
        self._last_flush = time.monotonic()

    def _write(self) -> None:
        try:
            self.ledger.write(self._seeds, self._done, now())
        except FAILURES as error:
            if not _of_the_data(error):
                raise
            # One value that no database takes must not hold up the pages that are written with it.
            self.ledger.write(self._seeds, [], now())
            for visit in self._done:
                self._write_alone(visit)

    def _write_alone(self, visit: Visit) -> None:
        try:
            self.ledger.write([], [visit], now())
        except FAILURES as error:
            if not _of_the_data(error):
                raise
            visit.article, visit.found = None, []
            visit.end("failed", _unstorable(error))
            self.ledger.write([], [visit], now())

    def _break(self, error: Exception) -> None:
        if self.broken is None:
            self.broken = storage_error(error)  # told at the end, which is now

    def pending(self) -> bool:
        """Whether there is anything left to fetch."""
        self.flush()
        if self.broken:
            return False
        if any(self._ready.values()):
            return True
        left = self.ledger.unfinished(self._ready)
        if left and self.ledger.shared and not self.visits:
            self._wait_for_others()
        return left

    def _wait_for_others(self) -> None:
        """What is left is held by other workers, who may end, give pages back or find more."""
        if taken := self.ledger.takeover():
            logger.info("%d pages taken up that a worker held which is no more", taken)
        self._dry.clear()

    def close(self) -> None:
        """Writes the rest and gives back what was not fetched."""
        self.flush()
        self._closed = True
        if self.broken:
            return
        try:
            self.ledger.release()
        except SQLAlchemyError as error:
            self._break(error)


_TOO_MUCH = "54"
"""How PostgreSQL's code begins for what is beyond its limits: a value too large for an index, and the like."""


def _unstorable(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return f"cannot be stored: {type(cause).__name__}: {cause}"[:200]


def _of_the_data(error: Exception) -> bool:
    """Whether it was a value that could not be written, and not the database that failed."""
    if str(getattr(getattr(error, "orig", None), "sqlstate", None)).startswith(_TOO_MUCH):
        return True
    return not isinstance(error, DBAPIError) or not isinstance(error, (OperationalError, InterfaceError))
