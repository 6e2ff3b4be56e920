"""Wrong use: one line that says what would do, and nothing damaged."""

import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.conftest import Kept
from tests.servers import refusing

HERE = "base=http://127.0.0.1:9"


def only_line(ended: subprocess.CompletedProcess[str], code: int = 2) -> str:
    """The one line on stderr, without its name."""
    assert ended.returncode == code, ended.stderr
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("mayadeen: ")
    return lines[0].removeprefix("mayadeen: ")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("edition=xx", "edition must be one of en, ar, es, all, not 'xx'"),
        ("urls=nothing.txt", "urls must be an address or a file of addresses, not 'nothing.txt': No such file"),
        ("_job=../up", "_job must be letters, digits, dots, dashes and underscores, 100 at most"),
    ],
)
def test_a_wrong_argument_ends_in_one_line(kept, given, told):
    """Which arguments are wrong, tests/test_arguments.py tells."""
    assert only_line(kept.crawl(given)).startswith(told)
    assert not kept.data.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-a", "oops"], "Invalid -a value, use -a NAME=VALUE"),
        (["--pidfile", "/dev/null/pid"], "cannot write /dev/null/pid: Not a directory"),
        (["-O", "out.doc"], "Unrecognized output format 'doc'."),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, list) else "",
)
def test_a_wrong_option_ends_in_one_line(kept, options, told):
    assert only_line(kept.crawl(HERE, *options)).startswith(told)
    assert not kept.data.exists()


def test_a_wrong_setting_ends_in_one_line(kept):
    """Which settings are wrong, tests/test_middlewares.py tells."""
    assert only_line(kept.crawl(HERE, RETRY_TIMES="1.5")) == "RETRY_TIMES must be a whole number from 0 on, not '1.5'"


def test_a_wrong_spider_ends_in_one_line(kept):
    assert only_line(kept.crawl(HERE, spider="nosuch")) == "there is no spider 'nosuch'; there are archive, history, replay, sections, ticker"
    told = "name one spider (archive, history, replay, sections, ticker): scrapy crawl sections -a edition=en"
    assert only_line(kept.crawl(HERE, "more")) == told
    assert only_line(kept.crawl(HERE, "--mode")) == "there is no option --mode; scrapy crawl --help lists them"


def test_help_reads_well(kept):
    ended = kept.crawl("--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "scrapy crawl SPIDER [-a ARGUMENT=VALUE ...] [options]" in ended.stdout
    assert "  -a edition=en, ar, es or all (default en)\n" in ended.stdout
    assert "Exit codes: 0\ncomplete; 2 wrong use" in ended.stdout


def test_a_data_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("a file")
    told = only_line(Kept(tmp_path / "file" / "data").crawl(HERE))
    assert told == f"cannot write to the data folder {tmp_path}/file/data: Not a directory; choose another with MAYADEEN_DATA"


def test_a_file_that_is_no_database_stays_as_it_is(kept):
    kept.data.mkdir()
    file = kept.data / "mayadeen.sqlite"
    file.write_text("A letter to the editor. " * 100)
    told = only_line(kept.crawl(HERE))
    assert told.startswith(f"cannot open the database sqlite:///{file}: file is not a database; set MAYADEEN_DATA")
    assert file.read_text() == "A letter to the editor. " * 100


def test_a_collection_of_a_newer_schema_stays_as_it_is(kept):
    kept.crawl(f"base={refusing()}", RETRY_TIMES=0)
    with closing(sqlite3.connect(kept.data / "mayadeen.sqlite")) as connection, connection:
        connection.execute("UPDATE collection SET value = '99' WHERE key = 'schema'")
    pages = kept.query("SELECT * FROM pages")
    assert "has schema 99, this program knows 2: update mayadeen" in only_line(kept.crawl(HERE))
    assert (kept.query("SELECT * FROM pages"), kept.one("SELECT count(*) FROM runs")) == (pages, 1)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://me:secret@host/x", "MAYADEEN_DATABASE must be sqlite:///FILE or postgresql+psycopg://"),
        ("postgresql+psycopg://me:secret@127.0.0.1:9/x", "cannot open the database postgresql+psycopg://me:***@"),
    ],
)
def test_a_database_of_another_kind(kept, address, told):
    told_line = only_line(kept.crawl(HERE, MAYADEEN_DATABASE=address))
    assert told_line.startswith(told)
    assert "secret" not in told_line
