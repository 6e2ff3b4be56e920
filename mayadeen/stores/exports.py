"""The formats of `scrapy export`: a line each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from mayadeen.exceptions import WrongUse
from mayadeen.stores.selection import Asked, one_state

FILTERS = ("edition", "section", "kind", "since", "until", "run", "text", "quarantined")


@dataclass(frozen=True)
class Held:
    """What is exported: a collection's tables, and the folder of its files."""

    engine: Engine
    data: Path
    connection: Connection | None = None
    """One that sees one state of the tables, where several exports are to be of the same."""

    @contextmanager
    def state(self) -> Iterator[Connection]:
        if self.connection is not None:
            yield self.connection
        else:
            with one_state(self.engine) as connection:
                yield connection


@dataclass(frozen=True)
class Wanted:
    """What of it is wanted, and how it is written."""

    asked: Asked = field(default_factory=Asked)
    bom: bool = False
    """A byte order mark before a CSV file, for Excel."""
    packed: bool = False
    """Gzip around lines."""
    partition: tuple[str, ...] = ()


class Told(NamedTuple):
    summary: str
    notes: tuple[str, ...] = ()
    """What was left out or could not be written as it is, a line each."""


Tell = Callable[[str], None]
"""Takes how far a long work has come; it is shown now and then."""
Write = Callable[[Path, Held, Wanted, Tell], Told]
"""Writes a file, or a folder, at a path where nothing is yet. Raises Stop."""


class Format(NamedTuple):
    write: str
    """Where its `Write` stands: imported only when it is asked for."""
    suffixes: tuple[str, ...]
    """How its files' names must end; none of a folder, which has any."""
    takes: tuple[str, ...] = ("table", *FILTERS)
    """The options that it heeds."""


FORMATS = {
    "jsonl": Format("mayadeen.stores.formats.lines.jsonl", (".jsonl", ".jsonl.gz")),
    "csv": Format("mayadeen.stores.formats.lines.csv_file", (".csv", ".csv.gz"), ("table", *FILTERS, "bom")),
    "parquet": Format("mayadeen.stores.formats.parquet.write", (".parquet",), ("table", *FILTERS, "partition")),
    "feather": Format("mayadeen.stores.formats.feather.write", (".feather", ".arrow")),
    "duckdb": Format("mayadeen.stores.formats.duckdb_file.write", (".duckdb",)),
    "dataset": Format("mayadeen.dataset.folder.write", (), ("edition", "since", "until", "quarantined")),
    "wacz": Format("mayadeen.stores.wacz.write", (".wacz",), ()),
}


def writer(name: str, output: Path, options: set[str]) -> Write:
    """Raises WrongUse, naming what would do."""
    if name not in FORMATS:
        raise WrongUse(f"format must be one of {', '.join(FORMATS)}, not {name!r}")
    form = FORMATS[name]
    for option in sorted(options - set(form.takes)):
        taking = [other for other, its in FORMATS.items() if option in its.takes]
        raise WrongUse(f"--{option} is not for {name}; it is for {', '.join(taking)}")
    if form.suffixes and "partition" not in options and not output.name.endswith(form.suffixes):
        raise WrongUse(f"the name of a {name} file must end in {' or '.join(form.suffixes)}, not {output.name!r}")
    module, _, function = form.write.rpartition(".")
    found: Any = getattr(import_module(module), function)
    return found  # type: ignore[no-any-return]
