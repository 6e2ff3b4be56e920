"""A DuckDB database with the one table, made from a Parquet file: DuckDB reads that in flat memory, Arrow's batches not."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from mayadeen.exceptions import StorageFailed
from mayadeen.stores.columns import Exported
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.formats import parquet
from mayadeen.stores.formats.batches import Batches, export

# One thread keeps the order of the rows.
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "500MB"}


def write(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    def put(of: Exported, found: Batches) -> list[str]:
        with TemporaryDirectory(prefix=".export-", dir=path.parent) as folder:
            rows = Path(folder) / "rows.parquet"
            lost = parquet.put(rows, of, found)
            tell("the rows are read; DuckDB takes them")
            _take(path, of.table.name, rows)
        return lost

    return export(held, wanted, tell, put)


def _take(path: Path, table: str, rows: Path) -> None:
    try:
        with duckdb.connect(path, config=_OPTIONS) as file:
            file.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet(?)", [str(rows)])  # noqa: S608
    except duckdb.Error as error:
        raise StorageFailed(f"cannot write the DuckDB file: {error}; make room, and run the same command again") from None
