"""A replay that is ended before it is done: nothing of it stays, and the collection is free."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Kept

COPIES = 8
"""Of the archive of 450 pages, so that it can be ended while it reads."""


@pytest.fixture(scope="module")
def archive(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("crawled") / "data")
    assert kept.crawl("edition=all", replica.argument).returncode == 0
    (copies := kept.data / "copies").mkdir()
    for turn in range(COPIES):
        for path in (kept.data / "archive").iterdir():
            shutil.copy(path, copies / f"{turn}-{path.name}")
    return copies


def processes_of(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGKILL, -9), pytest.param(signal.SIGTERM, 3, marks=pytest.mark.long), pytest.param(signal.SIGINT, 3, marks=pytest.mark.long)],
)
def test_a_replay_that_is_ended_leaves_the_collection_free(kept, archive, workers, sent, code):
    command = kept.command(f"archive={archive}/*.gz", f"workers={workers}", "apply=1", spider="replay")
    running = subprocess.Popen(command, cwd=ROOT, env=kept.environment(), stderr=subprocess.PIPE, text=True)
    until(lambda: any(path.stat().st_size for path in kept.data.glob("replay-*/*.jsonl")))
    children = processes_of(running.pid)
    assert len(children) == (workers if workers > 1 else 0)
    running.send_signal(sent)
    told = running.communicate(timeout=20)[1]
    assert running.returncode == code
    if code == 3:
        assert told.splitlines()[-1] == "mayadeen: interrupted: what was stored stays, the same command does the rest"
        assert not list(kept.data.glob("replay-*"))
    until(lambda: not any(os.path.exists(f"/proc/{one}") for one in children))
    again = kept.run(kept.command(f"archive={archive}/0-*.gz", "apply=1", spider="replay", MAYADEEN_LOCK_WAIT=0), kept.environment(), 60)
    assert again.returncode == 0, again.stderr
    assert kept.one("SELECT count(*) FROM articles") == 450
    assert not list(kept.data.glob("replay-*"))
