"""Runs that were quarantined are taken as good: one, some, or all of them."""

import orjson
import pytest
from sqlalchemy import insert

from mayadeen.stores.database import open_database
from mayadeen.stores.files import write_json
from mayadeen.stores.tables import runs

TIME = "2026-01-01T10:00:00+00:00"


@pytest.fixture
def held(kept):
    """Three quarantined runs and a good one."""
    engine = open_database(f"sqlite:///{kept.data / 'mayadeen.sqlite'}")
    row = {"spider": "sections", "arguments": {}, "job": "j", "generation": "g", "version": "1", "started": TIME, "finished": TIME, "state": "finished"}  # fmt: skip
    told = {"a": TIME, "b": TIME, "c": TIME, "good": None}
    with engine.begin() as connection:
        connection.execute(insert(runs), [row | {"id": id_, "quarantined": when} for id_, when in told.items()])
    engine.dispose()
    for id_, when in told.items():
        write_json(kept.data / "runs" / id_ / "manifest.json", {"run": id_, "quarantined": when})
    return kept


def quarantined(kept):
    """In the database, which is what exports go by, and in the manifests."""
    manifests = [orjson.loads((run / "manifest.json").read_bytes()) for run in kept.runs()]
    held = [id_ for (id_,) in kept.query("SELECT id FROM runs WHERE quarantined IS NOT NULL ORDER BY id")]
    assert [told["run"] for told in manifests if told["quarantined"]] == held
    return held


def test_some_are_released_together(held):
    ended = held.scrapy("release", "a", "c")
    assert (ended.returncode, ended.stdout) == (0, "a is released\nc is released\n"), ended.stderr
    assert quarantined(held) == ["b"]


def test_with_one_wrong_name_none_is(held):
    ended = held.scrapy("release", "a", "good")
    assert (ended.returncode, ended.stderr) == (2, "mayadeen: no run good is quarantined; these are: a, b, c\n")
    assert quarantined(held) == ["a", "b", "c"]


def test_all_are_released_after_an_outage(held):
    ended = held.scrapy("release", "--all")
    assert (ended.returncode, ended.stdout) == (0, "a is released\nb is released\nc is released\n"), ended.stderr
    assert quarantined(held) == []
    assert held.scrapy("release", "--all").stderr == "mayadeen: no run is quarantined\n"
