"""What Scrapy may do to a page in flight, and how each of these ends in the ledger."""

import asyncio
from datetime import timedelta

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.http import HtmlResponse
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from mayadeen.exceptions import Duplicate, Filtered, Invalid
from mayadeen.frontier import Frontier
from mayadeen.items import Article
from mayadeen.scheduler import PIECE, VISIT, LedgerMiddleware, Scheduler
from mayadeen.stores.entry import Entry
from mayadeen.stores.ledger import Identity, Ledger

URL = "https://english.almayadeen.net/news/a"


class Parts:
    """The collaborators of scheduler and middleware, without a crawl."""

    gone_after = timedelta(hours=1)

    def __init__(self, engine):
        self.engine = engine
        ledger = Ledger(engine, Identity("r", "job", "r", worker="r"))
        self.frontier = Frontier(ledger, ["en"], batch=1)
        self.frontier.seed(Entry(URL, "en", "article"))
        self.visit = self.frontier.next()
        self.middleware = LedgerMiddleware(self, {})
        self.response = HtmlResponse(URL, request=Request(URL, meta={VISIT: self.visit}))

    def end(self):
        with self.engine.connect() as connection:
            return tuple(connection.exec_driver_sql("SELECT state, reason FROM pages WHERE url = ?", (URL,)).one())

    def pages(self):
        with self.engine.connect() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM pages").scalar()

    def run(self, callback):
        """All that the callback's output comes to, as the engine would take it."""

        async def outputs():
            for output in callback():
                yield output

        async def take():
            return [output async for output in self.middleware.process_spider_output(self.response, outputs())]

        return asyncio.run(take())


@pytest.fixture
def parts(engine):
    return Parts(engine)


def item():
    return Article(id="en:1", url=URL, edition="en", kind="news", title="t")


def test_a_page_with_an_item_ends_when_the_item_does(parts):
    [scraped] = parts.run(lambda: [item()])
    assert parts.end() == ("leased", None)
    parts.visit.end("stored")
    parts.middleware.item_scraped(scraped)
    assert parts.end() == ("stored", None)


@pytest.mark.parametrize(
    ("exception", "end"),
    [
        (Duplicate("en:9"), ("duplicate", "same article as en:9")),
        (Invalid("missing title"), ("failed", "missing title")),
        (DropItem("not today"), ("filtered", "not today")),
    ],
)
def test_a_dropped_item_ends_its_page_with_the_reason(parts, exception, end):
    [scraped] = parts.run(lambda: [item()])
    parts.middleware.item_dropped(scraped, exception)
    assert parts.end() == end


def test_an_item_that_breaks_a_pipeline_fails_its_page(parts):
    [scraped] = parts.run(lambda: [item()])
    parts.middleware.item_error(scraped, Failure(ZeroDivisionError("x")))
    assert parts.end() == ("failed", "error while storing: ZeroDivisionError")


def raising(error):
    def callback():
        raise error
        yield

    return callback


def test_a_callback_that_does_not_want_the_page_is_no_error(parts):
    assert parts.run(raising(Filtered("no item: author"))) == []
    assert parts.end() == ("filtered", "no item: author")


def test_a_callback_that_breaks_fails_its_page_and_is_told(parts):
    with pytest.raises(ZeroDivisionError):
        parts.run(raising(ZeroDivisionError()))
    assert parts.end() == ("failed", "error while reading: ZeroDivisionError")


def test_a_callback_that_breaks_before_it_gives_anything_fails_its_page(parts):
    parts.middleware.spider_error(Failure(ZeroDivisionError()), parts.response)
    assert parts.end() == ("failed", "error while reading: ZeroDivisionError")


def test_a_request_among_the_outputs_fails_its_page_because_no_ledger_would_know_it(parts):
    with pytest.raises(TypeError, match="Entry"):
        parts.run(lambda: [Request("https://english.almayadeen.net/other")])
    assert parts.end()[0] == "failed"


def test_a_spider_that_is_closed_leaves_the_page_for_the_next_run(parts):
    with pytest.raises(CloseSpider):
        parts.run(raising(CloseSpider("enough")))
    assert parts.end() == ("leased", None)
    parts.frontier.close()
    assert parts.end() == ("pending", None)


def test_what_a_page_leads_to_waits_for_its_end(parts):
    [scraped] = parts.run(lambda: [Entry(f"{URL}/b", "en", "article"), item()])
    assert parts.pages() == 1
    parts.middleware.item_scraped(scraped)
    assert parts.pages() == 2


def test_what_a_page_leads_to_beyond_a_piece_is_written_as_it_comes(parts):
    waiting = []

    def entries():
        for number in range(2 * PIECE + 1):
            waiting.append(len(parts.visit.found))
            yield Entry(f"{URL}/{number}", "en", "article")
        waiting.append(parts.pages())
        yield item()

    [scraped] = parts.run(entries)
    assert waiting.pop() == 2 * PIECE + 1, "and the page itself"
    assert max(waiting) < PIECE
    parts.middleware.item_scraped(scraped)
    assert parts.pages() == 2 * PIECE + 2


def test_a_piece_that_no_database_takes_fails_its_page_and_nothing_else(parts):
    def entries():
        yield from (Entry(f"{URL}/{number}", "en", "article", place={"no": "text"}) for number in range(PIECE))

    assert parts.run(entries) == []
    state, reason = parts.end()
    assert state == "failed" and reason.startswith("cannot be stored: ")
    assert parts.frontier.broken is None


def scheduler_of(parts):
    crawler = get_crawler()
    crawler.stats = StatsCollector(crawler)
    return Scheduler(crawler, parts)


def test_the_scheduler_takes_back_only_what_it_gave(parts):
    scheduler = scheduler_of(parts)
    assert not scheduler.enqueue_request(Request("https://example.org/"))
    retried = Request(URL, meta={VISIT: parts.visit})
    assert scheduler.enqueue_request(retried)
    assert scheduler.has_pending_requests()
    assert scheduler.next_request() is retried


class Asking:
    """A spider that cannot say how some pages are asked for."""

    def fetch_address(self, entry):
        if entry.url.endswith("/address"):
            raise ValueError("no such place")
        return "no address" if entry.url.endswith("/request") else entry.url

    def headers(self, entry):
        return {"Range": None.group()} if entry.url.endswith("/headers") else {}

    def conditional(self, entry):
        return False

    def parse_article(self, response):
        yield


def test_a_page_whose_request_cannot_be_made_is_failed_and_the_next_one_asked_for(parts):
    scheduler = scheduler_of(parts)
    scheduler.crawler.spider = Asking()
    told = {
        f"{URL}/address": "cannot be asked for: ValueError: no such place",
        f"{URL}/headers": "cannot be asked for: AttributeError: 'NoneType' object has no attribute 'group'",
        f"{URL}/request": "cannot be asked for: ValueError: Missing scheme in request url: no%20address",
    }
    for url in (*told, f"{URL}/fine"):
        parts.frontier.seed(Entry(url, "en", "article"))
    assert scheduler.next_request().url == f"{URL}/fine"
    assert scheduler.next_request() is None
    with parts.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT url, reason, failures FROM pages WHERE state = 'failed'").all()
    assert sorted(rows) == [(url, reason, 1) for url, reason in told.items()]
    assert set(parts.frontier.visits) == {URL, f"{URL}/fine"}, "and is in flight no more"
