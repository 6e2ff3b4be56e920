"""`scrapy verify`: whether the collection, or a dataset made of it, is what it was."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import Progress, ReadingCommand

if TYPE_CHECKING:
    from mayadeen.stores.soundness import Finding


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "[FOLDER]"

    def short_desc(self) -> str:
        return "Check the collection, or a dataset's folder: every byte is what it was"

    def long_desc(self) -> str:
        return (
            "With FOLDER, whether a dataset of `scrapy export --format dataset` has all its files, no other, and each as it "
            "was. Without, the collection: the database, the files of each run against its manifest, each archived record "
            "against its digests, and that each article's record is of its address. A line each; exit 1 where something is "
            "wrong. A crawl may be at work meanwhile."
        )

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise WrongUse("name one folder or none")
        if args and not Path(args[0]).is_dir():
            raise WrongUse(f"there is no folder {args[0]}")
        from mayadeen.dataset.bag import check

        sound = True
        for finding in check(Path(args[0])) if args else self._collection():
            sound = sound and finding.sound
            print(f"{'ok' if finding.sound else 'WRONG':5}  {finding.what}", flush=True)
        self.exitcode = 0 if sound else 1

    def _collection(self) -> Iterator["Finding"]:
        from sqlalchemy.exc import DatabaseError

        from mayadeen.stores.soundness import Archived, database_found, runs_found

        engine, data = self.open(), Path(self.settings["MAYADEEN_DATA"])
        try:
            yield from database_found(engine)
            yield from runs_found(data)
            yield from Archived(engine, data, Progress(self.settings.getfloat("MAYADEEN_PROGRESS_SECONDS"))).found()
        except DatabaseError as error:
            yield Finding(False, f"database: {error.orig}")
        finally:
            engine.dispose()
