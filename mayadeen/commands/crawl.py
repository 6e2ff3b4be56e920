"""`scrapy crawl`, with an exit code that tells how the crawl ended, and one line for what is wrong."""

import argparse
import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.commands import ScrapyHelpFormatter
from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.misc import load_object

from mayadeen import user_agent
from mayadeen.arguments import HELP, Arguments, job_id
from mayadeen.exceptions import Stop, WrongUse
from mayadeen.log_lines import keep_plain
from mayadeen.reading_command import refuse_options
from mayadeen.settings_check import check_settings
from mayadeen.urls import is_loopback

if TYPE_CHECKING:
    from mayadeen.crawler import PromptCrawler

logger = logging.getLogger(__name__)

QUIET = dict.fromkeys(
    ("utils.log", "addons", "middleware", "crawler", "core.engine", "spidermiddlewares.httperror"), logging.INFO
) | {"downloadermiddlewares.redirect": logging.WARNING}  # that there are no referers is meant
"""Parts of Scrapy, and up to which level a crawl does without their lines; `-L INFO` brings them back."""
INTERRUPTED = 130


class LineByLine(ScrapyHelpFormatter):
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(super(LineByLine, self)._fill_text(line, width, indent) for line in text.splitlines()) + "\n"


class Command(CrawlCommand):
    def syntax(self) -> str:
        return "SPIDER [-a ARGUMENT=VALUE ...] [options]"

    def short_desc(self) -> str:
        return "Crawl the sites into the collection: `scrapy crawl sections`"

    def long_desc(self) -> str:
        return (
            "Crawl the sites into the collection in MAYADEEN_DATA. Run it again to take up what a crawl that was cut "
            "left undone, or to fetch what is new. Exit codes: 0 complete; 2 wrong use; 3 finished, not complete; "
            "4 nothing reachable, or blocked; 5 collection in use; 6 quarantined by the monitor; 7 the collection cannot be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        from mayadeen.cdx.options import HELP as HISTORY_HELP
        from mayadeen.replay.options import HELP as REPLAY_HELP
        from mayadeen.ticker_arguments import HELP as TICKER_HELP

        super().add_options(parser)
        parser.formatter_class = LineByLine
        parser.add_argument_group("Spider arguments", description="\n".join(f"-a {line}" for line in HELP))
        parser.add_argument_group("Arguments of history", description="\n".join(f"-a {line}" for line in HISTORY_HELP))
        parser.add_argument_group("Arguments of replay", description="\n".join(f"-a {line}" for line in REPLAY_HELP))
        parser.add_argument_group("Arguments of ticker", description="\n".join(f"-a {line}" for line in TICKER_HELP))

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """All that can be known to be wrong before anything is started."""
        keep_plain()
        try:
            super().process_options(args, opts)
            check_settings(self.settings)
            self._require_spider(args)
            self._parse(args[0], opts)
            job_id(opts.spargs)
        except Stop as stop:
            self._refuse(stop)
        except UsageError as error:
            self._refuse(WrongUse(str(error)))
        except OSError as error:  # --pidfile
            self._refuse(WrongUse(f"cannot write {error.filename}: {error.strerror}"))
        if not opts.loglevel:
            for part, level in QUIET.items():  # filters, because Scrapy sets levels anew
                logging.getLogger(f"scrapy.{part}").addFilter(lambda record, level=level: record.levelno > level)

    def _parse(self, name: str, opts: argparse.Namespace) -> Any:
        """What the spider was told."""
        spider = get_spider_loader(self.settings).load(name)
        if self.settings.getdict("FEEDS") and (instead := getattr(spider, "instead_of_feeds", None)):
            raise WrongUse(f"{name} writes no feeds; {instead}")
        return load_object(spider.options).parse(**opts.spargs)

    def _require_spider(self, args: list[str]) -> None:
        known = get_spider_loader(self.settings).list()
        refuse_options(args, "crawl")
        if len(args) != 1:
            raise WrongUse(f"name one spider ({', '.join(known)}): scrapy crawl sections -a edition=en")
        if args[0] not in known:
            raise WrongUse(f"there is no spider {args[0]!r}; there are {', '.join(known)}")

    def _refuse(self, stop: Stop) -> NoReturn:
        self._end(stop.exit_code, str(stop))
        sys.exit(self.exitcode)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self._crawl(args[0], opts)
        except Stop as stop:
            self._end(stop.exit_code, str(stop))
        except KeyboardInterrupt:
            self._end(INTERRUPTED, "interrupted before the crawl began")

    def _crawl(self, name: str, opts: argparse.Namespace) -> None:
        from mayadeen.collection_settings import hold_collection
        from mayadeen.crawler import PromptCrawler
        from mayadeen.memory import collect_seldom

        arguments = self._parse(name, opts)
        spider = self.crawler_process.spider_loader.load(name)
        if self.settings["LOG_LEVEL"] != "DEBUG":  # a line for each page and item, made only to be thrown away
            logging.getLogger("scrapy.core").setLevel(logging.INFO)  # now, for Scrapy's process sets levels anew
        collect_seldom()
        if around := getattr(spider, "around_engine", None):
            self._end(load_object(around)(arguments, self.settings), None)
            return
        here = self._lift_delay_on_loopback(arguments)
        if not here and (own := getattr(spider, "own_delay", None)):
            self._set_default("DOWNLOAD_DELAY", self.settings.getfloat(own))
        self._say_who_asks()
        if getattr(spider, "holds_collection", True):
            hold_collection(self.settings, f"crawl {name}")
        crawler = PromptCrawler(spider, self.settings)
        if not (arguments.base or here) and not self.settings["MAYADEEN_CONTACT"]:
            crawler.signals.connect(ask_for_contact, signals.spider_opened)
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self._report(crawler, task)

    def _lift_delay_on_loopback(self, arguments: Arguments) -> bool:
        """Whether it did."""
        hosts = [urlsplit(url).hostname for url in arguments.instead]
        if not hosts or not all(map(is_loopback, hosts)):
            return False
        self._set_default("DOWNLOAD_DELAY", 0)
        self._set_default("CONCURRENT_REQUESTS_PER_DOMAIN", 16)
        return True

    def _say_who_asks(self) -> None:
        """A contact that was given by -s came after the settings module made the user agent."""
        self._set_default("USER_AGENT", user_agent(self.settings["MAYADEEN_CONTACT"]))

    def _set_default(self, name: str, value: Any) -> None:
        """Where only the project said so before: what the user set stays."""
        if (self.settings.getpriority(name) or 0) <= SETTINGS_PRIORITIES["project"]:
            self.settings.set(name, value, priority="project")

    def _report(self, crawler: "PromptCrawler", task: object) -> None:
        from mayadeen.extensions.collection import Keeper

        error = task.exception() if task.done() and not task.cancelled() else None
        if error is not None:
            raise error
        keeper = crawler.get_extension(Keeper) if crawler.spider else None
        code = keeper.exit_code if keeper else None
        self._end(1 if code is None else code, keeper.message if keeper else None)

    def _end(self, code: int, message: str | None) -> None:
        lines = [f"mayadeen: {' '.join(message.split())}"] if message else []
        with suppress(BrokenPipeError):  # nobody watches any more
            for line in lines:
                print(line, file=sys.stderr, flush=True)
        if self.settings["LOG_FILE"]:
            append(Path(self.settings["LOG_FILE"]), [*lines, f"mayadeen: exit code {code}"])
        self.exitcode = code


def append(file: Path, lines: list[str]) -> None:
    """All that a job of Scrapyd shows is its log file, and some of what ends a crawl comes before there is a log."""
    with suppress(OSError), file.open("a", encoding="utf-8") as log:
        log.writelines(f"{line}\n" for line in lines)


def ask_for_contact() -> None:
    logger.warning("set MAYADEEN_CONTACT to an address or a page of yours: a crawler should say whom to write to")
