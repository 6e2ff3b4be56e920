"""The base of commands that read a collection: without its lock, and with one line for what is wrong."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from mayadeen.exceptions import Stop, WrongUse

if TYPE_CHECKING:
    from sqlalchemy import Engine


class ReadingCommand(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def show(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raises Stop."""
        raise NotImplementedError

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            sys.stdout.reconfigure(errors="backslashreplace")
            refuse_options(args, type(self).__module__.rpartition(".")[2])
            self.show(args, opts)
            sys.stdout.flush()
        except Stop as stop:
            self._refuse(stop)
        except BrokenPipeError:  # whoever reads us has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            self._refuse(WrongUse(f"cannot read {error.filename or 'or write'}: {error.strerror or error}"))
        except Exception as error:
            from sqlalchemy.exc import DatabaseError

            from mayadeen.stores.database import reading_error

            if not isinstance(error, DatabaseError):
                raise
            self._refuse(reading_error(error))

    def _refuse(self, stop: Stop) -> None:
        print(f"mayadeen: {' '.join(str(stop).split())}", file=sys.stderr)
        self.exitcode = stop.exit_code

    def open(self) -> "Engine":
        """The collection's database. Raises WrongUse where there is none: reading makes nothing."""
        from mayadeen.collection_settings import database_address
        from mayadeen.stores.database import open_database

        self.require_collection()
        return open_database(database_address(self.settings), create=False)

    def require_collection(self) -> None:
        from sqlalchemy.engine import make_url

        from mayadeen.collection_settings import database_address

        address = database_address(self.settings)
        if address.startswith("sqlite:") and not Path(make_url(address).database or "").is_file():
            raise WrongUse(f"there is no collection in {self.settings['MAYADEEN_DATA']}; set MAYADEEN_DATA")


def refuse_options(args: list[str], command: str) -> None:
    """Those that Scrapy hands on as arguments, for no command has them. Raises WrongUse."""
    if unknown := next((each for each in args if each.startswith("-")), None):
        raise WrongUse(f"there is no option {unknown}; scrapy {command} --help lists them")


class Progress:
    """A line on the standard error every so many seconds."""

    def __init__(self, interval: float):
        self.interval, self._told = interval, time.monotonic()

    def __call__(self, far: str) -> None:
        if time.monotonic() - self._told >= self.interval:
            self._told = time.monotonic()
            print(far, file=sys.stderr, flush=True)
