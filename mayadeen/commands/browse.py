"""`scrapy browse`: the collection in a browser."""

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mayadeen.exceptions import WrongUse
from mayadeen.extensions.collection import database_address
from mayadeen.reading_command import ReadingCommand
from mayadeen.stores.database import sqlite_file
from mayadeen.stores.search import bring_up_to_date

_MISSING = "scrapy browse needs Datasette: pip install datasette==0.65.5"
_NO_SQLITE = (
    "scrapy browse reads SQLite collections only; make one from the archive with "
    "MAYADEEN_DATABASE=sqlite:///copy.sqlite scrapy crawl replay -a archive='data/archive/*.warc.gz' -a apply=1"
)
_EVERY = 10.0
"""Seconds between lines where there is no terminal."""


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "[--port PORT]"

    def short_desc(self) -> str:
        return "Open the collection in a browser: search, articles, versions, plots, tables; read only"

    def long_desc(self) -> str:
        return (
            "Bring the search index beside the collection up to date, and serve the collection on 127.0.0.1 until "
            "Ctrl-C. The address printed holds a token; without it nothing is shown. A crawl may be at work meanwhile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", default="0", help="default: any that is free")

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise WrongUse(f"scrapy browse takes options only, not {args[0]!r}")
        port = _port(opts.port)
        try:
            from mayadeen.browse.server import serve
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("mayadeen"):
                raise
            raise WrongUse(_MISSING) from None
        file = sqlite_file(database_address(self.settings))
        if file is None:
            raise WrongUse(_NO_SQLITE)
        self.open().dispose()  # to see that it is a collection, and of today's schema
        collection = Path(file)
        try:
            with _Told() as told:
                index = bring_up_to_date(collection, told)
            serve(collection, index, port, lambda address: print(f"{address}\nCtrl-C ends it", flush=True))
        except KeyboardInterrupt:
            pass


def _port(told: str) -> int:
    if not (told.isascii() and told.isdigit() and int(told[:6]) < 65536):
        raise WrongUse(f"--port must be a number from 0 to 65535, not {told!r}")
    return int(told)


class _Told:
    """Progress of the index: a bar on a terminal, lines elsewhere, nothing if there is little to do."""

    def __enter__(self) -> "_Told":
        columns = (TextColumn("search index"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
        self.task = self.bar.add_task("", total=None)
        self.last = time.monotonic()
        self.bar.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        self.bar.update(self.task, completed=done, total=total)
        if self.bar.disable and time.monotonic() - self.last > _EVERY:
            self.last = time.monotonic()
            print(f"search index: {done:,} of {total:,} articles", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
