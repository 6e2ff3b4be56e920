"""Parquet: a file, or a folder in which each partition has its own (edition=en/kind=news/part-0.parquet)."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq

from mayadeen.exceptions import WrongUse
from mayadeen.stores.columns import EXPORTED, Exported
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.formats.arrow import Typed
from mayadeen.stores.formats.batches import Batches, export
from mayadeen.stores.selection import Row

NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What other tools write for null."""
PARTITIONS = ("edition", "kind", "section", "published_day", "language", "run", "list", "page")
FILE = "part-0.parquet"


def write(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    names = wanted.partition
    if not names:
        return export(held, wanted, tell, lambda of, found: put(path, of, found))
    _require_columns(EXPORTED[wanted.asked.table], names)
    return export(held, wanted, tell, lambda of, found: _put_parted(path, of, found, names))


def put(path: Path, of: Exported, found: Batches) -> list[str]:
    typed = Typed(of)
    with _writer(path, typed) as file:
        for batch in typed.batches(found):
            file.write_batch(batch)
    return typed.lost()


def _put_parted(path: Path, of: Exported, found: Batches, names: tuple[str, ...]) -> list[str]:
    """The rows come sorted by the partition's columns, so one file is open at a time."""
    typed = Typed(of, without=names)
    path.mkdir()
    parts = groupby(_split(found, names), key=itemgetter(0))
    for values, batches in parts:
        with _writer(_file(path, names, values), typed) as file:
            for _, rows in batches:
                file.write_batch(typed.batch(rows))
    if not any(path.iterdir()):
        _writer(path / FILE, typed).close()
    return typed.lost()


def _writer(path: Path, typed: Typed) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, typed.schema, compression="zstd")


def _split(found: Batches, names: tuple[str, ...]) -> Iterator[tuple[tuple[str | None, ...], list[Row]]]:
    for batch in found:
        for values, rows in groupby(batch, key=lambda row: tuple(row[name] for name in names)):
            yield values, list(rows)


def _file(path: Path, names: tuple[str, ...], values: tuple[str | None, ...]) -> Path:
    for name, value in zip(names, values, strict=True):
        path = path / f"{name}={NOTHING if value is None else quote(value, safe='')}"
    path.mkdir(parents=True)
    return path / FILE


def _require_columns(of: Exported, names: tuple[str, ...]) -> None:
    possible = [name for name in PARTITIONS if name in of.names]
    for name in names:
        if name not in possible or names.count(name) > 1:
            raise WrongUse(f"partition must be of {', '.join(possible)}, by commas and each once, not {name!r}")


def rows(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)
