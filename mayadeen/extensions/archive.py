"""Keeps the answers that gave items (MAYADEEN_ARCHIVE) as WARC files beside the database.

A response record is pressed by a thread as soon as its page is settled. The records are appended
just before the transaction that stores the page: a record may be there without a row, never a row
without its record.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import orjson
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from sqlalchemy.exc import SQLAlchemyError

from mayadeen import __version__
from mayadeen.extensions.collection import Collection
from mayadeen.middlewares import is_torn
from mayadeen.stores import warc
from mayadeen.stores.archive import FOLDER, Archive, repair
from mayadeen.stores.captures import Captures, Told
from mayadeen.stores.database import storage_error
from mayadeen.stores.entry import ITEMS, Visit
from mayadeen.stores.runs import now

logger = logging.getLogger(__name__)

CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
NOTE = "payloads are kept with their content encoding undone; pictures and videos are not kept"
NOT_MODIFIED = 304
_WITH_ITEM = ("stored", "unchanged", "failed")
"""Ends of an article's page whose answer is kept; of a page that failed, to see why."""


class ArchiveWriter:
    def __init__(self, crawler: Crawler, everything: bool):
        self.crawler, self.everything = crawler, everything
        self._thread = ThreadPoolExecutor(1, "archive")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        mode = crawler.settings["MAYADEEN_ARCHIVE"]
        if mode == "off":
            raise NotConfigured
        writer = cls(crawler, everything=mode == "all")
        crawler.signals.connect(writer.spider_opened, signals.spider_opened)
        crawler.signals.connect(writer.response_received, signals.response_received)
        crawler.signals.connect(writer.spider_closed, signals.spider_closed)
        return writer

    def spider_opened(self, spider: Spider) -> None:
        self.collection = collection = Collection.of(self.crawler)
        self.captures = Captures(collection.engine)
        settings, folder = self.crawler.settings, collection.data / FOLDER
        info = describe(collection.run.id, spider, settings["USER_AGENT"])
        roll, name = settings.getint("MAYADEEN_ARCHIVE_ROLL"), f"mayadeen-{collection.run.id}"
        self.archive = Archive(folder, name, info, roll, lambda: warc_date(now()))
        collection.frontier.on_settled.append(self.press)
        collection.frontier.before_write = self.write
        self._repair(folder)

    def _repair(self, folder: Path) -> None:
        for name, cut in repair(folder, self.captures.end).items():
            logger.info(
                "%s was left open by a process that was killed; closed, %d bytes of a torn record cut", name, cut
            )

    def response_received(self, response: Response, request: Request) -> None:
        visit = request.meta.get("visit")
        if visit is not None and (self.everything or visit.entry.kind in ITEMS):
            visit.answer = answer(response, request, captured=visit.entry.kind == "capture")

    def press(self, visit: Visit) -> None:
        """At the end of a page: its answer becomes records, or is let go."""
        found, visit.answer = visit.answer, None
        wanted = self.everything or (visit.state in _WITH_ITEM and visit.status == 200)
        if found is not None and visit.fetched and wanted and visit.status != NOT_MODIFIED:
            one, response = warc.exchange(found, visit.final_url or visit.entry.page, warc_date(visit.fetched))
            # No more than this: each time that a thread waits for Python's lock it holds up the crawl.
            visit.answer = one, self._thread.submit(warc.press, response)

    def write(self, visits: Sequence[Visit]) -> None:
        """Appends what these gave. Raises OSError."""
        kept = [(visit, *visit.answer) for visit in visits if visit.answer is not None]
        if not kept:
            return
        known = self.captures.known([(visit.entry.page, one.digest) for visit, one, _ in kept])
        members = []
        for visit, one, response in kept:
            first = known.get((visit.entry.page, one.digest))
            again = first is not None and first["url"] == one.url
            members += [
                warc.revisit(one, first["record"], first["date"]) if again else response.result(),
                warc.press(one.request),
            ]
        places = self.archive.append(members)
        for (visit, one, _), place in zip(kept, places[::2], strict=True):
            visit.answer = None
            self._note(visit, one, place._asdict(), known.get((visit.entry.page, one.digest)))

    def _note(self, visit: Visit, one: warc.Exchange, place: dict[str, Any], first: dict[str, Any] | None) -> None:
        if first is not None and first["url"] == one.url:
            place = {name: first[name] for name in place}
        elif first is None:
            visit.capture = {"page": visit.entry.page, "url": one.url, "digest": one.digest, "date": one.date}
            visit.capture |= {"record": one.record, "told": None, **place}
        if visit.article is not None:
            visit.article["warc"] = place

    def spider_closed(self) -> None:
        """What other pages told is known now; then the file is whole and gets its name."""
        try:
            if not self.collection.frontier.broken:
                date = warc_date(now())
                for told in self.captures.untold(self.collection.run.id):
                    self.archive.append(metadata_record(one, date) for one in told)
                    self.captures.tell(told)
            self.archive.close()
        except (OSError, SQLAlchemyError) as error:
            self.collection.frontier.broken = self.collection.frontier.broken or storage_error(error)
        finally:
            self._thread.shutdown()


def answer(response: Response, request: Request, *, captured: bool = False) -> warc.Answer:
    return warc.Answer(
        address=request.url,
        asked=header_pairs(request.headers),
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        headers=header_pairs(response.headers),
        body=response.body,
        captured=warc_date(now()) if captured else None,
        torn=is_torn(response),
    )


def header_pairs(headers: Any) -> warc.Headers:
    return [(name, value) for name, values in headers.items() for value in values]


def warc_date(moment: str) -> str:
    """
    >>> warc_date("2026-11-22T10:00:00+00:00")
    '2026-11-22T10:00:00Z'
    """
    return moment.removesuffix("+00:00") + "Z"


def metadata_record(told: Told, date: str) -> bytes:
    content = told.article | {"sightings": told.sightings}
    return warc.metadata(told.url, date, orjson.dumps(content))


def describe(run: str, spider: Spider, user_agent: str) -> list[tuple[str, str]]:
    """The fields of a file's warcinfo record."""
    fetched = [(code, site) for code, site in spider.sites.items()]
    return [
        ("software", f"mayadeen/{__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", CONFORMS),
        ("robots", "obey"),
        ("http-header-user-agent", user_agent),
        ("isPartOf", run),
        ("description", NOTE),
        *(("mayadeen-edition", code) for code, _ in fetched),
        *(("mayadeen-base", f"{code}={site.base}") for code, site in fetched if dict(spider.arguments.base).get(code)),
    ]
