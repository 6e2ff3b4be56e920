"""What a person sees: a live line per section on a terminal, log lines elsewhere, a table at the end."""

import logging
import os
import sys
import time
from collections import Counter
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler

from mayadeen.exceptions import UNREACHABLE
from mayadeen.extensions.collection import Collection
from mayadeen.pipelines.validate import TEXTLESS
from mayadeen.scheduler import VISIT
from mayadeen.stores.account import OUTCOMES, Account
from mayadeen.stores.runfiles import run_folder
from mayadeen.walks import LEFT_OUT

WIDTH = 130
"""Columns where there is no terminal to ask."""
MOST_LINES = 15
"""Sections shown while a crawl runs: those with the most pages."""

logger = logging.getLogger(__name__)


class Screen(Console):
    """Rich ends the process where nobody reads it any more; in the reactor that is to hang, with the collection's lock."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


class Progress:
    """`interval` seconds pass between log lines where there is no terminal."""

    def __init__(self, crawler: Crawler, interval: float):
        self.crawler = crawler
        self.interval = interval
        self.done: Counter[tuple[str, str]] = Counter()
        self.started = self._told = time.monotonic()
        feeds = crawler.settings.getdict("FEEDS")
        # A feed on standard output is for a program: the table goes beside it.
        beside = any(str(uri).startswith(("stdout", "-")) for uri in feeds)
        wide = None if sys.stdout.isatty() else WIDTH
        self.console = Screen(stderr=beside, highlight=False, width=wide, soft_wrap=True)
        self.live: Live | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler, crawler.settings.getfloat("MAYADEEN_PROGRESS_SECONDS"))
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.response_received, signals.response_received)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    @property
    def collection(self) -> Collection:
        return Collection.of(self.crawler)

    def spider_opened(self) -> None:
        logger.info("run %s; data in %s", self.collection.run.id, self.collection.data)
        if sys.stderr.isatty():
            self.live = Live(
                console=Console(stderr=True), refresh_per_second=4, transient=True, get_renderable=self._lines
            )
            self.live.start()
            log_to(sys.stderr)  # which is now the live display's: lines go above it

    def response_received(self, request: object) -> None:
        visit = request.meta.get(VISIT)
        if visit is None:
            return
        self.done[visit.entry.edition, visit.entry.section or visit.entry.kind] += 1
        if not self.live and time.monotonic() - self._told >= self.interval:
            self._told = time.monotonic()
            logger.info("%d pages in %d s; %s", self.done.total(), self._told - self.started, self._busiest())

    def _busiest(self) -> str:
        return ", ".join(f"{edition} {section} {n}" for (edition, section), n in self.done.most_common(4))

    def _lines(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for (edition, section), pages in sorted(self.done.most_common(MOST_LINES)):
            table.add_row(edition, Text(section), str(pages))
        table.add_row("", "all", f"{self.done.total()} pages in {time.monotonic() - self.started:.0f} s")
        return table

    def spider_closed(self) -> None:
        if self.live:
            self.live.stop()
            log_to(sys.stderr)
        if self.collection.exit_code is None or self.collection.frontier.broken:
            return
        account = Account.of(self.collection.ledger, self.collection.run.id)
        self.console.print(account_table(account))
        for row in account.reasons():
            self.console.print(
                f"{row['outcome']} {row['edition']} {row['kind']}: {row['number']} × {row['reason']}", markup=False
            )
        if textless := self.crawler.stats.get_value(TEXTLESS):
            self.console.print(f"{textless} without the text that their kind has: the log names them", markup=False)
        if left := self.crawler.stats.get_value(LEFT_OUT):
            self.console.print(f"{left} listings go on by script only and were left at their first page", markup=False)
        self.console.print(savings_line(self.crawler.stats.get_stats()), markup=False)
        stored = account.totals()["stored"]
        if stored or self.collection.exit_code != UNREACHABLE:
            self.console.print(f"{stored} stored" if stored else "nothing new", markup=False)
        self.console.print(
            f"articles: {run_folder(self.collection.data, self.collection.run.id) / 'articles.jsonl'}", markup=False
        )
        self.console.print(f"database: {self.collection.engine.url.render_as_string(hide_password=True)}", markup=False)


def log_to(stream: TextIO) -> None:
    """Sends to `stream` what the log prints on the standard error."""
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler:
            handler.setStream(stream)


def savings_line(stats: dict[str, int]) -> str:
    """
    >>> savings_line({"saved/not_modified": 2, "saved/bytes": 5_000_000, "downloader/response_bytes": 30_000})
    '2 pages not modified, 0 held and not asked for: 5.0 MB saved, 0.0 MB received'
    """
    held, asked = stats.get("saved/not_modified", 0), stats.get("saved/not_asked", 0)
    saved, received = (stats.get(name, 0) / 1e6 for name in ("saved/bytes", "downloader/response_bytes"))
    return f"{held} pages not modified, {asked} held and not asked for: {saved:.1f} MB saved, {received:.1f} MB received"


def account_table(account: Account) -> Table:
    table = Table(title="found = stored + unchanged + duplicate + filtered + failed + pending")
    for name in ("edition", "section"):
        table.add_column(name)
    for name in ("found", *OUTCOMES):
        table.add_column(name, justify="right")
    for (edition, section), line in account.by_section().items():
        table.add_row(edition, Text(section), *(str(line[name]) for name in ("found", *OUTCOMES)))
    totals = account.totals()
    table.add_section()
    table.add_row("", "all", *(str(totals[name]) for name in ("found", *OUTCOMES)), style="bold")
    return table
