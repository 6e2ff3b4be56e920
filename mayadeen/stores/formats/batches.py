"""The rows of an export, some at a time and counted: what all formats of tables share."""

from collections.abc import Callable, Iterable, Iterator

from mayadeen.stores.columns import Exported
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.selection import Row, Selection

ROWS = 5_000
SIZE = 8_000_000
"""Characters of text after which a batch has fewer rows: hostile pages are megabytes each."""

Batches = Iterator[list[Row]]


def export(held: Held, wanted: Wanted, tell: Tell, put: Callable[[Exported, Batches], Iterable[str]]) -> Told:
    """`put` writes the batches and gives back what it could not write as it is."""
    with held.state() as connection:
        selection = Selection(connection, wanted.asked)
        count = Counted(selection.rows(wanted.partition), tell, selection.of.row)
        notes = list(put(selection.of, batches(count)))
        left = selection.left_out()
    if not count.number:
        return Told(f"no {selection.of.row} matches; it holds none", (*left, *notes))
    return Told(count.told(), (*left, *notes))


class Counted:
    def __init__(self, rows: Iterable[Row], tell: Tell, noun: str):
        self.rows, self.tell, self.noun, self.number = rows, tell, noun, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.number += 1
            if self.number % 1000 == 0:
                self.tell(self.told())
            yield row

    def told(self) -> str:
        plural = "flashes" if self.noun == "flash" else f"{self.noun}s"
        return f"{self.number} {self.noun if self.number == 1 else plural}"


def batches(rows: Iterable[Row]) -> Batches:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(batch) >= ROWS or size >= SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
