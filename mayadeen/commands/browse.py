"""`scrapy browse`: the collection in a browser."""

import argparse
from pathlib import Path

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand

_MISSING = "scrapy browse needs Datasette: pip install datasette==0.65.5"
_NO_SQLITE = (
    "scrapy browse reads SQLite collections only; make one from the archive with "
    "MAYADEEN_DATABASE=sqlite:///copy.sqlite scrapy crawl replay -a archive='data/archive/*.warc.gz' -a apply=1"
)


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
        from mayadeen.browse.told import Told
        from mayadeen.collection_settings import database_address
        from mayadeen.stores.database import sqlite_file
        from mayadeen.stores.search import bring_up_to_date

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
            with Told() as told:
                index = bring_up_to_date(collection, told)
            serve(collection, index, port, lambda address: print(f"{address}\nCtrl-C ends it", flush=True))
        except KeyboardInterrupt:
            pass


def _port(told: str) -> int:
    if not (told.isascii() and told.isdigit() and int(told[:6]) < 65536):
        raise WrongUse(f"--port must be a number from 0 to 65535, not {told!r}")
    return int(told)
