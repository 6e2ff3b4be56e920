"""`scrapy crawl`, with an exit code that tells how the crawl ended, and one line for what is wrong."""

import argparse
import logging
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from mayadeen.arguments import Arguments, job_id
from mayadeen.exceptions import Stop
from mayadeen.extensions.collection import Collection, hold_collection

QUIET = ("utils", "addons", "middleware", "crawler", "core", "extensions")
"""Parts of Scrapy whose INFO lines a crawl does without; `-L INFO` brings them back."""


class Command(CrawlCommand):
    def short_desc(self) -> str:
        return "Crawl: sections; exit code 0 complete, 2 wrong use, 3 not complete, 4 unreachable, 5 in use"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if not opts.loglevel:
            for part in QUIET:  # Scrapy sets the level of its top logger anew, not theirs
                logging.getLogger(f"scrapy.{part}").setLevel(logging.WARNING)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider; `scrapy list` shows them", print_help=False)
        try:
            self._crawl(args[0], opts)
        except Stop as stop:
            self._end(stop.exit_code, str(stop))

    def _crawl(self, name: str, opts: argparse.Namespace) -> None:
        arguments = Arguments.parse(**opts.spargs)
        job_id(opts.spargs)
        if name not in self.crawler_process.spider_loader.list():
            raise UsageError(
                f"there is no spider {name!r}; there are {', '.join(self.crawler_process.spider_loader.list())}",
                print_help=False,
            )
        self._lift_delay_on_loopback(arguments)
        self._tell_who_asks(arguments)
        hold_collection(self.settings, f"crawl {name}")
        crawler = self._create_crawler(name)
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self._report(crawler, task)

    def _lift_delay_on_loopback(self, arguments: Arguments) -> None:
        bases = [urlsplit(base).hostname for _, base in arguments.base]
        if not bases or not all(map(is_loopback, bases)):
            return
        for name, value in (("DOWNLOAD_DELAY", 0), ("CONCURRENT_REQUESTS_PER_DOMAIN", 16)):
            # Only the project's default gives way: what the user set stays.
            if self.settings.getpriority(name) <= 20:
                self.settings.set(name, value, priority="project")

    def _tell_who_asks(self, arguments: Arguments) -> None:
        if not arguments.base and not self.settings["MAYADEEN_CONTACT"]:
            print(
                "set MAYADEEN_CONTACT to an address or a page of yours: a crawler should say whom to write to",
                file=sys.stderr,
            )

    def _report(self, crawler: Crawler, task: object) -> None:
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, Stop):
            raise error
        if error is not None:
            raise error
        collection = crawler.get_extension(Collection) if crawler.spider else None
        code = collection.exit_code if collection else None
        self._end(1 if code is None else code, collection.message if collection else None)

    def _end(self, code: int, message: str | None) -> None:
        if message:
            print(f"mayadeen: {message}", file=sys.stderr)
        self.exitcode = code


def is_loopback(host: str | None) -> bool:
    """
    >>> [is_loopback(h) for h in ("localhost", "127.0.0.2", "::1", "10.0.0.1", "example.org", None)]
    [True, True, True, False, False, False]
    """
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
