"""`scrapy version`: this project's, then Scrapy's own."""

import argparse

from scrapy.commands import version

from mayadeen import __version__


class Command(version.Command):
    requires_project = True

    def short_desc(self) -> str:
        return "Print the versions of mayadeen and Scrapy"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        print(f"mayadeen {__version__}")
        super().run(args, opts)
