"""`scrapy export`: the collection, or its archive, in a common format."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import Progress, ReadingCommand

if TYPE_CHECKING:
    from mayadeen.stores.exports import Write


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "--format NAME --output FILE [--edition en] [--section politics] [--since DAY] [...]"

    def short_desc(self) -> str:
        return "Write the collection as a file: JSON Lines, CSV, Parquet, Feather, DuckDB, or the archive as WACZ"

    def long_desc(self) -> str:
        return (
            "Write what is kept in another format. It appears whole, under its name, when all is written. "
            "Every format of tables holds the same rows. wacz: the archived pages, which ReplayWeb.page and pywb show. "
            "A crawl may be at work meanwhile: what is written is one state of the collection."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        from mayadeen.export_arguments import OPTIONS
        from mayadeen.stores.exports import FORMATS

        super().add_options(parser)
        parser.add_argument("--format", metavar="NAME", help=f"one of {', '.join(FORMATS)}")
        parser.add_argument("--output", metavar="FILE", type=Path, help="what to write")
        parser.add_argument("--force", action="store_true", help="in the place of a file that is there")
        for name, (metavar, told) in OPTIONS.items():
            kind: dict[str, Any] = {"metavar": metavar} if metavar else {"action": "store_true"}
            parser.add_argument(f"--{name}", help=told, **kind)

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or not (opts.format and opts.output):
            raise WrongUse("say what and where: scrapy export --format parquet --output articles.parquet")
        from mayadeen.export_arguments import given
        from mayadeen.stores.exports import writer

        write = writer(opts.format, opts.output, given(opts))
        if opts.output.is_dir() or (opts.output.exists() and not opts.force):
            raise WrongUse(f"{opts.output} is there already; --force writes a file anew, a folder must be a new one")
        self._write(write, opts)

    def _write(self, write: "Write", opts: argparse.Namespace) -> None:
        from mayadeen.export_arguments import wanted
        from mayadeen.stores.exports import Held
        from mayadeen.stores.files import arriving

        asked = wanted(opts)
        held = Held(self.open(), Path(self.settings["MAYADEEN_DATA"]))
        with arriving(opts.output) as partial:
            told = write(partial, held, asked, Progress(self.settings.getfloat("MAYADEEN_PROGRESS_SECONDS")))
        for note in told.notes:
            print(note, file=sys.stderr)
        print(f"{opts.output}: {told.summary}")
