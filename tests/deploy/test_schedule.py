"""The scripts of deploy/: what they run, refuse, log and copy."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress

import orjson
import pytest
from warcio.archiveiterator import ArchiveIterator

from mayadeen.stores.database import open_database
from mayadeen.stores.warc import warcinfo
from tests.conftest import ROOT, Kept
from tests.deploy.scrapyd import write_environment
from tests.deploy.test_units import DEPLOY, JOBS, needs


class Server:
    """A folder that looks like a server's: the scripts beside a program that tells how it was called."""

    def __init__(self, folder, **settings):
        self.project, self.data, self.logs = folder / "project", folder / "data", folder / "logs"
        shutil.copytree(DEPLOY, self.project / "deploy")
        (self.project / ".venv" / "bin").mkdir(parents=True)
        self.copy = folder / "copy"
        self.logs.mkdir()
        told = {"MAYADEEN_CONTACT": "a@example.org", "MAYADEEN_DATA": self.data, "MAYADEEN_BACKUP": self.copy}
        self.env_file = write_environment(folder / "mayadeen.env", **told | settings)

    def program(self, name, script):
        file = self.project / ".venv" / "bin" / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def run(self, script, *arguments, **settings):
        told = settings | {"PATH": os.environ["PATH"], "MAYADEEN_ENV": str(self.env_file), "MAYADEEN_LOGS": str(self.logs)}
        command = [self.project / "deploy" / script, *arguments]
        return subprocess.run(command, env=told, cwd="/", capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path)
    made.program("scrapy", 'echo "$MAYADEEN_CONTACT $MAYADEEN_DATA $MAYADEEN_LOCK_WAIT $*"')
    return made


def test_a_job_is_a_crawl_with_the_settings_of_the_file(server):
    told = server.run("run", "recheck", "-a", "edition=en").stdout
    assert told == f"a@example.org {server.data} 1500 crawl sections -a edition=all -s MAYADEEN_MAX_FAILURES=50 -a mode=recheck -a edition=en\n"
    assert re.search(r" crawl archive -a edition=all -s MAYADEEN_MAX_FAILURES=50 -a since=20\d\d-\d\d-\d\d$", server.run("run", "archive").stdout)


@pytest.mark.parametrize(("setting", "job"), [
    ("MAYADEEN_CONTACT", "sections"), ("MAYADEEN_DATA", "backup"), ("SCRAPYD_USERNAME", "scrapyd"),
])  # fmt: skip
def test_nothing_runs_without_a_contact_a_folder_or_a_password(tmp_path, setting, job):
    ended = Server(tmp_path, **{setting: ""}).run("run", job)
    assert (ended.returncode, ended.stderr) == (2, f"mayadeen: set {setting} in {tmp_path / 'mayadeen.env'}\n")


def test_an_unknown_job_is_refused(server):
    ended = server.run("run", "sectoins")
    assert ended.returncode == 2
    assert ended.stderr.endswith(f"name a job: {', '.join(JOBS[:3])}, ticker, verify, backup or scrapyd, not 'sectoins'\n")


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 6, 7])
def test_under_cron_lines_go_to_a_log_and_only_trouble_to_the_mail(server, code):
    server.program("scrapy", f"echo a line; echo another >&2; exit {code}")
    ended = server.run("cron", "sections")
    log = (server.logs / "sections.log").read_text()
    assert log.startswith("a line\nanother\n")
    assert log.endswith(f" sections ended with exit code {code}\n")
    if code in (0, 3, 5):
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    else:
        assert ended.returncode == code
        assert ended.stdout.startswith(f"mayadeen: sections ended with exit code {code}.")
        assert "a line\nanother\n" in ended.stdout


def test_a_job_that_hangs_under_cron_is_ended_and_told(server):
    server.program("scrapy", "trap 'echo asked to stop; exit 3' TERM; sleep 20 & wait")
    ended = server.run("cron", "sections", MAYADEEN_LONGEST="0.5")
    assert ended.returncode == 124
    assert "asked to stop" in ended.stdout, "as by Ctrl-C: what was fetched is kept"


def test_what_was_damaged_since_is_not_copied_over_what_was_whole(server):
    """A file of the archive that a crawl has closed never changes; what is still open does."""
    needs("sqlite3", "rsync")
    open_database(f"sqlite:///{server.data / 'mayadeen.sqlite'}").dispose()
    closed, growing = (server.data / "archive" / name for name in ("one.warc.gz", "two.warc.gz.open"))
    closed.parent.mkdir()
    for text in ("whole", "cut"):
        closed.write_text(text)
        growing.write_text(f"{text} and more")
        assert server.run("run", "backup").returncode == 0
    copies = server.copy / "archive"
    assert ((copies / closed.name).read_text(), (copies / growing.name).read_text()) == ("whole", "cut and more")


