"""Wrong use, no network, a full disk, a collection in use: one line that says what would do, and nothing damaged."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest

from tests.conftest import ROOT, Kept
from tests.servers import Answer, article, black_hole, drip, refusing, serve

HERE = "base=http://127.0.0.1:9"
OWN = "https://english.almayadeen.net"


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


def unreachable(ended: subprocess.CompletedProcess[str], told: str) -> None:
    assert ended.returncode == 4, ended.stderr
    assert ended.stderr.splitlines()[-1] == f"mayadeen: {told}"
    assert "Traceback" not in ended.stderr
    assert "nothing new" not in ended.stdout


def takes_up(kept: Kept, *arguments: str) -> None:
    """The next run, over a site that works, does what the former could not."""
    with serve({"/": Answer("<html><body>no menu</body></html>")}) as site:
        kept.crawl(f"base={site.base}", *arguments)
    assert kept.one("SELECT state FROM pages WHERE kind = 'home'") == "read"
    assert kept.one("PRAGMA integrity_check") == "ok"


def test_without_a_network_the_live_host_is_named(kept):
    ended = kept.crawl(DNS_RESOLVER="tests.servers.NothingHere")
    unreachable(ended, "cannot reach english.almayadeen.net: cannot resolve the host")
    assert kept.query("SELECT state, reason FROM pages") == [("failed", "cannot resolve the host")]
    assert kept.query("SELECT state, exit_code FROM runs") == [("finished", 4)]


@pytest.mark.long
def test_a_port_where_nobody_listens(kept):
    base = refusing()
    unreachable(kept.crawl(f"base={base}"), f"cannot reach {base[7:]}: connection refused")
    takes_up(kept)


def test_a_host_that_never_answers(kept):
    with black_hole() as base:
        ended = kept.crawl(f"base={base}", MAYADEEN_FIRST_TIMEOUT=0.5)
    unreachable(ended, f"cannot reach {base[7:]}: timed out")


@pytest.mark.long
@pytest.mark.parametrize("pages", [None, {"/": Answer(send=drip(60))}], ids=["never answers", "only robots.txt"])
def test_silence_ends_within_a_minute(kept, pages):
    began = time.monotonic()
    with black_hole() as base, serve(pages or {}) as site:
        assert kept.crawl(f"base={site.base if pages else base}").returncode == 4
    assert time.monotonic() - began < 60 + 20  # in which a busy machine starts and ends it


def test_a_page_of_a_working_site_is_waited_for_longer(kept, tmp_path):
    (tmp_path / "urls").write_text("".join(f"{OWN}/news/politics/{name}\n" for name in ("first", "slow")))
    slow = {"/news/politics/first": article("First"), "/news/politics/slow": lambda n: time.sleep(4) or Answer(article("Slow"))}
    with serve(slow) as site:
        once = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 0, "MAYADEEN_FIRST_TIMEOUT": 2}
        assert kept.crawl(f"urls={tmp_path / 'urls'}", f"base={site.base}", **once).returncode == 0


@pytest.mark.long
def test_one_edition_that_is_silent_leaves_the_others_alone(kept, replica):
    bases = f"base=en={refusing()},ar={replica.bases['ar']},es={replica.bases['es']}"
    ended = kept.crawl("edition=all", bases)
    assert ended.returncode == 3, ended.stderr
    assert kept.outcomes() == {("stored", None): 300}
    assert kept.query("SELECT state FROM pages WHERE edition = 'en'") == [("failed",)]


@pytest.mark.long
def test_a_site_that_falls_silent_is_not_asked_for_everything(kept, tmp_path):
    """After a few pages in a row without an answer the rest is left, uncounted as failures, for the next run."""
    names = [f"{n:02}" for n in range(30)]
    (tmp_path / "urls").write_text("".join(f"{OWN}/news/politics/{name}\n" for name in names))
    silent = Answer(send=lambda handler: None)
    with serve({f"/news/politics/{name}": silent for name in names} | {"/news/politics/00": article("Zero")}) as site:
        once = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 0}
        ended = kept.crawl(f"urls={tmp_path / 'urls'}", f"base={site.base}", **once)
        assert ended.returncode == 3, ended.stderr
        assert "no answer to 5 pages in a row (connection lost)" in ended.stderr
        outcomes = kept.outcomes()
        failed = outcomes.pop(("failed", "connection lost"))
        assert failed in (5, 6), "one may be on its way"
        assert outcomes == {("stored", None): 1, ("pending", None): 29 - failed}
        site.pages |= {f"/news/politics/{name}": article(f"Number {name}") for name in names}
        assert kept.crawl(f"urls={tmp_path / 'urls'}", f"base={site.base}").returncode == 0
    assert kept.outcomes() == {("stored", None): 30}


@pytest.mark.parametrize("status", [403, pytest.param(503, marks=pytest.mark.long)])
def test_a_site_that_refuses_every_page(kept, status):
    with serve({"/": Answer("no", status)}) as site:
        ended = kept.crawl(f"base={site.base}", MAYADEEN_RETRY_AFTER_DEFAULT=0.1)
    unreachable(ended, f"{site.base[7:]} answered http {status} to every page; it may be blocking this crawler")


def test_a_site_that_sends_everybody_elsewhere(kept):
    away = Answer("", 302, {"Location": "http://login.example.org/"})
    with serve({"/": away, "/robots.txt": away}) as site:
        ended = kept.crawl(f"base={site.base}")
    unreachable(ended, f"cannot reach {site.base[7:]}: leads off the edition's hosts: login.example.org")


LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@pytest.mark.long
@pytest.mark.parametrize(("room", "code"), [(30_000, 7), (400_000, 7)], ids=["at the start", "in the middle"])
def test_a_disk_that_fills_up_damages_nothing(kept, replica, room, code):
    """No file may grow beyond `room`, which the database takes for a failing disk."""
    base = f"base={replica.bases['en']}"
    command = [sys.executable, "-c", LIMITED, str(room), *kept.command(base, "pages=all")[1:]]
    ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == code, ended.stderr
    last = ended.stderr.splitlines()[-1]
    assert last.startswith("mayadeen: cannot ")
    assert last.endswith("see that its disk has room, and run the same command again")
    assert "Traceback" not in ended.stderr
    assert kept.one("PRAGMA integrity_check") == "ok"
    again = kept.crawl(base, "pages=all")
    assert again.returncode == 0, again.stderr
    assert kept.outcomes() == {("stored", None): 150}
    assert kept.one("SELECT count(*) FROM articles") == 150


@pytest.fixture
def tiny_disk(tmp_path):
    """A disk of a megabyte; only root can mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here: the test above fills a limit instead")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_named(tiny_disk, replica):
    kept, base = Kept(tiny_disk / "data"), f"base={replica.bases['en']}"
    ended = kept.crawl(base, "pages=all", "-O", str(tiny_disk / "out.jsonl"))
    assert ended.returncode == 7, ended.stderr
    full = r"mayadeen: cannot write the collection: (database or disk is full|\[Errno 28\] No space left on device); see"
    assert re.match(full, ended.stderr.splitlines()[-1])  # database or archive, whichever is written first
    assert "Traceback" not in ended.stderr
    assert not list(tiny_disk.rglob("*.tmp"))
    assert kept.one("PRAGMA integrity_check") == "ok"
    subprocess.run(["mount", "-o", "remount,size=50m", str(tiny_disk)], check=True)
    assert kept.crawl(base, "pages=all").returncode == 0
    assert kept.outcomes() == {("stored", None): 150}


