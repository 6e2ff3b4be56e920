"""The records of the real site that lie beside the repository on the machines it is developed on."""

import os
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "shared" / "site"


def shared_site(name: str) -> Path:
    """That file; the test is skipped where it is absent, and fails where a skip would hide that."""
    path = SITE / name
    if not path.exists():
        stop = pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip
        stop(f"needs {path}")
    return path
