"""What the tests share: replicas on real sockets, whole crawls in their own processes, and what they kept."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import orjson
import pytest

from tests import forks

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background job ignores Ctrl-C, and so would all it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# A busy machine makes any example late; what may not take long says so itself.
hypothesis.settings.register_profile("mayadeen", deadline=None)
hypothesis.settings.load_profile("mayadeen")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; without it a test is skipped, and in CI fails."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared is absent")
        pytest.skip("../shared is absent: no real data to test on")
    return SHARED


@dataclass
class Replica:
    """A running replica: the address of each edition's home, and what was asked of it."""

    bases: dict[str, str]
    log: Path

    @property
    def argument(self) -> str:
        return "base=" + ",".join(f"{edition}={base}" for edition, base in self.bases.items())

    def requests(self) -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in self.log.read_bytes().splitlines()]

    def forget(self) -> None:
        self.log.write_bytes(b"")


@contextmanager
def run_replica(log: Path, *options: str) -> Iterator[Replica]:
    command = [sys.executable, "-m", "mayadeen.replica", "--port", "0", "--quiet", "--log", str(log), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            line = process.stdout.readline().strip()
            yield Replica(dict(pair.split("=", 1) for pair in line.removeprefix("base=").split(",")), log)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    """All three editions with 150 articles each."""
    with run_replica(tmp_path_factory.mktemp("replica") / "requests.jsonl") as running:
        yield running


@pytest.fixture
def replica_of(tmp_path: Path) -> Callable[..., Any]:
    """A replica with options of its own, as a context manager."""
    return lambda *options: run_replica(tmp_path / "requests.jsonl", *options)


@dataclass
class Kept:
    """A data folder, and the crawls that fill it."""

    data: Path
    settings: dict[str, Any] = field(default_factory=dict)
    run: Callable[..., subprocess.CompletedProcess[str]] = forks.run
    """How its commands are run; what is measured needs `forks.started`, whose processor time is counted."""

    def command(self, *arguments: str, spider: str = "sections", **settings: Any) -> list[str]:
        told = [part for argument in arguments for part in (["-a", argument] if "=" in argument else [argument])]
        options = [part for name, value in (self.settings | settings).items() for part in ("-s", f"{name}={value}")]
        return [sys.executable, "-m", "scrapy", "crawl", spider, *told, *options]

    def environment(self, clock: str = "") -> dict[str, str]:
        told = {"MAYADEEN_DATA": str(self.data), "MAYADEEN_DATABASE": "", "COVERAGE_PROCESS_START": ""}
        return os.environ | told | {"MAYADEEN_CLOCK": clock}

    def crawl(
        self, *arguments: str, timeout: float = 120, clock: str = "", **settings: Any
    ) -> subprocess.CompletedProcess[str]:
        """`name=value` goes to the spider; anything else is passed as it is. `clock` is the time it is run at."""
        return self.run(self.command(*arguments, **settings), self.environment(clock), timeout)

    def scrapy(self, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Any other command on what is kept."""
        return self.run([sys.executable, "-m", "scrapy", *arguments], self.environment(), timeout)

    def start(self, *arguments: str, clock: str = "", **settings: Any) -> subprocess.Popen[str]:
        command = self.command(*arguments, **settings)
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=ROOT, env=self.environment(clock), stdout=nowhere, stderr=nowhere, text=True)

    def peak(self, *arguments: str, **settings: Any) -> float:
        """The most memory that a crawl takes, in MB."""
        process = self.start(*arguments, **settings)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        return usage.ru_maxrss / 1024

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.data / "mayadeen.sqlite") as connection:
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        return self.query(sql, *values)[0][0]

    def outcomes(self, where: str = "kind = 'article'") -> dict[tuple[str, str | None], int]:
        rows = self.query(f"SELECT state, reason, count(*) FROM pages WHERE {where} GROUP BY 1, 2")
        return {(state, reason): number for state, reason, number in rows}

    def runs(self) -> list[Path]:
        return sorted((self.data / "runs").iterdir())

    def lines(self, run: Path | None = None) -> list[dict[str, Any]]:
        """The articles.jsonl of a run, the last one's by default."""
        return read_lines((run or self.runs()[-1]) / "articles.jsonl")


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Any]:
    """An empty collection in a SQLite file."""
    from mayadeen.stores.database import open_database

    engine = open_database(f"sqlite:///{tmp_path}/c.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.fixture
def watched(kept: Kept) -> Iterator[Callable[..., Any]]:
    """Starts crawls that have a browser, and ends them with the test."""
    from tests.script_site import Watched, require_browser

    require_browser()
    begun: list[Any] = []

    def start(*arguments: str, **settings: Any) -> Any:
        begun.append(Watched(kept, *arguments, **settings))
        return begun[-1]

    yield start
    for crawl in begun:
        crawl.kill()
