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


def strings(value) -> list[str]:
    """Every string anywhere in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [found for part in value for found in strings(part)]
    return [value] if isinstance(value, str) else []
