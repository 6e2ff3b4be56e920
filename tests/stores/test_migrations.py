"""Collections that former versions made, brought up to today's schema."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import orjson
import pytest

from mayadeen.loaders import READER
from mayadeen.stores.database import open_database, open_former
from mayadeen.stores.migrations import STEPS, keep_copy, migrate
from mayadeen.stores.search import bring_up_to_date
from mayadeen.stores.tables import SCHEMA
from tests.conftest import ROOT, Kept
from tests.former import FORMER, content, restored, shape

MADE = {"1_13a48de", "1_c4dc162", "1_ce0829b", "1_f95de5c"}
EACH = pytest.mark.parametrize("dump", FORMER, ids=lambda path: path.name.split(".")[0])


def fresh(folder):
    engine = open_database(f"sqlite:///{folder / 'fresh.sqlite'}")
    return shape(engine)


def test_every_former_version_is_tried_and_every_step_is_there():
    assert {path.name.split(".")[0] for path in FORMER} == MADE
    assert {int(path.name.split("_")[0]) for path in FORMER} == set(STEPS) == set(range(1, SCHEMA))


@EACH
def test_an_old_collection_gets_todays_shape_and_loses_nothing(dump, tmp_path):
    file = restored(dump, tmp_path).data / "mayadeen.sqlite"
    before = content(file)
    engine, version = open_former(f"sqlite:///{file}")
    copy = keep_copy(engine, file, version)
    migrate(engine, version, lambda line: None)
    after = content(file)
    assert shape(engine) == fresh(tmp_path)
    assert after.pop("collection") == [{"key": "schema", "value": str(SCHEMA)}]
    for name in before.keys() - {"collection"}:
        assert [{key: row[key] for key in old} for old, row in zip(before[name], after[name], strict=True)] == before[name]
    assert content(copy) == before


def goes_on(dump, folder, replica_of):
    """The crawl that was killed is taken up by today's program: 8 articles, 6 of them held and not asked for."""
    kept = restored(dump, folder)
    held = {row["id"]: row for row in content(kept.data / "mayadeen.sqlite")["articles"]}
    assert len(held) == 6
    assert kept.scrapy("migrate", "--no-copy").returncode == 0
    with replica_of("--edition", "en", "--articles", "5", "--newer", "3") as replica:
        ended = kept.crawl("edition=en", f"base={replica.bases['en']}")
        asked = [each["path"] for each in replica.requests()]
    assert ended.returncode == 0, ended.stderr
    now = {row["id"]: row for row in content(kept.data / "mayadeen.sqlite")["articles"]}
    assert len(now) == 8
    for id, row in held.items():
        assert set(orjson.loads(row.pop("regions"))) <= set(orjson.loads(now[id]["regions"]))  # listings that were pending
        assert {name: now[id][name] for name in row} == row
    paths = {row["url"].removeprefix("https://english.almayadeen.net") for row in held.values()}
    assert not paths & set(asked)
    assert kept.outcomes() == {("stored", None): 8}
    assert kept.one("SELECT count(*) FROM runs WHERE state = 'cut'") == 1
    return kept


@pytest.mark.long
def test_a_crawl_of_the_first_version_goes_on(tmp_path, replica_of):
    kept = goes_on(FORMER[0], tmp_path, replica_of)
    assert kept.query("SELECT reader, count(*) FROM articles GROUP BY 1") == [("0", 6), (READER, 2)]


@pytest.mark.long
@pytest.mark.parametrize("dump", FORMER[1:], ids=lambda path: path.name.split(".")[0])
def test_a_crawl_of_a_later_version_goes_on(dump, tmp_path, replica_of):
    goes_on(dump, tmp_path, replica_of)


@pytest.mark.long
def test_articles_that_had_no_plan_are_looked_at_again(tmp_path, replica_of):
    kept = goes_on(FORMER[0], tmp_path, replica_of)
    with replica_of("--edition", "en", "--articles", "5", "--newer", "3") as replica:
        kept.crawl("edition=en", f"base={replica.bases['en']}", "mode=recheck")
    assert kept.query("SELECT reader, revision, count(*) FROM articles GROUP BY 1, 2") == [(READER, 1, 8)]
    assert kept.one("SELECT count(*) FROM pages WHERE kind = 'article' AND due IS NULL") == 0


KILLED = """
import os, shutil, signal, sys
from sqlalchemy import event
from mayadeen.stores.database import open_former
from mayadeen.stores.migrations import migrate

source, file = sys.argv[1:]

def killed_at(number):
    engine, version = open_former(f"sqlite:///{file}")
    made = []
    @event.listens_for(engine, "before_cursor_execute")
    def kill(connection, cursor, statement, *_):
        made.append(statement)
        if len(made) == number:
            os.kill(os.getpid(), signal.SIGKILL)
    migrate(engine, version, lambda line: None)

number, killed = 0, True
while killed:
    number += 1
    os.mkdir(os.path.dirname(file))
    shutil.copy(source, file)
    child = os.fork()
    if not child:
        killed_at(number)
        os._exit(0)
    killed = os.waitpid(child, 0)[1] == signal.SIGKILL
    os.rename(os.path.dirname(file), f"{os.path.dirname(file)}-{number}")
print(number)
"""


@pytest.mark.long
def test_killed_at_any_statement_it_has_one_schema_or_the_other(tmp_path):
    """And the same command goes on."""
    kept = restored(FORMER[0], tmp_path)
    source, folder = kept.data / "mayadeen.sqlite", tmp_path / "cut"
    before = content(source)
    command = [sys.executable, "-c", KILLED, str(source), str(folder / "mayadeen.sqlite")]
    tries = int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout)
    assert tries > 40
    for number in range(1, tries):
        assert content(tmp_path / f"cut-{number}" / "mayadeen.sqlite") == before
    assert content(tmp_path / f"cut-{tries}" / "mayadeen.sqlite")["collection"][0]["value"] == str(SCHEMA)
    last = Kept(tmp_path / f"cut-{tries - 1}")
    assert last.scrapy("migrate").returncode == 0
    assert shape(open_database(f"sqlite:///{last.data / 'mayadeen.sqlite'}", create=False)) == fresh(tmp_path)


def test_the_search_index_knows_the_articles_of_an_old_collection(tmp_path):
    kept = restored(FORMER[-1], tmp_path)
    index = bring_up_to_date(kept.data / "mayadeen.sqlite")
    looked_at = []
    migrate(*open_former(f"sqlite:///{kept.data / 'mayadeen.sqlite'}"), lambda line: None)
    bring_up_to_date(kept.data / "mayadeen.sqlite", lambda done, total: looked_at.append(total))
    with closing(sqlite3.connect(index)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (6,)
    assert looked_at == [1], "only the run that was killed is looked at anew"
