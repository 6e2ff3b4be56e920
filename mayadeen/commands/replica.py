"""`scrapy replica`: hands its options over to the package, which knows no Scrapy."""

from argparse import ArgumentParser, Namespace

from scrapy.commands import ScrapyCommand


class Command(ScrapyCommand):
    requires_project = False
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve a small copy of the three sites on 127.0.0.1"

    def long_desc(self) -> str:
        from mayadeen.replica.options import DESCRIPTION

        return DESCRIPTION

    def add_options(self, parser: ArgumentParser) -> None:
        from mayadeen.replica.options import add_options

        super().add_options(parser)
        add_options(parser)

    def run(self, args: list[str], opts: Namespace) -> None:
        from mayadeen.replica.main import refuse, run

        if args:
            self.exitcode = refuse(f"unknown option '{args[0]}'; --help lists the options")
        else:
            self.exitcode = run(opts)
