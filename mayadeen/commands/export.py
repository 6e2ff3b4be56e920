"""`scrapy export`: the collection, or its archive, as one file in a common format."""

import argparse
import sys
import time
from pathlib import Path

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand
from mayadeen.stores.exports import FORMATS, Held, writer
from mayadeen.stores.files import whole


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "--format NAME --output FILE [--force]"

    def short_desc(self) -> str:
        return "Write the collection as one file: the archive as WACZ"

    def long_desc(self) -> str:
        return (
            "Write what is kept as one file. It appears whole, under its name, when all is written. "
            "wacz: the archived pages, which ReplayWeb.page and pywb show. A crawl may be at work meanwhile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", metavar="NAME", help=f"one of {', '.join(FORMATS)}")
        parser.add_argument("--output", metavar="FILE", type=Path, help="the file to write")
        parser.add_argument("--force", action="store_true", help="in the place of a file that is there")

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or not (opts.format and opts.output):
            raise WrongUse(f"say what and where: scrapy export --format {next(iter(FORMATS))} --output FILE")
        write = writer(opts.format, opts.output)
        if opts.output.is_dir() or (opts.output.exists() and not opts.force):
            raise WrongUse(f"{opts.output} is there already; --force writes a file anew")
        held = Held(self.open(), Path(self.settings["MAYADEEN_DATA"]))
        with whole(opts.output) as file:
            told = write(file, held, _Progress(self.settings.getfloat("MAYADEEN_PROGRESS_SECONDS")))
        print(f"{opts.output}: {told}")


class _Progress:
    """A line on the standard error every so many seconds."""

    def __init__(self, interval: float):
        self.interval, self._told = interval, time.monotonic()

    def __call__(self, far: str) -> None:
        if time.monotonic() - self._told >= self.interval:
            self._told = time.monotonic()
            print(far, file=sys.stderr, flush=True)
