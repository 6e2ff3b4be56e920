"""Asking a database for many values at once, and giving it many rows."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import orjson
from sqlalchemy import Boolean, ColumnElement, Connection, Dialect, Insert, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType

CHUNK = 400
"""Values in one IN list: far below what either database takes, large enough to be one query a batch."""
T = TypeVar("T")


def chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def rows_of(connection: Connection, query: Any, wanted: Iterable[Any]) -> Sequence[Any]:
    """What `query` gives for the values its `among` stands for."""
    values = list(wanted)
    return connection.execute(query, {"wanted": values}).all() if values else []


def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column has one of the values of the parameter `wanted`, a list.

    One parameter, however many they are: SQLAlchemy names each value of an IN list, in more time than SQLite looks it up.
    """
    return _Among(column, bindparam("wanted", type_=_Values()))


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> Any:
        """As it is: SQLAlchemy would compare it with 1, and SQLite then use no index."""
        return self


class _Values(UserDefinedType[list[Any]]):
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        return (lambda values: orjson.dumps(values).decode()) if dialect.name == "sqlite" else None


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (a column's name and a parameter's)


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY({values})"


def insert_rows(connection: Connection, statement: Insert, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Many small rows of texts, numbers and bytes, with the columns `names` in the table's order.

    By the driver alone: SQLAlchemy takes as long for each row as SQLite does.
    """
    if not rows:
        return
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(names))
    values = rows if compiled.positional else [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(str(compiled), values)
