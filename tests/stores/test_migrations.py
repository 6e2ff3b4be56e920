"""Collections that former versions made, brought up to today's schema.

`schemas/SCHEMA_COMMIT.sql.gz` is what `sqlite3 FILE .dump` says of a collection that the program of that commit made
of its replica (`--edition en --articles 5`, then `--newer 3`): a crawl, two looks of the ticker where it had one, and
a crawl that was killed.
"""

import gzip
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import orjson
import pytest
from sqlalchemy import inspect

from mayadeen.loaders import READER
from mayadeen.stores.database import open_database, open_former
from mayadeen.stores.migrations import STEPS, keep_copy, migrate
from mayadeen.stores.search import bring_up_to_date
from mayadeen.stores.tables import SCHEMA
from tests.conftest import ROOT, Kept

FORMER = sorted((ROOT / "tests" / "stores" / "schemas").glob("*.sql.gz"))
MADE = {"1_13a48de", "1_c4dc162", "1_ce0829b", "1_f95de5c"}
EACH = pytest.mark.parametrize("dump", FORMER, ids=lambda path: path.name.split(".")[0])


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


def test_the_command_keeps_a_copy_and_says_what_it_did(tmp_path):
    kept = restored(FORMER[2], tmp_path)
    before = content(kept.data / "mayadeen.sqlite")
    ended = kept.scrapy("migrate")
    [copy] = kept.data.glob("*-schema-1-*.sqlite")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        f"schema 1 is kept in {copy}; delete it when all is well",
        "schema 1 -> 2: added runs.observed, runs.alarms, runs.quarantined",
        f"sqlite:///{kept.data / 'mayadeen.sqlite'} has schema 2",
    ]
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


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return restored(FORMER[0], tmp_path_factory.mktemp("old"))


@pytest.mark.long
@pytest.mark.parametrize("command", [("ledger",), ("history", "en:1"), ("browse",), ("crawl", "sections", "-a", "base=http://127.0.0.1:9")])
def test_whatever_needs_todays_schema_offers_the_migration_in_one_line(command, old):
    ended = old.scrapy(*command)
    [line] = ended.stderr.splitlines()
    assert line.endswith("has schema 1, this program needs 2: run `scrapy migrate` on it")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert content(old.data / "mayadeen.sqlite")["collection"] == [{"key": "schema", "value": "1"}]


def test_doctor_offers_it_too(old):
    ended = old.scrapy("doctor", "--offline", "--json")
    told = {finding["area"]: finding for finding in orjson.loads(ended.stdout)}
    assert ended.returncode == 1
    assert "run `scrapy migrate`" in told["database"]["found"]


def test_with_nothing_to_do_it_does_nothing(tmp_path):
    kept = Kept(tmp_path)
    open_database(f"sqlite:///{tmp_path / 'mayadeen.sqlite'}").dispose()
    before = content(tmp_path / "mayadeen.sqlite")
    ended = kept.scrapy("migrate")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("nothing to do: ")
    assert content(tmp_path / "mayadeen.sqlite") == before
    assert not list(tmp_path.glob("*schema*"))


def refused(kept, code, *arguments):
    ended = kept.scrapy("migrate", *arguments)
    [line] = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (code, ""), line
    return line


@pytest.mark.long
def test_what_cannot_be_migrated_is_told_in_one_line(old, tmp_path):
    assert refused(Kept(tmp_path / "none"), 2) == f"mayadeen: there is no collection in {tmp_path / 'none'}; set MAYADEEN_DATA"
    assert refused(old, 2, "now") == "mayadeen: scrapy migrate takes options only, not 'now'"
    (tmp_path / "mayadeen.sqlite").write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    assert "file is not a database" in refused(Kept(tmp_path), 2)
    newer = Kept(shutil.copytree(old.data, tmp_path / "newer"))
    with closing(sqlite3.connect(newer.data / "mayadeen.sqlite")) as connection, connection:
        connection.execute("UPDATE collection SET value = '99'")
    assert "has schema 99, this program knows 2: update mayadeen" in refused(newer, 2)


def test_it_waits_for_a_crawl_and_then_leaves_it_alone(old):
    holder = [sys.executable, "-c", "import sys, pathlib; from mayadeen.stores import lock; "
              "lock.hold(pathlib.Path(sys.argv[1]), 0, 'crawl sections'); print('held', flush=True); sys.stdin.read()"]  # fmt: skip
    with subprocess.Popen(
        [*holder, str(old.data / "mayadeen.sqlite.lock")], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        assert "is in use by crawl sections" in refused(old, 5, "-s", "MAYADEEN_LOCK_WAIT=0.1")
        process.stdin.close()
    assert content(old.data / "mayadeen.sqlite")["collection"] == [{"key": "schema", "value": "1"}]


def test_a_disk_without_room_for_the_copy_changes_nothing(old, tmp_path):
    kept = Kept(shutil.copytree(old.data, tmp_path / "full"))
    before = content(kept.data / "mayadeen.sqlite")
    limited = ["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", sys.executable, "-m", "scrapy", "migrate"]
    ended = subprocess.run(limited, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, check=False)
    [line] = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (7, "")
    assert line.startswith("mayadeen: cannot write the collection: ")
    assert content(kept.data / "mayadeen.sqlite") == before
    assert not list(kept.data.glob("*schema*")) + list(kept.data.glob(".*"))
