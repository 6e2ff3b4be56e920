"""`scrapy report [RUN]`: what a collection, or a run, holds and lacks, as one page or as JSON."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand

if TYPE_CHECKING:
    from mayadeen.stores.report import Report


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "[RUN] [--json] [--output FILE]"

    def short_desc(self) -> str:
        return "Report on the collection, or on a run, as a page that stands by itself, or as JSON"

    def long_desc(self) -> str:
        return (
            "Items by day and section with the gaps, kinds, editions, fields and layers, edits and removals, "
            "near-duplicates, a receipt of politeness, failures, alarms. The page holds no scripts and loads nothing. "
            "It goes to report.html in the data folder, with RUN to that run's folder. A crawl may be at work meanwhile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--output", metavar="FILE", type=Path, help="write it there")
        parser.add_argument(
            "--json", action="store_true", help="the numbers instead of the page, to the standard output"
        )

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise WrongUse("name one run, or none for the whole collection")
        from mayadeen.report.told import told
        from mayadeen.stores.files import whole, write_json
        from mayadeen.stores.report import Report
        from mayadeen.stores.runfiles import run_folder

        engine = self.open()
        run = self._run(Report(engine), args[0]) if args else None
        numbers = told(engine, run)
        if opts.json and not opts.output:
            sys.stdout.write(orjson.dumps(numbers, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
            return
        folder = Path(self.settings["MAYADEEN_DATA"])
        file = opts.output or (run_folder(folder, run["id"]) if run else folder) / "report.html"
        if opts.json:
            write_json(file, numbers)
        else:
            from mayadeen.report.page import page

            with whole(file) as written:
                written.write(page(numbers).encode("utf-8", "replace"))
        print(f"report: {file}")

    def _run(self, report: "Report", name: str) -> dict[str, Any]:
        run = report.run(name)
        if run is None:
            raise WrongUse(f"there is no run {name}; `scrapy report` names the last ones")
        return run