def test_a_file_that_a_crawl_closes_meanwhile_is_in_the_copy(server, tmp_path, monkeypatch):
    needs("sqlite3", "rsync")
    open_database(f"sqlite:///{server.data / 'mayadeen.sqlite'}").dispose()
    growing = server.data / "archive" / "one.warc.gz.open"
    growing.parent.mkdir()
    growing.write_text("records")
    closes = f'{shutil.which("rsync")} "$@" || exit; [ ! -e {growing} ] || mv {growing} {growing.with_suffix("")}'
    (tmp_path / "rsync").write_text(f"#!/bin/sh\n{closes}\n")
    (tmp_path / "rsync").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert server.run("run", "backup").returncode == 0
    assert [path.name for path in (server.copy / "archive").iterdir()] == ["one.warc.gz"]


def test_what_fails_for_a_day_is_not_given_up_by_the_hour(server):
    """Two jobs an hour try a failed page; by default five runs are all that it gets."""
    for job in ("sections", "recheck", "archive"):
        tries = re.search(r" -s MAYADEEN_MAX_FAILURES=(\d+)", server.run("run", job).stdout)
        assert tries and int(tries[1]) >= 2 * 24


def with_our_commands(server):
    """Its program is the project's own."""
    server.program("scrapy", f'cd {ROOT} && exec {sys.executable} -m scrapy "$@"')
    return server


@pytest.mark.long
@pytest.mark.parametrize("job", ["backup", "verify"])
def test_an_absent_collection_is_neither_copied_nor_called_whole(server, job):
    needs("sqlite3")
    server.data.mkdir()
    ended = with_our_commands(server).run("run", job)
    assert (ended.returncode, f"mayadeen: there is no collection in {server.data}" in ended.stderr) == (2, True)
    assert not list(server.data.iterdir())


@pytest.mark.long
@pytest.mark.parametrize(
    ("damaged", "code", "told"),
    [
        ("mayadeen.sqlite", 2, "mayadeen.sqlite: database disk image is malformed"),  # its first page: it cannot be opened
        ("archive/one.warc.gz", 1, "WRONG  archive/one.warc.gz: cannot be read"),
    ],
)
def test_what_is_damaged_is_told(server, damaged, code, told):
    (server.data / "archive").mkdir(parents=True)
    open_database(f"sqlite:///{server.data / 'mayadeen.sqlite'}").dispose()
    (server.data / "archive" / "one.warc.gz").write_bytes(warcinfo("one", "2026-01-01T00:00:00Z", [("a", "b")]))
    assert with_our_commands(server).run("run", "verify").returncode == 0
    file = server.data / damaged
    file.write_bytes(file.read_bytes()[:100] + b"x" * 20 + file.read_bytes()[120:])
    ended = server.run("run", "verify")
    assert (ended.returncode, told in ended.stdout + ended.stderr) == (code, True), ended.stdout + ended.stderr


def archived(kept, place):
    """The address of the record at that place; the file may be open still."""
    (path,) = (kept.data / "archive").glob(f"{place['file']}*")
    with path.open("rb") as file:
        file.seek(place["offset"])
        record = next(ArchiveIterator(file))
        assert record.content_stream().read()
        return record.rec_headers["WARC-Target-URI"]


def copies_while(crawl, server, restored, some):
    """How many articles each copy has; the first that has some is kept for the other collection."""
    while crawl.poll() is None:
        with suppress(sqlite3.OperationalError):  # there is no table yet
            Kept(server.data).one("SELECT count(*) FROM articles")
            ended = server.run("run", "backup")
            assert ended.returncode == 0, ended.stderr
            held = Kept(server.copy).one("SELECT count(*) FROM articles")
            if held in some and not restored.data.exists():
                shutil.copytree(server.copy, restored.data)
            yield held


@pytest.mark.long
def test_a_copy_made_while_a_crawl_writes_is_whole_and_goes_on_elsewhere(tmp_path, replica_of):
    needs("sqlite3", "rsync")
    server, articles = Server(tmp_path), 400
    crawled, restored = Kept(server.data), Kept(tmp_path / "restored")
    with replica_of("--edition", "en", "--articles", str(articles), "--delay", "0.05") as site:
        with crawled.start(site.argument, "pages=all", "mode=new", MAYADEEN_BATCH_PAGES=5) as crawl:
            try:
                copies = list(copies_while(crawl, server, restored, range(20, articles - 50)))
            finally:
                crawl.kill()
        assert crawl.returncode == 0
        assert restored.data.exists(), f"no copy was made while it was at work: {copies}"
        assert copies == sorted(copies)
        held = restored.one("SELECT count(*) FROM articles")
        for url, record in restored.query("SELECT url, warc FROM articles"):
            assert archived(restored, orjson.loads(record)) == url
        ended = restored.crawl(site.argument, "pages=all", "mode=new")
    assert ended.returncode == 0, ended.stderr
    assert 20 <= held < articles
    assert restored.query("SELECT count(*), count(DISTINCT url), max(revision) FROM articles") == [(articles, articles, 1)]
    assert restored.query("PRAGMA integrity_check") == [("ok",)]
    assert not list((restored.data / "archive").glob("*.open"))
    assert with_our_commands(server).run("run", "verify").returncode == 0
