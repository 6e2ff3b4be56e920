"""`scrapy release RUN ...`: quarantined runs were looked into and are taken as good."""

import argparse
from pathlib import Path

import orjson

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "RUN ... | --all"

    def short_desc(self) -> str:
        return "Take quarantined runs as good: what they saw is what the monitors expect from now on"

    def long_desc(self) -> str:
        return (
            "Take quarantined runs as good: exports hold again what they have stored, and later runs are compared with "
            "them. `scrapy report` names them with their alarms; look into these first."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all that are quarantined now, as after an outage")

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if bool(args) == opts.all:
            raise WrongUse("name one run or some, or --all: scrapy release RUN")
        from mayadeen.stores.runs import Runs

        runs = Runs(self.open())
        held = runs.quarantined()
        if unknown := next((name for name in args if name not in held), None):
            raise WrongUse(f"no run {unknown} is quarantined; these are: {', '.join(held[:20]) or 'none'}")
        if not held:
            raise WrongUse("no run is quarantined")
        for name in args or held:
            runs.release(name)
            self._tell_manifest(name)
            print(f"{name} is released")

    def _tell_manifest(self, name: str) -> None:
        from mayadeen.stores.files import write_json
        from mayadeen.stores.runfiles import run_folder

        manifest = run_folder(Path(self.settings["MAYADEEN_DATA"]), name) / "manifest.json"
        if manifest.exists():
            write_json(manifest, orjson.loads(manifest.read_bytes()) | {"quarantined": None})
