"""What pages showed in their lists, and for how long: `flashes` and `placements`.

A look at a page is compared with what was shown when that list was last looked at, in the transaction
that keeps it: whoever looks, and however often a process was killed, the stream is the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from heapq import merge
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from mayadeen.flashes import Line, edits, line_key
from mayadeen.items import Flash, Placement, View
from mayadeen.stores.database import VIEWS_LOCK, hold_relations
from mayadeen.stores.statements import insert_into
from mayadeen.stores.tables import flashes, pages, placements, views

_CHUNK = 500


class Shown:
    """Raises sqlalchemy.exc.SQLAlchemyError when a look cannot be kept; nothing of it is kept then."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self._reading = engine.execution_options(reading=True)
        self._seen_again: dict[tuple[Table, str], set[int]] = defaultdict(set)
        """By table and run, the rows of others that it saw; whoever looks after it is their last run."""

    def keep(self, view: View, run: str) -> dict[str, int]:
        """One transaction. How many rows are new, edits, returned and gone; `late` for a look before the last one."""
        told = dict.fromkeys(("new", "edited", "returned", "gone", "late"), 0)
        with self.engine.begin() as connection:
            hold_relations(connection, VIEWS_LOCK)
            for table, lists in ((flashes, view.flashes), (placements, view.placements)):
                for name, items in lists.items():
                    look = _Look(connection, table, (view.edition, view.page, name), view.at, run, told)
                    self._seen_again[table, run].update(look.keep(items))
        return told

    def last(self, view: View) -> str | None:
        """The latest of the looks that were kept of what a view shows."""
        query = select(func.max(views.c.last)).where(
            views.c.edition == view.edition, views.c.page == view.page, views.c.list.in_([*view.flashes, *view.placements])
        )
        with self._reading.connect() as connection:
            found: str | None = connection.scalar(query)
        return found

    def unknown(self, edition: str) -> list[str]:
        """Addresses that lists showed and the ledger does not know."""
        found: set[str] = set()
        with self._reading.connect() as connection:
            for table in (flashes, placements):
                known = select(pages.c.seq).where(pages.c.url == table.c.url).exists()
                query = select(table.c.url).where(table.c.edition == edition, table.c.url.is_not(None), ~known)
                found.update(connection.scalars(query.distinct()))
        return sorted(found)

    def of_run(self, table: Table, run: str) -> Iterator[dict[str, Any]]:
        """What a run saw, in the order in which it was first seen, in flat memory."""
        own = or_(table.c.run == run, table.c.last_run == run)
        others = sorted(self._seen_again[table, run])
        chunks = (others[start : start + _CHUNK] for start in range(0, len(others), _CHUNK))
        again = (row for chunk in chunks for row in self._rows(table, and_(~own, table.c.number.in_(chunk))))
        return merge(self._rows(table, own), again, key=itemgetter("number"))

    def _rows(self, table: Table, which: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
        names = ["number", *(each.name for each in fields(Flash if table is flashes else Placement))]
        told = select(*(table.c[name] for name in names)).where(which).order_by(table.c.number)
        with self._reading.connect().execution_options(yield_per=500) as connection:
            for row in connection.execute(told):
                yield dict(zip(names, row, strict=True))


class _Look:
    """One list of a page, looked at once."""

    def __init__(
        self, connection: Connection, table: Table, place: tuple[str, str, str], at: str, run: str, told: dict[str, int]
    ):
        self.connection, self.table, self.at, self.run, self.told = connection, table, at, run, told
        self.place = dict(zip(("edition", "page", "list"), place, strict=True))
        self.last = connection.scalar(select(views.c.last).where(*_is(views, self.place)))

    def keep(self, items: Sequence[Flash | Placement]) -> list[int]:
        """The rows that other runs began and this look saw, too."""
        if self.last and self.at < self.last:
            self.told["late"] += 1
            return []
        lines = self._lines(items)
        still = select(self.table).where(*_is(self.table, self.place), self.table.c.absent_after.is_(None))
        before = [dict(row) for row in self.connection.execute(still.order_by(self.table.c.rank)).mappings()]
        self._went([row["number"] for row in before if row["key"] not in lines])
        stayed = [row for row in before if row["key"] in lines]
        self._stayed(stayed, lines)
        held = {row["key"] for row in before}
        self._came([line for key, line in lines.items() if key not in held], before, lines)
        self._note()
        return [row["number"] for row in stayed if row["run"] != self.run]

    def _lines(self, items: Sequence[Flash | Placement]) -> dict[str, dict[str, Any]]:
        """By identity, in their order; a line that is shown twice stands where it first does."""
        lines: dict[str, dict[str, Any]] = {}
        for rank, item in enumerate(items, 1):
            line = vars(item) | {"rank": rank}
            line["key"] = line_key(_line(line)) if isinstance(item, Flash) else line_key(Line(str(rank), item.url))
            lines.setdefault(line["key"], line)
        return lines

    def _went(self, numbers: list[int]) -> None:
        self.told["gone"] += len(numbers)
        if numbers:
            gone = update(self.table).where(self.table.c.number.in_(numbers))
            self.connection.execute(gone.values(absent_after=self.at))

    def _stayed(self, rows: list[dict[str, Any]], lines: dict[str, dict[str, Any]]) -> None:
        if not rows:
            return
        table, gap = self.table, _seconds(self.last, self.at)
        seen = update(table).where(table.c.number == bindparam("b_number"))
        seen = seen.values(
            last_seen=self.at,
            last_run=self.run,
            rank=bindparam("b_rank"),
            views=table.c.views + 1,
            gap=case((table.c.gap < gap, gap), else_=table.c.gap),
        )
        told = [{"b_number": row["number"], "b_rank": lines[row["key"]]["rank"]} for row in rows]
        self.connection.execute(seen, told)

    def _came(self, new: list[dict[str, Any]], before: list[dict[str, Any]], lines: dict[str, dict[str, Any]]) -> None:
        if not new:
            return
        self.told["new"] += len(new)
        stamp = {"absent_before": self.last, "first_seen": self.at, "last_seen": self.at, "gap": 0, "views": 1}
        rows = [line | self.place | stamp | {"run": self.run, "last_run": self.run} for line in new]
        if self.table is flashes:
            self._link(rows, before, lines)
        names = self.table.c.keys()
        self.connection.execute(insert(self.table), [{n: row.get(n) for n in names if n != "number"} for row in rows])

    def _link(self, rows: list[dict[str, Any]], before: list[dict[str, Any]], lines: dict[str, dict[str, Any]]) -> None:
        """Which line each new one replaces, and which one of before it is again."""
        numbers = {_line(row): row["number"] for row in before}
        stayed = {row["key"]: _line(row) for row in before}
        after = [stayed.get(key) or _line(line) for key, line in lines.items()]
        replaced = edits(list(numbers), after)
        returned = self._returned([row["key"] for row in rows])
        for row in rows:
            old = replaced.get(_line(row))
            row["replaces"], row["returns"] = old and numbers[old], returned.get(row["key"])
            self.told["edited"] += old is not None
            self.told["returned"] += row["returns"] is not None

    def _returned(self, keys: list[str]) -> dict[str, int]:
        latest = select(flashes.c.key, func.max(flashes.c.number)).where(
            flashes.c.edition == self.place["edition"], flashes.c.list == self.place["list"], flashes.c.key.in_(keys)
        )
        found = self.connection.execute(latest.group_by(flashes.c.key))
        return {row.key: row[1] for row in found}

    def _note(self) -> None:
        looked = insert_into(self.connection.engine, views)
        more = {"last": looked.excluded.last, "number": views.c.number + 1}
        looked = looked.on_conflict_do_update(index_elements=["edition", "page", "list"], set_=more)
        self.connection.execute(looked, self.place | {"first": self.at, "last": self.at, "number": 1})


def _is(table: Table, place: dict[str, str]) -> list[Any]:
    return [table.c[name] == value for name, value in place.items() if name in table.c]


def _line(row: dict[str, Any]) -> Line:
    return Line(row["text"], row["url"])


def _seconds(earlier: str | None, later: str) -> int:
    if earlier is None:
        return 0
    return round((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds())
