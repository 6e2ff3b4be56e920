"""A full disk, a collection in use: one line that says what would do, and nothing damaged."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.conftest import ROOT, Kept
from tests.scripted import OWN
from tests.servers import Answer, article, serve

LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@pytest.mark.long
@pytest.mark.parametrize("room", [30_000, 400_000], ids=["at the start", "in the middle"])
def test_a_disk_that_fills_up_damages_nothing(kept, replica, room):
    """No file may grow beyond `room`, which the database takes for a failing disk."""
    base = f"base={replica.bases['en']}"
    command = [sys.executable, "-c", LIMITED, str(room), *kept.command(base, "pages=all")[1:]]
    ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 7, ended.stderr
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
