"""`scrapy ledger [RUN]`: what became of everything that was ever found, and what one channel alone has shown."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import orjson

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand
from mayadeen.text import one_line

if TYPE_CHECKING:
    from mayadeen.stores.report import Report


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "[RUN] [--json] [--shown CHANNEL --never-by CHANNEL]"

    def short_desc(self) -> str:
        return "Account for every address found: by edition, section and day, what failed, and the channels"

    def long_desc(self) -> str:
        return (
            "found = stored + unchanged + duplicate + filtered + failed + pending, for each edition, section and Beirut "
            "day; every address that failed or pends, and why; and the channels compared. With RUN, of the pages that "
            "this run was the last to find. A crawl may be at work meanwhile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="the same as JSON")
        parser.add_argument("--shown", metavar="CHANNEL", help="instead, the addresses that this channel showed ...")
        parser.add_argument("--never-by", metavar="CHANNEL", help="... and that one never did")

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1 or bool(opts.shown) != bool(opts.never_by):
            raise WrongUse("name one run or none, and --shown together with --never-by")
        from mayadeen.stores.report import Report

        engine = self.open()
        report, run = Report(engine, *args), None
        if args and (run := report.run(args[0])) is None:
            raise WrongUse(f"there is no run {args[0]}")
        if opts.shown:
            _lines(report.shown_only(opts.shown, opts.never_by))
        elif opts.json:
            told = {"run": run, "law": report.law(), "unsettled": list(report.unsettled()), "channels": report.channels()}
            sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
        else:
            _show(report, run)


def _show(report: "Report", run: dict[str, Any] | None) -> None:
    from mayadeen.stores.account import OUTCOMES

    numbers = ("found", *OUTCOMES)
    if run:
        counts = ", ".join(f"{name} {number}" for name, number in (run["counts"] or {}).items())
        _lines([f"run {run['id']}: {run['state']}, exit code {run['exit_code']}; when it ended: {counts or 'unknown'}", ""])
    law = report.law()
    rows = [[row["edition"], row["kind"], row["section"], row["day"], *(row[name] for name in numbers)] for row in law]
    totals = ["", "", "all", "", *(sum(row[name] for row in law) for name in numbers)]
    _lines(_table(["edition", "kind", "section", "day", *numbers], [*rows, totals]))
    _lines([""])
    _lines(f"{row['outcome']} {row['kind']} {row['url']}  {row['reason'] or ''}".rstrip() for row in report.unsettled())
    for row in report.channels():
        others = (f"{number} never by {name}" for name, number in row["never_shown_by"].items() if number)
        _lines([f"{row['edition']} {row['channel']}: {', '.join([str(row['shown']) + ' shown', *others])}"])


def _table(head: list[str], rows: list[list[Any]]) -> Iterable[str]:
    cells = [head, *([str("" if cell is None else cell) for cell in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    for row in cells:
        yield "  ".join(cell.ljust(w) if n < 4 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True)))


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{one_line(line)}\n")
