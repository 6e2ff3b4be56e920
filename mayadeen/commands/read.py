"""`scrapy read URL-or-FILE`: one page's item, and which layer gave each field."""

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.conf import arglist_to_dict

from mayadeen import user_agent
from mayadeen.editions import EDITIONS, Edition
from mayadeen.exceptions import INCOMPLETE, Stop, WrongUse
from mayadeen.settings_check import check_settings
from mayadeen.urls import is_loopback, split

if TYPE_CHECKING:
    from mayadeen.items import Article
    from mayadeen.one_page import Page
    from mayadeen.pages.article import ArticlePage


class Command(ScrapyCommand):
    requires_project = True
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "URL-or-FILE [-a edition=en|ar|es] [--json]"

    def short_desc(self) -> str:
        return "Read one page and show which layer gave each field"

    def long_desc(self) -> str:
        return (
            "Read one page, from the site or from a file, and show its item: each field's value, the layer that gave "
            "it, the selector's rank, what was read, and what another layer said instead. Nothing is stored. "
            "Exit codes: 0 read; 2 wrong use; 3 the page is no item; 4 the page cannot be had."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE",
            help="edition=en, ar or es; url=ADDRESS: where a file's page stands on the site, if it does not say so",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="the item as JSON, with its provenance")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            check_settings(self.settings)
        except (Stop, UsageError) as error:
            self._end(WrongUse.exit_code, str(error))
            sys.exit(self.exitcode)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from mayadeen.pages.article import ArticlePage

        try:
            page = self._page(args, opts)
            article = ArticlePage(page.response, page.edition)
            item = item_of(article, page)
            sys.stdout.reconfigure(errors="backslashreplace")
            if not (opts.json and article.reason):
                self._print(item, as_json=opts.json)
            if article.reason:
                self._end(INCOMPLETE, f"{args[0]} is no item: {article.reason}")
        except Stop as stop:
            self._end(stop.exit_code, str(stop))
        except BrokenPipeError:  # whoever reads us has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _page(self, args: list[str], opts: argparse.Namespace) -> "Page":
        from mayadeen.one_page import fetch, open_file

        if len(args) != 1:
            raise WrongUse("name one page: scrapy read URL-or-FILE")
        asked, url = arguments(opts.spargs)
        if args[0].startswith(("http://", "https://")):
            self._mind_manners(args[0])
            return fetch(args[0], asked, self.crawler_process)
        return open_file(Path(args[0]), asked, url, self.settings.getint("DOWNLOAD_MAXSIZE"))

    def _mind_manners(self, url: str) -> None:
        """As `scrapy crawl`: say who asks; only this machine is asked without a pause."""
        if (self.settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["project"]:
            self.settings.set("USER_AGENT", user_agent(self.settings["MAYADEEN_CONTACT"]), priority="project")
        if is_loopback(split(url).hostname):
            self.settings.set("DOWNLOAD_DELAY", 0, priority="project")

    def _print(self, item: "Article", *, as_json: bool) -> None:
        from rich.console import Console

        from mayadeen.provenance import plain, show

        console = Console()
        if as_json:
            sys.stdout.write(orjson.dumps(asdict(item), option=orjson.OPT_INDENT_2).decode() + "\n")
        elif console.is_terminal:
            show(item, console)
        else:
            sys.stdout.write(plain(item))
        sys.stdout.flush()

    def _end(self, code: int, message: str) -> None:
        print(f"mayadeen: {' '.join(message.split())}", file=sys.stderr)
        self.exitcode = code


def arguments(given: list[str]) -> tuple[Edition | None, str | None]:
    """The edition and the address that are told; raises WrongUse."""
    from mayadeen.one_page import edition_at

    try:
        told = arglist_to_dict(given)
    except ValueError:
        raise WrongUse("-a takes NAME=VALUE: -a edition=en") from None
    edition, url = told.pop("edition", None), told.pop("url", None)
    if told:
        raise WrongUse(f"there is no argument {next(iter(told))!r}; there are edition, url")
    if edition is not None and edition not in EDITIONS:
        raise WrongUse(f"edition must be one of {', '.join(EDITIONS)}, not {edition!r}")
    if url is not None and edition_at(url) is None:
        raise WrongUse(f"url must be an address on an edition's host, not {url[:200]!r}")
    return EDITIONS.get(edition or ""), url


def item_of(article: "ArticlePage", page: "Page") -> "Article":
    """Without what was only guessed from an address that nobody knows."""
    item = article.item()
    if not page.addressed:
        for name, note in list(item.provenance.items()):
            if note["layer"] == "address":
                setattr(item, name, None)
                del item.provenance[name]
    return item
