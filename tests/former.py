"""Collections that former versions made.

`stores/schemas/SCHEMA_COMMIT.sql.gz` is what `sqlite3 FILE .dump` says of a collection that the program of that commit made
of its replica (`--edition en --articles 5`, then `--newer 3`): a crawl, two looks of the ticker where it had one, and
a crawl that was killed.
"""

import gzip
import sqlite3
from contextlib import closing

from sqlalchemy import inspect

from tests.conftest import ROOT, Kept

FORMER = sorted((ROOT / "tests" / "stores" / "schemas").glob("*.sql.gz"))


def restored(dump, folder):
    kept = Kept(folder / "data")
    kept.data.mkdir(parents=True)
    with closing(sqlite3.connect(kept.data / "mayadeen.sqlite")) as connection:
        connection.executescript(gzip.decompress(dump.read_bytes()).decode())
    return kept


def content(file):
    """Every row of every table, by its columns' names."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in sorted(names)}


def shape(engine):
    """Tables with their columns and indexes, whatever the order in which they came."""
    there = inspect(engine)
    found = {}
    for name in there.get_table_names():
        columns = {(each["name"], str(each["type"]), each["nullable"]) for each in there.get_columns(name)}
        key = there.get_pk_constraint(name)["constrained_columns"]
        found[name] = columns, key, {_index(each) for each in there.get_indexes(name)}
    engine.dispose()
    return found


def _index(told):
    conditions = sorted(f"{name} {value}" for name, value in told["dialect_options"].items())
    return told["name"], tuple(told["column_names"]), told["unique"], tuple(conditions)
