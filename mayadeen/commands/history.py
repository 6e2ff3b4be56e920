"""`scrapy history ID`: an article's versions and what happened to it."""

import argparse
from pathlib import Path

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand


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
        from mayadeen.stores.history import History

        history = History.of(self.open(), args[0])
        if history is None:
            raise WrongUse(f"no article {args[0]} is held")
        if opts.html:
            from mayadeen.history_html import page
            from mayadeen.stores.files import whole

            with whole(opts.html) as file:
                file.write(page(history).encode("utf-8", "replace"))
            return
        from mayadeen.history_text import show

        show(history)
