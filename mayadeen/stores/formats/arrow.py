"""Rows as Arrow has them: typed, and what does not fit its type told, not lost in silence."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, NoReturn

import orjson
import pyarrow as pa

from mayadeen.stores import columns
from mayadeen.stores.columns import Exported, Field, Kind, Shape
from mayadeen.stores.formats.batches import Batches
from mayadeen.stores.selection import BEIRUT, Row

_BEYOND = 2**63
_TYPES = {
    columns.TEXT: pa.string(),
    columns.NUMBER: pa.int64(),
    columns.DAY: pa.date32(),
    columns.UTC: pa.timestamp("us", "UTC"),
    columns.BEIRUT: pa.timestamp("us", "Asia/Beirut"),
    columns.TEXTS: pa.list_(pa.string()),
    columns.FREE: pa.string(),
}


def schema(of: Exported, without: tuple[str, ...] = ()) -> pa.Schema:
    return pa.schema([(field.name, _type(field.kind)) for field in of.fields if field.name not in without])


def _type(kind: Kind) -> pa.DataType:
    if isinstance(kind, Shape):
        fields = pa.struct([(name, _TYPES[of]) for name, of in kind.keys])
        return pa.list_(fields) if kind.listed else fields
    return _TYPES[kind]


class Typed:
    """Record batches of rows. A value that its type cannot hold without loss is null there, and is counted."""

    def __init__(self, of: Exported, without: tuple[str, ...] = ()):
        self.of, self.schema = of, schema(of, without)
        self.fields = [field for field in of.fields if field.name not in without]
        self._lost: dict[str, tuple[int, Any]] = {}

    def batch(self, rows: list[Row]) -> pa.RecordBatch:
        return pa.record_batch([self._array(field, rows) for field in self.fields], schema=self.schema)

    def batches(self, found: Batches) -> Iterator[pa.RecordBatch]:
        return map(self.batch, found)

    def lost(self) -> list[str]:
        """A line for each column that could not hold all its values."""
        return [
            f"{number} values of {name} do not fit its type and are null here, the first in {row}; jsonl and csv have them"
            for name, (number, row) in self._lost.items()
        ]

    def _array(self, field: Field, rows: list[Row]) -> pa.Array:
        read = _reading(field.kind)
        values = [row[field.name] for row in rows] if read is None else [self._read(field, row, read) for row in rows]
        return pa.array(values, type=self.schema.field(field.name).type)

    def _read(self, field: Field, row: Row, read: Callable[[Any], Any]) -> Any:
        value = row[field.name]
        if value is None:
            return None
        try:
            return read(value)
        except (ValueError, TypeError, OverflowError, AttributeError):
            number, first = self._lost.get(field.name, (0, row[self.of.order[0]]))
            self._lost[field.name] = (number + 1, first)
            return None


def _reading(kind: Kind) -> Callable[[Any], Any] | None:
    """What makes a stored value one of its type, raising ValueError where that would lose something."""
    if isinstance(kind, Shape):
        return lambda value: _shaped(kind, value)
    return _READINGS.get(kind)


def _day(value: str) -> date:
    day = date.fromisoformat(value)
    if day.isoformat() != value:
        raise ValueError
    return day


def _instant(value: str, zone: Any) -> datetime:
    instant = datetime.fromisoformat(value).astimezone(zone)
    if instant.isoformat() != value:
        raise ValueError
    return instant


def _number(value: Any) -> Any:
    return value if _fits(value, columns.NUMBER) else _unfit()


def _texts(value: Any) -> Any:
    return value if isinstance(value, list) and all(_fits(each, columns.TEXT) for each in value) else _unfit()


def _shaped(shape: Shape, value: Any) -> Any:
    kinds = dict(shape.keys)
    for each in value if shape.listed else [value]:
        if not all(name in kinds and _fits(held, kinds[name]) for name, held in each.items()):
            _unfit()
    return value


def _fits(value: Any, kind: str) -> bool:
    if kind == columns.TEXT:
        return value is None or isinstance(value, str)
    return value is None or (type(value) is int and -_BEYOND <= value < _BEYOND)


def _unfit() -> NoReturn:
    raise ValueError


_READINGS: dict[str, Callable[[Any], Any]] = {
    columns.NUMBER: _number,
    columns.DAY: _day,
    columns.UTC: lambda value: _instant(value, UTC),
    columns.BEIRUT: lambda value: _instant(value, BEIRUT),
    columns.TEXTS: _texts,
    columns.FREE: lambda value: orjson.dumps(value).decode(),
}
