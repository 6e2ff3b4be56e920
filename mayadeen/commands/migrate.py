"""`scrapy migrate`: a collection of an older schema becomes one of today's."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mayadeen.exceptions import WrongUse
from mayadeen.reading_command import ReadingCommand

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Command(ReadingCommand):
    def syntax(self) -> str:
        return "[--no-copy]"

    def short_desc(self) -> str:
        return "Bring a collection that an older version made up to this one"

    def long_desc(self) -> str:
        return (
            "Bring the collection's database to the schema that this program needs. A SQLite database is copied first, "
            "beside it. Cut anywhere, it has one schema or the next, and the same command goes on. "
            "No crawl may be at work: on SQLite one is waited for, on PostgreSQL end them first. "
            "Exit codes: 0 done, or nothing to do; 2 wrong use; 5 collection in use; 7 it cannot be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--no-copy", action="store_true", help="make no copy of a SQLite database first")

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise WrongUse(f"scrapy migrate takes options only, not {args[0]!r}")
        from sqlalchemy.exc import SQLAlchemyError

        from mayadeen.collection_settings import database_address, hold_collection
        from mayadeen.stores.database import open_former, shown, storage_error
        from mayadeen.stores.migrations import migrate
        from mayadeen.stores.tables import SCHEMA

        self.require_collection()
        hold_collection(self.settings, "migrate")
        address = database_address(self.settings)
        engine, version = open_former(address)
        try:
            if version == SCHEMA:
                print(f"nothing to do: {shown(address)} has schema {SCHEMA}, as this program needs")
                return
            if not opts.no_copy:
                self._copy(engine, version)
            migrate(engine, version, print)
        except SQLAlchemyError as error:
            raise storage_error(error) from None
        finally:
            engine.dispose()
        print(f"{shown(address)} has schema {SCHEMA}")

    def _copy(self, engine: "Engine", version: int) -> None:
        from mayadeen.collection_settings import database_address
        from mayadeen.stores.database import sqlite_file
        from mayadeen.stores.migrations import keep_copy

        if file := sqlite_file(database_address(self.settings)):
            print(f"schema {version} is kept in {keep_copy(engine, Path(file), version)}; delete it when all is well")
