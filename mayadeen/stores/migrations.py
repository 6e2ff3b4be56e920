"""What brings a collection of an older schema up to today's: a step from each version to the next.

A step is frozen: it says what changed then, whatever the tables are today. It leaves out tables that
are not there; the last step makes them, as they are today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text, update

from mayadeen.stores.clock import moment
from mayadeen.stores.database import SCHEMA_LOCK, hold_relations, schema_of
from mayadeen.stores.files import whole
from mayadeen.stores.tables import SCHEMA, collection, metadata


@dataclass(frozen=True)
class Added:
    """A column that came with this version."""

    table: str
    name: str
    type: str
    fill: str = ""
    """SQL that gives the rows that were there before their value; without it they have none."""


@dataclass(frozen=True)
class Step:
    columns: tuple[Added, ...] = ()
    then: tuple[tuple[str, str], ...] = ()
    """(table, SQL that SQLite and PostgreSQL understand), each run if the table is there."""


# Version 1 had several shapes, for nothing was released: what is there already is left as it is.
_TO_2 = Step(
    columns=(
        # Who read them has no number, so a difference that today's reader finds is no edit of the site's.
        Added("articles", "reader", "VARCHAR", "UPDATE articles SET reader = '0'"),
        Added("pages", "reader", "VARCHAR"),
        Added("pages", "gone_confirmed", "VARCHAR"),
        Added("pages", "size", "INTEGER"),
        Added("pages", "shown", "JSON"),
        Added(
            "pages",
            "due",
            "VARCHAR",
            "UPDATE pages SET due = fetched WHERE kind = 'article' AND state IN ('stored', 'unchanged')",
        ),
        Added("runs", "saved", "JSON"),
        Added("runs", "observed", "JSON"),
        Added("runs", "alarms", "JSON"),
        Added("runs", "quarantined", "VARCHAR"),
    ),
    then=(
        ("articles", "CREATE INDEX IF NOT EXISTS articles_cluster ON articles (cluster) WHERE cluster IS NOT NULL"),
        ("pages", "CREATE INDEX IF NOT EXISTS pages_due ON pages (edition, due) WHERE due IS NOT NULL"),
        ("flashes", "DROP INDEX IF EXISTS flashes_open"),
        ("flashes", "CREATE INDEX flashes_open ON flashes (edition, list, absent_after)"),
        ("placements", "DROP INDEX IF EXISTS placements_first"),
        ("placements", "DROP INDEX IF EXISTS placements_open"),
        ("placements", "CREATE INDEX placements_open ON placements (edition, page, list, absent_after)"),
    ),
)
STEPS = {1: _TO_2}
"""By the version they begin with."""


def keep_copy(engine: Engine, file: Path, version: int) -> Path:
    """A copy of that SQLite database beside it, whole or not there. Raises StorageFailed, SQLAlchemyError."""
    copy = file.with_name(f"{file.stem}-schema-{version}-{moment():%Y%m%dT%H%M%SZ}.sqlite")
    with whole(copy) as empty, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM INTO :file"), {"file": empty.name})
    return copy


def migrate(engine: Engine, version: int, tell: Callable[[str], None]) -> None:
    """From `version` to today's, one transaction a step: cut anywhere, the collection has one version or the next.

    Nothing else may write meanwhile. `tell` gets a line for each step that was made.
    """
    for number in range(version, SCHEMA):
        with engine.begin() as connection:
            hold_relations(connection, SCHEMA_LOCK)
            if schema_of(connection) != str(number):  # another process has made this step
                continue
            added = _run(STEPS[number], connection)
            if number + 1 == SCHEMA:
                added += _make_tables(connection)
            version_row = update(collection).where(collection.c.key == "schema")
            connection.execute(version_row.values(value=str(number + 1)))
        tell(f"schema {number} -> {number + 1}: {'added ' + ', '.join(added) if added else 'nothing was lacking'}")


def _run(step: Step, connection: Connection) -> list[str]:
    """Names of the columns that were added."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    held = {(table, column["name"]) for table in tables for column in there.get_columns(table)}
    lacking = [column for column in step.columns if column.table in tables and (column.table, column.name) not in held]
    for column in lacking:
        connection.execute(text(f"ALTER TABLE {column.table} ADD COLUMN {column.name} {column.type}"))
        if column.fill:
            connection.execute(text(column.fill))
    for table, statement in step.then:
        if table in tables:
            connection.execute(text(statement))
    return [f"{column.table}.{column.name}" for column in lacking]


def _make_tables(connection: Connection) -> list[str]:
    tables = set(inspect(connection).get_table_names())
    metadata.create_all(connection)
    return [name for name in metadata.tables if name not in tables]
