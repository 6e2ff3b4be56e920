"""After a block the host is asked more slowly, and after a few in a row no more: no disguise, no solving."""

import logging
from collections import Counter
from dataclasses import dataclass
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from mayadeen.blocks import shut_out
from mayadeen.extensions.collection import Keeper

logger = logging.getLogger(__name__)

CALM = 20
"""Pages in a row after which the delay is halved again."""


@dataclass(frozen=True)
class _Pace:
    delay: float
    concurrency: int
    jitter: float

    @classmethod
    def of(cls, slot: Any) -> Self:
        return cls(slot.delay, slot.concurrency, slot.jitter)


class Blocks:
    """Told of every page by `mayadeen.middlewares.BlockMiddleware`."""

    def __init__(self, crawler: Crawler, end_after: int, shortest: float, longest: float):
        self.crawler, self.end_after, self.shortest, self.longest = crawler, end_after, shortest, longest
        self._in_a_row: Counter[str] = Counter()
        self._calm: Counter[str] = Counter()
        self._usual: dict[str, _Pace] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        return cls(
            crawler,
            settings.getint("MAYADEEN_BLOCKS_IN_A_ROW"),
            settings.getfloat("MAYADEEN_BLOCK_DELAY"),
            settings.getfloat("MAYADEEN_BLOCK_DELAY_MAX"),
        )

    def blocked(self, request: Request, reason: str) -> None:
        host, edition = request.meta["download_slot"], request.meta["visit"].entry.edition
        self.crawler.stats.inc_value("blocks/pages")
        self._in_a_row[edition] += 1
        self._calm[host] = 0
        if self._in_a_row[edition] == self.end_after:
            self._end(host, edition, reason)
        elif not self.end_after or self._in_a_row[edition] < self.end_after:
            self._slow(host, reason)

    def answered(self, request: Request) -> None:
        host = request.meta["download_slot"]
        self._in_a_row[request.meta["visit"].entry.edition] = 0
        if host in self._usual:
            self._calm[host] += 1
            if self._calm[host] % CALM == 0:
                self._quicken(host)

    def _slow(self, host: str, reason: str) -> None:
        slot = self._slot(host)
        if slot is None:
            return
        self._usual.setdefault(host, _Pace.of(slot))
        # A host may itself have asked for longer pauses than our longest.
        delay = max(slot.delay, min(max(2 * slot.delay, self.shortest), self.longest))
        logger.warning("%s: %s; %g s between requests from now on", host, reason, delay)
        self._set(host, _Pace(delay, 1, 0.0))

    def _quicken(self, host: str) -> None:
        slot, usual = self._slot(host), self._usual[host]
        if slot is None:
            return
        if slot.delay / 2 > max(usual.delay, self.shortest / 2):
            self._set(host, _Pace(slot.delay / 2, 1, 0.0))
        else:
            self._set(host, self._usual.pop(host))

    def _set(self, host: str, pace: _Pace) -> None:
        slot, downloader = self._slot(host), self.crawler.engine.downloader
        slot.delay, slot.concurrency, slot.jitter = pace.delay, pace.concurrency, pace.jitter
        # Slots that are idle for a minute are made anew, from these settings.
        downloader.per_slot_settings[host] = dict(vars(pace))
        self.crawler.stats.set_value(f"blocks/delay/{host}", pace.delay)
        self.crawler.stats.max_value("blocks/delay/longest", pace.delay)

    def _slot(self, host: str) -> Any:
        return self.crawler.engine.downloader.slots.get(host)

    def _end(self, host: str, edition: str, reason: str) -> None:
        keeper = Keeper.of(self.crawler)
        keeper.blocked = shut_out(self.crawler.spider.host(edition), f"{reason}, {self.end_after} in a row")
        keeper.leave(edition, f"blocked {self.end_after} times in a row")
        self.crawler.engine.downloader.release_queued(host)
