"""Scrapy's scheduler over the ledger, and the spider middleware that tells it when a page is done.

Callbacks yield `Entry`s and items. Entries never reach the engine: they wait in their visit until
it is settled, so a page's children are committed with it. The engine sees requests that the
scheduler makes from leased pages, and gives back those that a downloader middleware made of them
(a retry, a redirect): the same page under the same lease.
"""

import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from typing import Any, Self

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from mayadeen.exceptions import Absent, Duplicate, Failed, Filtered, Invalid, NoRobots, Released, Vanished
from mayadeen.extensions.collection import Collection
from mayadeen.outcomes import end_absent, end_by_failure, lets_in
from mayadeen.stores.entry import WHERE_HELD, Entry, Visit

logger = logging.getLogger(__name__)

CONDITIONS = ("If-None-Match", "If-Modified-Since")
PIECE = 500
"""Entries of one page that wait for its end; of what leads to more they are written as they come."""
VISIT = "visit"
"""Key of a request's meta: the `Visit` it belongs to."""


class Scheduler(BaseScheduler):
    def __init__(self, crawler: Crawler, collection: Collection):
        self.crawler = crawler
        self.frontier = collection.frontier
        self._again: deque[Request] = deque()
        self._callbacks: dict[str, Callable[..., Any]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, Collection.of(crawler))

    def has_pending_requests(self) -> bool:
        return bool(self._again) or self.frontier.pending()

    def enqueue_request(self, request: Request) -> bool:
        """Takes back what it gave out; anything else is refused (the engine signals `request_dropped`)."""
        if VISIT not in request.meta:
            self.crawler.stats.inc_value("scheduler/foreign")
            return False
        if request.meta.get("redirect_times"):
            for condition in CONDITIONS:  # they are of the page that was asked for, not of where it leads
                request.headers.pop(condition, None)
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        if self._again:
            return self._again.popleft()
        while visit := self.frontier.next():
            try:
                return self._request(visit)
            except Exception as error:  # the engine would leave the page in flight for ever
                logger.exception("%s: cannot be asked for", visit.entry.url)
                visit.end("failed", f"cannot be asked for: {type(error).__name__}: {error}"[:200])
                visit.exhausted = True
                self.frontier.settle_if_done(visit)
        return None

    def _request(self, visit: Visit) -> Request:
        spider = self.crawler.spider
        return Request(
            spider.fetch_address(visit.entry),
            callback=self._callback(visit.entry.kind),
            errback=self._failed,
            headers=_conditions(visit.entry, asked=spider.conditional(visit.entry)) | spider.headers(visit.entry),
            meta={VISIT: visit},
            dont_filter=True,
        )

    def _callback(self, kind: str) -> Callable[..., Any]:
        """The same object for every page of a kind: Scrapy looks each new one's source through."""
        if kind not in self._callbacks:
            self._callbacks[kind] = getattr(self.crawler.spider, f"parse_{kind}")
        return self._callbacks[kind]

    def _failed(self, failure: Failure) -> None:
        visit = failure.request.meta[VISIT]
        if failure.check(Released):
            self.frontier.give_back(visit)
            return
        if failure.check(NoRobots) and not self.frontier.set_aside(visit.entry.edition, str(failure.value)):
            self.frontier.give_back(visit)  # the first page tells of it, the others wait for the next run
            return
        end_by_failure(visit, failure, Collection.of(self.crawler).gone_after)
        spider = self.crawler.spider
        if visit.state == "unchanged" and visit.entry.shown:
            self._walk_on(visit, partial(spider.shown_by, visit.entry, visit.entry.shown))
        elif lets_in(visit):
            self._walk_on(visit, partial(spider.in_place_of, visit))
        visit.exhausted = True
        self.frontier.settle_if_done(visit)

    def _walk_on(self, visit: Visit, leads_to: Callable[[], Iterable[Entry]]) -> None:
        """From a page that gave nothing to read to what it is known to lead to."""
        try:
            visit.found.extend(leads_to())
        except Exception as error:  # no answer may leave a page in flight for ever
            logger.exception("%s: cannot be walked on from", visit.entry.url)
            visit.end("failed", f"error while reading: {type(error).__name__}")

    def close(self, reason: str) -> None:
        self.frontier.close()


