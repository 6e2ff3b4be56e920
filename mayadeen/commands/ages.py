"""`scrapy ages [FILE]`: what the plan of looking again would have caught, and for how many requests."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand
from mayadeen.simulation import SIX_HOURLY, Outcome, delays, simulate, times_in

if TYPE_CHECKING:
    from rich.table import Table


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "[FILE]"

    def short_desc(self) -> str:
        return "Simulate the plan of looking again (MAYADEEN_RECHECK_AGES) on known edits"

    def long_desc(self) -> str:
        return (
            "How many of the last edits the plan catches, how soon and for how many requests an article, beside looking "
            "every six hours for a week. The edits are those of the collection, or of FILE: JSON Lines with published "
            "and modified, or with the site's own published_time and last_updated, packed (.gz) or not."
        )

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        from rich.console import Console

        from mayadeen.collection_settings import recheck_ages

        if len(args) > 1:
            raise WrongUse("name one file, or none for the collection")
        plan = recheck_ages(self.settings)
        known = delays(self._times(args))
        if not known:
            raise WrongUse("no article there was edited after it was published")
        Console(highlight=False, width=None if sys.stdout.isatty() else 110).print(_table(len(known), simulate(plan, known), simulate(SIX_HOURLY, known)))

    def _times(self, args: list[str]) -> list[tuple[str | None, str | None]]:
        from mayadeen.stores.articles import Articles

        if not args:
            return Articles(self.open()).times()
        try:
            return list(times_in(Path(args[0])))
        except (OSError, ValueError, AttributeError) as error:
            raise WrongUse(f"cannot read {args[0]}: {error}") from None


def _table(edits: int, plan: Outcome, usual: Outcome) -> "Table":
    from rich.table import Table

    table = Table(title=f"last edits of {edits} articles")
    for name in ("looking", "requests an article", "last edits caught", "seen after (median)"):
        table.add_column(name, justify="left" if name == "looking" else "right")
    for name, outcome in (("by the plan", plan), ("every 6 hours for a week", usual)):
        table.add_row(name, str(outcome.requests), f"{outcome.caught:.1%}", f"{outcome.lag:.0f} min")
    return table
