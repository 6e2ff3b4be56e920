"""Deployed, scheduled, followed, cancelled, killed: what Scrapyd does to crawls leaves the ledger whole."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time

import orjson
import pytest
import requests

from mayadeen.replica import Site
from tests.deploy.scrapyd import PASSWORD, USER, Scrapyd, listening, require_environment, wait_for

pytestmark = pytest.mark.long
PROBE = "pages/probe.html"
"""Package data of the test's own, beside whatever the project has."""
READ_DATA = """
import sys
sys.path.insert(0, sys.argv[1])
from importlib.resources import files
for name in sys.argv[2:]:
    assert files("mayadeen").joinpath(name).read_bytes(), name
assert ".egg/" in str(files("mayadeen")), files("mayadeen")
"""
ARTICLES = 300


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory):
    """Deployed to by `scrapyd-client deploy`."""
    require_environment()
    server = Scrapyd(tmp_path_factory.mktemp("scrapyd"))
    (server.project / "mayadeen" / PROBE).write_text("data")
    server.start()
    try:
        deployed = server.client("deploy", "-v", "1")
        assert deployed.returncode == 0, deployed.stdout + deployed.stderr
        assert orjson.loads(deployed.stdout)["status"] == "ok"
        yield server
    finally:
        server.stop()


@pytest.fixture
def another(tmp_path, scrapyd):
    """A daemon that may be killed, with the same egg."""
    server = Scrapyd(tmp_path)
    shutil.copytree(scrapyd.folder / "eggs", server.folder / "eggs")
    server.start()
    yield server
    server.stop()


def test_it_listens_on_loopback_and_wants_a_password(scrapyd):
    assert listening(scrapyd.port) == ["0100007F"]
    for path in ("", "daemonstatus.json", "listjobs.json", "logs/", "jobs"):
        assert requests.get(f"{scrapyd.url}/{path}", timeout=10).status_code == 401, path
        assert requests.get(f"{scrapyd.url}/{path}", auth=(USER, "x"), timeout=10).status_code == 401, path


@pytest.mark.parametrize("absent", ["SCRAPYD_USERNAME", "SCRAPYD_PASSWORD"])
def test_without_a_password_it_does_not_start(scrapyd, tmp_path, absent):
    shutil.copy(scrapyd.folder / "scrapyd.conf", tmp_path)
    told = scrapyd.environment | {"SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": PASSWORD, absent: ""}
    command = [scrapyd.project / ".venv" / "bin" / "scrapyd", "--pidfile="]
    ended = subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode
    assert f"{absent.lower()}_is_not_in_the_environment" in (ended.stdout + ended.stderr).lower()


