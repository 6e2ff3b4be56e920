"""A forked command is what the same command is in a process of its own."""

import os
import subprocess
import sys

import pytest

from tests import forks

WRONG = [sys.executable, "-m", "scrapy", "crawl", "sections", "-a", "edition=xx"]


def test_a_forked_command_ends_as_the_command_does(tmp_path):
    """It has the settings of its own environment, which are read after the fork."""
    environment = os.environ | {"MAYADEEN_MONITOR": "maybe", "MAYADEEN_DATA": str(tmp_path)}
    real = subprocess.run(WRONG, cwd=forks.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (real.returncode, real.stdout) == (2, "")
    assert real.stderr == "mayadeen: MAYADEEN_MONITOR must be one of on, off, not 'maybe'\n"
    forked = forks.run(WRONG, environment, timeout=60)
    assert (forked.returncode, forked.stdout, forked.stderr) == (real.returncode, real.stdout, real.stderr)


def test_what_takes_too_long_is_ended():
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "0"]
    with pytest.raises(subprocess.TimeoutExpired):
        forks.run(command, dict(os.environ), timeout=0.5)


def test_what_python_reads_as_it_starts_is_no_matter_of_a_fork():
    """Each of these is a process of its own."""
    program = [sys.executable, "-c", "print('ran')"]
    assert forks.run(program, dict(os.environ), timeout=60).stdout == "ran\n"
    silent = [sys.executable, "-m", "this"]
    assert "Flat is better" in forks.run(silent, os.environ | {"PYTHONHASHSEED": "7"}, timeout=60).stdout
