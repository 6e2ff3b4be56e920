"""`scrapy history ID`: an article's versions and what happened to it."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mayadeen.exceptions import WrongUse
from mayadeen.history import Step, steps
from mayadeen.history_html import page
from mayadeen.reading_command import ReadingCommand
from mayadeen.stores.files import whole
from mayadeen.stores.history import History
from mayadeen.worddiff import GONE, NEW

_STYLES = {GONE: "red strike", NEW: "green"}
_MARKS = {GONE: ("[-", "-]"), NEW: ("{+", "+}")}
_ISOLATED = "\u2068{}\u2069"
_JOINERS = "\n\u200c\u200d"


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "ID [--html FILE]"

    def short_desc(self) -> str:
        return "Show an article's life: its versions, word by word, and what happened to it"

    def long_desc(self) -> str:
        return (
            "Show when an article was first read, each change of it and each absence, with what a new version put in "
            "and took out. ID is such as en:12345. On a terminal in colours, else [-taken out-] and {+put in+}."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", type=Path, help="write it as a page instead")

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise WrongUse("name one article: scrapy history en:12345")
        history = History.of(self.open(), args[0])
        if history is None:
            raise WrongUse(f"no article {args[0]} is held")
        if opts.html:
            with whole(opts.html) as file:
                file.write(page(history).encode("utf-8", "replace"))
            return
        console = Console(highlight=False, soft_wrap=True)
        console.print(_plain(f"{history.article['id']}  {history.article['title']}"), markup=False)
        for url in history.addresses:
            console.print(url, markup=False)
        for step in steps(history):
            console.print(_step(step, colours=console.is_terminal))


def _step(step: Step, *, colours: bool) -> Text:
    text = Text("\n").append(step.at, "dim").append(f"  {_plain(step.what)}", "bold")
    for name, runs in step.changes.items():
        text.append(f"\n  {name}: ", "cyan")
        for kind, words in runs:
            before, after = ("", "") if colours or kind not in _MARKS else _MARKS[kind]
            shown = f"{before}{_plain(words)}{after}"
            text.append(_ISOLATED.format(shown) if kind in _MARKS else shown, _STYLES.get(kind, ""))
    return text


def _plain(text: str) -> str:
    """Nothing that moves a cursor."""
    return "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
