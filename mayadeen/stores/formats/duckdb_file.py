"""A DuckDB database with the one table."""

from pathlib import Path

import duckdb
import pyarrow as pa

from mayadeen.exceptions import StorageFailed
from mayadeen.stores.columns import Exported
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.formats.arrow import Typed
from mayadeen.stores.formats.batches import Batches, export

# One thread keeps the order of the rows; no transaction around all of them, which would be held in memory.
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "256MB", "autoload_known_extensions": False}


def write(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    def put(of: Exported, found: Batches) -> list[str]:
        typed = Typed(of)
        try:
            with duckdb.connect(path, config=_OPTIONS) as file:
                file.register("rows", typed.schema.empty_table())
                file.execute(f"CREATE TABLE {of.table.name} AS SELECT * FROM rows")  # noqa: S608
                for batch in typed.batches(found):
                    file.register("rows", pa.Table.from_batches([batch]))
                    file.execute(f"INSERT INTO {of.table.name} SELECT * FROM rows")  # noqa: S608
        except duckdb.IOException as error:
            raise StorageFailed(f"cannot write the DuckDB file: {error}; make room, and run the same command again") from None
        return typed.lost()

    return export(held, wanted, tell, put)
