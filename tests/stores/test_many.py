"""Asking a database for many values at once."""

import pytest
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, insert, select

from mayadeen.stores import signatures, sisters
from mayadeen.stores.database import open_database
from mayadeen.stores.many import among, rows_of

TEXTS = ("", "'", '"]', "a\\b", "غزة", "\U0001f600", "x" * 5000, "1", "null", "\n")
NUMBERS = (0, 1, -1, 2**53 + 1, 2**63 - 1, -(2**63))
_TABLE = Table("kept", MetaData(), Column("value", Text), Column("number", BigInteger))


@pytest.fixture
def connection(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.begin() as connection:
        _TABLE.create(connection)
        connection.execute(insert(_TABLE), [{"value": one, "number": None} for one in TEXTS])
        connection.execute(insert(_TABLE), [{"value": None, "number": one} for one in NUMBERS])
        yield connection
    engine.dispose()


@pytest.mark.parametrize(("column", "values"), [("value", TEXTS), ("number", NUMBERS)])
def test_each_value_is_found_exactly_and_alone(connection, column, values):
    query = select(_TABLE.c[column]).where(among(_TABLE.c[column]))
    for one in values:
        assert rows_of(connection, query, {one}) == [(one,)]
    assert {row[0] for row in rows_of(connection, query, values)} == set(values)


def test_more_values_than_a_database_has_parameters_for(connection):
    query = select(_TABLE.c.number).where(among(_TABLE.c.number))
    assert {row[0] for row in rows_of(connection, query, range(300_000))} == {0, 1}
    assert rows_of(connection, query, ()) == []


@pytest.mark.parametrize("query", [signatures._SHARING, signatures._BY_NUMBER, sisters._BY_TRACE, sisters._COUNT, sisters._BY_URL])
def test_values_are_looked_up_and_nothing_is_read_through(connection, query):
    asked = f"EXPLAIN QUERY PLAN {query.compile(connection)}"
    steps = [row[3] for row in connection.exec_driver_sql(asked, ("[]",))]
    assert steps[0].startswith("SEARCH")
    assert [step for step in steps if step.startswith("SCAN")] == ["SCAN json_each VIRTUAL TABLE INDEX 1:"]
