"""Files that appear whole, and what killed processes leave beside them."""

import os
import subprocess
import sys

import pytest

from mayadeen.stores.files import arriving, whole


@pytest.fixture(scope="module")
def dead():
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_what_a_killed_process_left_goes_with_the_next_writing(tmp_path, dead):
    left, folder = tmp_path / f".lines.jsonl.{dead}.tmp", tmp_path / f".lines.jsonl.{2**22 + 1}.tmp"  # no number of a process is so high
    left.write_text("half")
    (folder / "inner").mkdir(parents=True)
    others = [tmp_path / f".lines.jsonl.{os.getppid()}.tmp", tmp_path / f".other.jsonl.{dead}.tmp", tmp_path / ".lines.jsonl.x.tmp"]
    for other in others:
        other.write_text("somebody's")
    with whole(tmp_path / "lines.jsonl") as file:
        file.write(b"whole")
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "lines.jsonl"])


def test_a_name_is_no_pattern(tmp_path, dead):
    other = tmp_path / f".a.{dead}.tmp"
    other.write_text("another's")
    with arriving(tmp_path / "[a-z]") as partial:
        partial.write_text("whole")
    assert other.exists()
