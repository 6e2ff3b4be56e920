"""The README's first command where the first try broke off."""

import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.long
def test_an_environment_that_was_left_without_pip_is_finished(tmp_path):
    """As Debian's Python leaves it where python3-venv is not installed: it has a python, and no pip."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").write_text("")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    make = ["make", "-C", tmp_path, f"PYTHON={sys.executable}", ".venv/.installed"]
    made = subprocess.run(make, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / ".venv" / "bin" / "pip").exists()
