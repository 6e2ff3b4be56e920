"""Feather (version 2), which is Arrow's own file."""

from pathlib import Path

import pyarrow as pa

from mayadeen.stores.columns import Exported
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.formats.arrow import Typed
from mayadeen.stores.formats.batches import Batches, export


def write(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    def put(of: Exported, found: Batches) -> list[str]:
        typed, options = Typed(of), pa.ipc.IpcWriteOptions(compression="zstd")
        with pa.ipc.new_file(str(path), typed.schema, options=options) as file:
            for batch in typed.batches(found):
                file.write_batch(batch)
        return typed.lost()

    return export(held, wanted, tell, put)
