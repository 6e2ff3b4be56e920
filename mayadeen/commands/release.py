"""`scrapy release RUN`: a quarantined run was looked into and is taken as good."""

import argparse
from pathlib import Path

import orjson

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "RUN"

    def short_desc(self) -> str:
        return "Take a quarantined run as good: what it saw is what the monitors expect from now on"

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise WrongUse("name one run: scrapy release RUN")
        from mayadeen.stores.files import write_json
        from mayadeen.stores.runfiles import run_folder
        from mayadeen.stores.runs import Runs

        if not Runs(self.open()).release(args[0]):
            raise WrongUse(f"no run {args[0]} is quarantined")
        manifest = run_folder(Path(self.settings["MAYADEEN_DATA"]), args[0]) / "manifest.json"
        if manifest.exists():
            write_json(manifest, orjson.loads(manifest.read_bytes()) | {"quarantined": None})
        print(f"{args[0]} is released")
