"""A collection that cannot be reached, or breaks while it is read: one line, and a code that a schedule tells of."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from mayadeen.exceptions import StorageFailed, WrongUse
from mayadeen.stores.database import _opening, open_database
from tests.conftest import ROOT, Kept

NOWHERE = "http://127.0.0.1:9"


def only_line(ended):
    [line] = ended.stderr.splitlines()
    return ended.returncode, line


@pytest.mark.parametrize("command", ["ledger", "migrate"])
def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path, command):
    """Closed to others it fails in the same way; as root only a name that is too long does."""
    code, line = only_line(Kept(tmp_path / ("x" * 300)).scrapy(command))
    assert code == 2
    assert line.startswith(f"mayadeen: cannot read {tmp_path}/xxx")
    assert line.endswith(": File name too long")


def test_the_doctor_names_it_too(tmp_path):
    ended = Kept(tmp_path / ("x" * 300)).scrapy("doctor", "--offline")
    assert (ended.returncode, ended.stderr) == (1, "")
    [trouble] = [line for line in ended.stdout.splitlines() if line.startswith("trouble")]
    assert "database" in trouble and "File name too long" in trouble
    assert "browser" in ended.stdout


@pytest.fixture
def damaged(kept):
    """It can be opened; the tables are garbage."""
    kept.data.mkdir()
    file = kept.data / "mayadeen.sqlite"
    open_database(f"sqlite:///{file}").dispose()
    with sqlite3.connect(file) as connection:
        [(size,)] = connection.execute("PRAGMA page_size")
        roots = connection.execute("SELECT rootpage FROM sqlite_master WHERE name IN ('pages', 'runs', 'articles')").fetchall()
    content = bytearray(file.read_bytes())
    for (root,) in roots:
        content[(root - 1) * size : root * size] = b"\xff" * size
    file.write_bytes(content)
    return kept


@pytest.mark.parametrize("command", ["ledger", "report", "ages", "export --format jsonl --output out.jsonl"])
def test_a_table_that_is_damaged_is_told_in_one_line(damaged, command, tmp_path):
    code, line = only_line(damaged.scrapy(*command.replace("out.jsonl", str(tmp_path / "out.jsonl")).split()))
    assert (code, line) == (7, "mayadeen: cannot read the collection: database disk image is malformed; put back a backup (docs/operations.md)")
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("spider", ["sections", "ticker"])
def test_so_it_is_by_a_crawl(damaged, spider):
    ended = damaged.crawl(f"base={NOWHERE}", spider=spider)
    assert "Traceback" not in ended.stderr
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (
        7, "mayadeen: cannot write the collection: database disk image is malformed; put back a backup (docs/operations.md)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind", "advice"),
    [
        ("database is locked", StorageFailed, "end what else works on it, and run the same command again"),
        ("database or disk is full", StorageFailed, "see that its disk has room, and run the same command again"),
        ("file is not a database", WrongUse, "set MAYADEEN_DATA or MAYADEEN_DATABASE to another"),
    ],
)
def test_what_passes_by_is_no_wrong_use(said, kind, advice):
    """A service that ends with 2 is not started again."""
    with pytest.raises(kind, match=rf"cannot open the database .*: {said}; {advice}$") as told, _opening(create_engine("sqlite://")):
        raise OperationalError("BEGIN", {}, Exception(said))
    assert told.type is kind


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_an_output_that_is_full_is_told_in_one_line(kept):
    kept.data.mkdir()
    open_database(f"sqlite:///{kept.data / 'mayadeen.sqlite'}").dispose()
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "scrapy", "ledger"]
        ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert only_line(ended) == (2, "mayadeen: cannot read or write: No space left on device")