def test_every_spider_is_deployed_with_its_package_data(scrapyd, spiders):
    assert scrapyd.get("listspiders", project="mayadeen")["spiders"] == spiders
    (egg,) = scrapyd.folder.glob("eggs/mayadeen/*.egg")
    package = scrapyd.project / "mayadeen"
    data = [path for path in package.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    names = [str(path.relative_to(package)) for path in data]
    assert PROBE in names
    command = [scrapyd.project / ".venv" / "bin" / "python", "-I", "-c", READ_DATA, egg, *names]
    subprocess.run(command, check=True, cwd=scrapyd.folder)


def test_a_job_takes_every_argument_and_its_id_is_the_runs(scrapyd, replica):
    base = replica.argument.removeprefix("base=")
    told = {"edition": "all", "sections": "politics", "since": "2026-01-01", "until": "2026-06-30", "pages": "2"}
    log = scrapyd.run("sections", "job-1", base=base, mode="full", **told)
    assert log.endswith("mayadeen: exit code 0\n"), log
    manifest = orjson.loads((scrapyd.kept.data / "runs" / "job-1" / "manifest.json").read_bytes())
    arguments = manifest["arguments"]
    assert {name: arguments[name] for name in ("since", "until", "pages", "mode")} == {
        "since": "2026-01-01", "until": "2026-06-30", "pages": 2, "mode": "full"
    }  # fmt: skip
    assert sorted(arguments["editions"]) == ["ar", "en", "es"] and arguments["sections"] == ["politics"]
    found = scrapyd.kept.query("SELECT DISTINCT edition, run, substr(published_day, 1, 4) FROM articles ORDER BY 1")
    assert found == [("ar", "job-1", "2026"), ("en", "job-1", "2026"), ("es", "job-1", "2026")]

    one = Site(edition="en", articles=150, seed=1).article(3).url
    log = scrapyd.run("sections", "job-2", urls=one, base=replica.bases["en"], setting="MAYADEEN_ARCHIVE=all")
    assert log.endswith("mayadeen: exit code 0\n"), log
    assert scrapyd.kept.one("SELECT run FROM articles WHERE url = ?", one) in ("job-1", "job-2")
    log = scrapyd.run("sections", "job-3", regions="africa", base=replica.bases["en"])
    assert log.endswith("mayadeen: exit code 0\n"), log


def test_the_archive_and_its_replay_are_jobs_as_well(scrapyd, replica, tmp_path):
    log = scrapyd.run("archive", "months", base=replica.bases["es"], edition="es", since="2026-01-01")
    assert log.endswith("mayadeen: exit code 0\n"), log
    assert scrapyd.kept.one("SELECT count(*) FROM articles WHERE run = 'months'")
    out, archive = tmp_path / "again.jsonl", f"{scrapyd.kept.data}/archive/*.warc.gz"
    log = scrapyd.run("replay", "again", archive=archive, workers="2", apply="1", out=str(out), edition="es")
    assert log.endswith("mayadeen: exit code 0\n"), log
    assert out.read_bytes().count(b"\n") == scrapyd.kept.one("SELECT count(*) FROM articles WHERE edition = 'es'")
    assert scrapyd.kept.one("SELECT spider FROM runs WHERE id = 'again'") == "replay"


def test_the_client_schedules_too(scrapyd, replica):
    base = f"base={replica.bases['en']}"
    told = scrapyd.client("schedule", "-p", "mayadeen", "sections", "--arg", "sections=sports", "--arg", base)
    assert told.returncode == 0, told.stdout + told.stderr
    job = told.stdout.split("=> ")[1].strip()
    wait_for(lambda: scrapyd.state(job) == "finished")
    assert scrapyd.kept.one("SELECT exit_code FROM runs WHERE id = ?", job) == 0


def test_what_a_job_was_told_wrong_stands_in_its_log(scrapyd):
    assert scrapyd.run("sections", "wrong", edition="xx").splitlines() == [
        "mayadeen: edition must be one of en, ar, es, all, not 'xx'",
        "mayadeen: exit code 2",
    ]
    for told in ("cannot reach", "there is a run twice already"):
        assert told in scrapyd.run("sections", "twice", base="http://127.0.0.1:9")


def law_holds(kept) -> bool:
    """found = stored + ... + pending, from the command, and nothing in flight."""
    told = orjson.loads(kept.scrapy("ledger", "--json").stdout)
    sums = [row["found"] == sum(v for k, v in row.items() if isinstance(v, int) and k != "found") for row in told["law"]]
    return bool(sums) and all(sums) and kept.one("SELECT count(*) FROM pages WHERE state = 'leased'") == 0


def at_work(server, job, pages=20):
    def fetched():
        try:
            stored = server.kept.one("SELECT count(*) FROM articles WHERE run = ?", job)
        except sqlite3.OperationalError:  # there is no table yet
            return False
        assert server.state(job) != "finished", "too fast for this test"
        return stored >= pages

    wait_for(fetched)


def test_a_cancelled_job_leaves_the_ledger_whole_and_the_next_goes_on(another, replica_of):
    with replica_of("--edition", "en", "--articles", str(ARTICLES), "--delay", "0.05") as site:
        told = {"spider": "sections", "pages": "all", "base": site.bases["en"]}
        another.post("schedule", jobid="first", **told)
        at_work(another, "first")
        assert another.post("cancel", job="first")["prevstate"] == "running"
        wait_for(lambda: another.state("first") == "finished")
        assert another.job_log("sections", "first").endswith("mayadeen: exit code 3\n")
        run = another.kept.query("SELECT state, reason, exit_code FROM runs WHERE id = 'first'")
        assert run == [("cut", "shutdown", 3)]
        assert law_holds(another.kept)
        assert another.kept.one("SELECT count(*) FROM pages WHERE state = 'pending'")
        assert another.run("sections", "second", pages="all", base=site.bases["en"]).endswith("exit code 0\n")
    assert another.kept.query("SELECT count(*), max(revision) FROM articles") == [(ARTICLES, 1)]


@pytest.mark.parametrize("with_its_crawl", [True, False], ids=["with its crawl", "alone"])
def test_a_killed_daemon_loses_no_job_and_no_page(another, replica_of, with_its_crawl):
    with replica_of("--edition", "en", "--articles", str(ARTICLES), "--delay", "0.05") as site:
        told = {"spider": "sections", "pages": "all", "base": site.bases["en"]}
        another.run("sections", "before", sections="sports", base=site.bases["en"])
        for job in ("first", "second"):
            another.post("schedule", jobid=job, **told)
        at_work(another, "first")
        assert another.state("second") == "pending", "one at a time"
        (crawl,) = another.kill()
        if with_its_crawl:
            os.kill(crawl, signal.SIGKILL)
        time.sleep(0.5)
        another.start()
        assert another.state("before") == "finished", "what had ended is remembered"
        wait_for(lambda: another.state("second") == "finished", 120)
        assert another.job_log("sections", "second").endswith("mayadeen: exit code 0\n")
    kept = another.kept
    first = ("first", "cut", 3) if with_its_crawl else ("first", "finished", 0)
    assert kept.query("SELECT id, state, exit_code FROM runs WHERE id IN ('first', 'second') ORDER BY 1") == [
        first, ("second", "finished", 0)
    ]  # fmt: skip
    assert kept.query("SELECT count(*), count(DISTINCT url), max(revision) FROM articles") == [(ARTICLES, ARTICLES, 1)]
    assert kept.query("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == [(0,)]
    assert kept.query("PRAGMA integrity_check") == [("ok",)]
    assert law_holds(kept)
    lines = [line["id"] for run in kept.runs() for line in kept.lines(run)]
    assert len(lines) == len(set(lines)) == ARTICLES