def _conditions(entry: Entry, *, asked: bool) -> dict[str, str]:
    """A conditional request where the ledger holds validators; never an answer from a cache on the way."""
    headers = zip(CONDITIONS, (entry.etag, entry.last_modified), strict=True) if asked else ()
    return {name: value for name, value in headers if value} | {"Cache-Control": "max-age=0"}


class LedgerMiddleware:
    """The outermost spider middleware: it sees all that callbacks give, after everybody else."""

    def __init__(self, collection: Collection, spider: Any):
        self.frontier, self.gone_after = collection.frontier, collection.gone_after
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(Collection.of(crawler), crawler.spider)
        for signal in ("item_scraped", "item_dropped", "item_error", "spider_error"):
            crawler.signals.connect(getattr(middleware, signal), getattr(signals, signal))
        return middleware

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for output in start:
            if not isinstance(output, Entry):
                raise TypeError(f"start() must yield Entry objects, not {type(output).__name__}")
            self.frontier.seed(output)
        return
        yield  # an async generator, as Scrapy requires

    def process_spider_input(self, response: Response) -> None:
        visit = response.meta[VISIT]
        visit.status = response.status
        if response.meta.get("redirect_times"):
            visit.final_url = self.spider.sites[visit.entry.edition].canonical(response.url, on=response.url)
        visit.fetched = self.spider.fetched(visit.entry)
        visit.etag = response.headers.get("ETag", b"").decode("latin-1") or None
        visit.last_modified = response.headers.get("Last-Modified", b"").decode("latin-1") or None

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        visit = response.meta[VISIT]
        try:
            async for output in result:
                if isinstance(output, Entry):
                    self._found(visit, output)
                elif isinstance(output, Request):
                    raise TypeError("callbacks must yield Entry objects: a Request would not be in the ledger")
                else:
                    visit.waiting += 1
                    output.visit = visit
                    yield output
        except (Absent, Failed, Filtered) as reason:
            self._end(visit, reason)
        except CloseSpider:
            self.frontier.give_back(visit)
            raise
        except Exception as error:
            visit.end("failed", f"error while reading: {type(error).__name__}")
            raise
        finally:
            visit.exhausted = True
            self.frontier.settle_if_done(visit)

    def _found(self, visit: Visit, entry: Entry) -> None:
        if visit.open_ended:
            self.frontier.seed(entry)
            return
        visit.found.append(entry)
        if len(visit.found) >= PIECE:  # a page that is cut then is read again; twice is the same as once
            self.frontier.hand_on(visit)

    def _end(self, visit: Visit, reason: Exception) -> None:
        if isinstance(reason, Absent):
            end_absent(visit, str(reason), self.gone_after)
        else:
            visit.end("failed" if isinstance(reason, Failed) else "filtered", str(reason))

    def item_scraped(self, item: Any) -> None:
        self._item_ended(item)

    def item_dropped(self, item: Any, exception: Exception) -> None:
        visit = item.visit
        if isinstance(exception, Duplicate):
            visit.article_id = exception.article_id
            visit.end("duplicate", str(exception))
        elif isinstance(exception, Vanished) and visit.denied:
            end_absent(visit, str(exception), self.gone_after)
        elif isinstance(exception, Vanished) and visit.entry.kind != "capture":
            visit.end("failed", f"{exception}{WHERE_HELD}")
        elif isinstance(exception, Invalid):
            logger.warning("%s: %s", visit.entry.url, exception)
            visit.end("failed", str(exception))
        else:
            visit.end("filtered", str(exception))
        self._item_ended(item)

    def item_error(self, item: Any, failure: Failure) -> None:
        item.visit.end("failed", f"error while storing: {type(failure.value).__name__}")
        self._item_ended(item)

    def _item_ended(self, item: Any) -> None:
        item.visit.waiting -= 1
        self.frontier.settle_if_done(item.visit)

    def spider_error(self, failure: Failure, response: Response | Failure | None) -> None:
        """A callback that raised before it gave an iterable never passes process_spider_output."""
        request = getattr(response, "request", None)
        visit = request.meta.get(VISIT) if request is not None else None
        if visit is not None and not visit.exhausted:
            visit.end("failed", f"error while reading: {type(failure.value).__name__}")
            visit.exhausted = True
            self.frontier.settle_if_done(visit)
