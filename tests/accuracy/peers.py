"""Runs each reader over the pages in a process of its own; the other tools in an environment of their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tests.accuracy.pages import Page

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROCESS, REQUIREMENTS = HERE / "reader_process.py", HERE / "requirements.txt"
PIP = "pip==26.3"
"""Older ones fail on news-please's requirements."""
OURS = ("mayadeen", "mayadeen, any site", "wrong", "throwing")


@dataclass
class Results:
    version: str
    lxml: str
    by_page: dict[str, dict[str, Any]]
    """Page id -> {fields or error, seconds, parse}."""

    def fields(self, page: Page) -> dict[str, Any]:
        return self.by_page[page.id].get("fields") or {}

    def thrown(self, pages: Iterable[Page]) -> int:
        return sum("error" in self.by_page[page.id] for page in pages)

    def errors(self, pages: Iterable[Page]) -> Counter[str]:
        """How often each kind of exception was thrown."""
        told = (self.by_page[page.id].get("error") for page in pages)
        return Counter(error.partition(":")[0] for error in told if error)

    def parses(self, pages: Iterable[Page]) -> tuple[float, float]:
        """(milliseconds a page, the same in lxml parses of these pages)."""
        spent = [self.by_page[page.id] for page in pages]
        seconds = sum(each["seconds"] for each in spent)
        return 1e3 * seconds / len(spent), seconds / sum(each["parse"] for each in spent)


def environment(folder: Path) -> Path:
    """The Python of the peers' environment, made where it is absent or its requirements changed."""
    python, marker = folder / "bin" / "python", folder / ".installed"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not marker.exists() or marker.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        for what in ([PIP], ["-r", str(REQUIREMENTS)]):
            _install(python, what)
        marker.write_text(wanted)
    return python


def _install(python: Path, what: list[str]) -> None:
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *what]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"cannot install {' '.join(what)}: {ended.stderr[-2000:]}")


def read_all(readers: list[str], pages: list[Page], folder: Path) -> dict[str, Results]:
    """Two readers at a time, ours first, then from the last (and slowest) on: their own processor time is measured."""
    python = environment(folder) if set(readers) - set(OURS) else Path(sys.executable)
    lines = b"".join(orjson.dumps(_asked(page), option=orjson.OPT_APPEND_NEWLINE) for page in pages)
    order = [name for name in readers if name in OURS] + [name for name in reversed(readers) if name not in OURS]
    with ThreadPoolExecutor(2) as pool:
        runs = {
            name: pool.submit(_run, Path(sys.executable) if name in OURS else python, name, lines) for name in order
        }
        return {name: runs[name].result() for name in readers}


def _asked(page: Page) -> dict[str, Any]:
    return {"id": page.id, "html": page.html, "url": page.url, "edition": page.edition}


def _run(python: Path, reader: str, lines: bytes) -> Results:
    """Of another tool what it gave before, where pages, pins and the way it is called are the same."""
    kept = python.parents[1] / "results" / _key(reader, lines)
    if reader in OURS or not kept.exists():
        output = _read(python, reader, lines)
        if reader not in OURS:
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(output)
    else:
        output = kept.read_bytes()
    told, *results = map(orjson.loads, output.splitlines())
    return Results(told["version"], told["lxml"], {each.pop("id"): each for each in results})


def _key(reader: str, lines: bytes) -> str:
    parts = (reader.encode(), lines, PROCESS.read_bytes(), REQUIREMENTS.read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _read(python: Path, reader: str, lines: bytes) -> bytes:
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    ended = subprocess.run(
        [str(python), str(PROCESS), reader], input=lines, capture_output=True, env=surroundings, check=False
    )
    if ended.returncode:
        raise SystemExit(f"{reader} ended with {ended.returncode}: {ended.stderr.decode()[-2000:]}")
    return ended.stdout
