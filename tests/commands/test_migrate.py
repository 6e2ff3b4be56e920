"""`scrapy migrate`: what it says and leaves, and who offers it."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import orjson
import pytest

from mayadeen.stores.database import open_database
from tests.conftest import ROOT, Kept
from tests.former import FORMER, content, restored


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
