"""What stays in mind of earlier runs: the good ones outlast any number of bad ones."""

import pytest
from sqlalchemy import insert, select

from mayadeen.exceptions import COMPLETE, QUARANTINED, UNREACHABLE
from mayadeen.stores.database import open_database
from mayadeen.stores.runs import REMEMBERED, Run, Runs, Watched
from mayadeen.stores.tables import runs

TIME = "2026-01-01T10:00:00+00:00"
PLAIN = {"arguments": {}, "job": "j", "version": "1", "started": TIME, "finished": TIME, "state": "finished"}


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'mayadeen.sqlite'}")
    yield engine
    engine.dispose()


def rows(names, spider="sections", code=COMPLETE, quarantined=None):
    told = {"spider": spider, "exit_code": code, "quarantined": quarantined, "alarms": ["one"] if quarantined else None}
    return [PLAIN | told | {"id": name, "generation": name, "observed": {"of": name}} for name in names]


def end(engine, *rows_before, code=QUARANTINED):
    """Another run ends after those; which of them it would be compared with, and which are remembered at all."""
    with engine.begin() as connection:
        for some in rows_before:
            connection.execute(insert(runs), some)
    told = Runs(engine)
    run = told.open("sections", {}, run_id="last", resume_within=0)
    told.finish("last", state="finished", reason="finished", exit_code=code, counts={}, saved={}, files=lambda row: None, watched=Watched({"of": "last"}, ["one"]))
    with engine.connect() as connection:
        remembered = set(connection.scalars(select(runs.c.id).where(runs.c.observed.is_not(None))))
    return [each["observed"]["of"] for each in told.observed("sections", Run("x", "j", "x"))], remembered - {run.id}


@pytest.mark.parametrize("trouble", [{"code": QUARANTINED, "quarantined": TIME}, {"code": UNREACHABLE}], ids=["redesign", "no network"])
def test_good_runs_are_remembered_however_many_bad_ones_follow(engine, trouble):
    """At 50 runs a day four days of them would make a broken reading what is expected."""
    bad = [f"bad{n}" for n in range(REMEMBERED + 50)]
    compared, remembered = end(engine, rows(["good1", "good2"]), rows(bad, **trouble))
    assert compared == ["good2", "good1"]
    assert remembered == {"good1", "good2", *bad[-REMEMBERED + 1 :]}


def test_no_more_good_ones_than_that_are_remembered_of_a_spider(engine):
    names = [f"good{n}" for n in range(REMEMBERED + 50)]
    compared, remembered = end(engine, rows(["of another"], spider="archive"), rows(names), code=COMPLETE)
    assert len(compared) == REMEMBERED and compared[:2] == ["last", names[-1]]
    assert remembered == {"of another", *names[-REMEMBERED + 1 :]}