@pytest.fixture
def occupied(kept, tmp_path):
    """A collection that another crawl is filling until the event is set."""
    (tmp_path / "urls").write_text(f"{OWN}/news/politics/slow\n")
    go_on = threading.Event()
    slow = {"/news/politics/slow": lambda n: go_on.wait(30) and Answer(article("Slow"))}
    with serve(slow) as site:
        crawl = kept.start(f"urls={tmp_path / 'urls'}", f"base={site.base}")
        while "/news/politics/slow" not in site.paths():
            assert crawl.poll() is None
            time.sleep(0.05)
        yield kept, crawl, go_on, f"base={site.base}", f"urls={tmp_path / 'urls'}"
        go_on.set()
        assert crawl.wait(60) == 0


def test_a_second_crawl_ends_and_names_the_first(occupied):
    kept, crawl, _, *arguments = occupied
    ended = kept.crawl(*arguments, MAYADEEN_LOCK_WAIT=0.3)
    assert ended.returncode == 5, ended.stderr
    holder = f"crawl sections (process {crawl.pid})"
    assert ended.stderr.splitlines()[-1] == f"mayadeen: the collection {kept.data} is in use by {holder}; waited 0.3 s"
    assert kept.one("SELECT count(*) FROM runs") == 1


@pytest.mark.long
def test_a_second_crawl_goes_on_after_the_first(occupied):
    kept, _, go_on, *arguments = occupied
    threading.Timer(3, go_on.set).start()
    ended = kept.crawl(*arguments, MAYADEEN_LOCK_WAIT=20)
    assert ended.returncode == 0, ended.stderr
    assert "; waiting up to 20 s" in ended.stderr
    assert kept.query("SELECT state, exit_code FROM runs ORDER BY number") == [("finished", 0)] * 2


@pytest.mark.long
def test_a_second_crawl_can_be_interrupted_while_it_waits(occupied):
    kept, _, _, *arguments = occupied
    waiting = subprocess.Popen(
        kept.command(*arguments, MAYADEEN_LOCK_WAIT=20), cwd=ROOT, env=kept.environment(), stderr=subprocess.PIPE, text=True
    )
    assert "waiting up to" in waiting.stderr.readline()
    waiting.send_signal(signal.SIGINT)
    assert waiting.communicate(timeout=60)[1] == "mayadeen: interrupted before the crawl began\n"
    assert waiting.returncode == 130
