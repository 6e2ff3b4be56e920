"""How far the search index has come."""

import sys
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY = 10.0
"""Seconds between lines where there is no terminal."""


class Told:
    """Progress of the index: a bar on a terminal, lines elsewhere, nothing if there is little to do."""

    def __enter__(self) -> "Told":
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
