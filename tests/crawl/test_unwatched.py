"""A crawl that nobody watches: its log file alone tells how it ended, and nothing waits for a reader who has gone."""

import os
import subprocess
import time

import pytest

from tests.conftest import ROOT
from tests.servers import refusing


def log_of(kept, *arguments, **settings):
    log = kept.data.parent / "crawl.log"
    log.unlink(missing_ok=True)
    ended = kept.crawl(*arguments, LOG_FILE=log, **settings)
    return ended.returncode, log.read_text().splitlines()


@pytest.mark.long
def test_the_log_file_tells_what_the_terminal_tells(kept, replica):
    """All that Scrapyd shows of a job is this file."""
    code, lines = log_of(kept, "edition=xx")
    assert (code, lines) == (2, ["mayadeen: edition must be one of en, ar, es, all, not 'xx'", "mayadeen: exit code 2"])
    code, lines = log_of(kept, f"base={refusing()}")
    assert code == 4
    assert lines[-2].startswith("mayadeen: cannot reach 127.0.0.1")
    assert lines[-1] == "mayadeen: exit code 4"
    code, lines = log_of(kept, "sections=sports", f"base={replica.bases['en']}")
    assert (code, lines[-1]) == (0, "mayadeen: exit code 0")


@pytest.mark.long
@pytest.mark.parametrize("base", ["replica", "nobody"])
def test_a_crawl_ends_when_whoever_watched_has_gone(kept, replica, base):
    read, write = os.pipe()
    command = kept.command("sections=sports", f"base={replica.bases['en'] if base == 'replica' else refusing()}")
    with subprocess.Popen(command, cwd=ROOT, env=kept.environment(), stdout=write, stderr=write) as crawl:
        os.close(write)
        os.close(read)
        try:
            assert crawl.wait(60) == (0 if base == "replica" else 4)
        finally:
            crawl.kill()


@pytest.mark.long
def test_how_long_to_wait_for_another_crawl_may_come_from_the_environment(kept, replica_of, monkeypatch):
    monkeypatch.setenv("MAYADEEN_LOCK_WAIT", "0.2")
    with replica_of("--edition", "en", "--delay", "0.5") as site:
        holder = kept.start(site.argument, "sections=sports")
        while not (kept.data / "mayadeen.sqlite").exists():  # made under the lock
            time.sleep(0.05)
        waiting = kept.crawl(site.argument)
        holder.kill()
        holder.wait(10)
    assert waiting.returncode == 5
    assert waiting.stderr.endswith("waited 0.2 s\n")
    monkeypatch.setenv("MAYADEEN_LOCK_WAIT", "long")
    assert "MAYADEEN_LOCK_WAIT must be a number from 0 on, not 'long'" in kept.crawl(site.argument).stderr
