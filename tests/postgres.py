"""A PostgreSQL server of the tests' own, on loopback, in a folder that goes with it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Kept
from tests.deploy.scrapyd import free_port

SERVERS = Path("/usr/lib/postgresql")
"""Where Debian has them, by version."""


def binaries() -> Path:
    """The folder of `initdb` and `postgres`; without it the test is skipped aloud, and in CI fails."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(SERVERS.glob("*/bin"))
    if not places or (os.geteuid() == 0 and not shutil.which("runuser")):
        tell = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        tell("no PostgreSQL server here: make test-all installs one where it may")
    return places[-1]


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that sorts as people do, and not by bytes."""
    programs, folder, port = binaries(), Path(tempfile.mkdtemp(prefix="mayadeen-postgres-")), free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, programs / program, "-D", folder / "data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=60)

    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off"
    try:
        run("initdb", "-A", "trust", "-U", "mayadeen", "-E", "UTF8", "--locale-provider=icu", "--icu-locale=en")
        run("pg_ctl", "-l", str(folder / "log"), "-w", "-o", options, "start")
        try:
            yield f"postgresql://mayadeen@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@dataclass
class KeptThere(Kept):
    """A data folder whose database is on a server."""

    server: str = ""
    name: str = "collection"

    def __post_init__(self) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.name}")

    def environment(self, clock: str = "") -> dict[str, str]:
        address = self.server.replace("postgresql:", "postgresql+psycopg:", 1)
        return super().environment(clock) | {"MAYADEEN_DATABASE": f"{address}/{self.name}"}

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(f"{self.server}/{self.name}") as connection:
            return connection.execute(sql, values or None).fetchall()
