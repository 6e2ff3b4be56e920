"""The replica as a process of its own, asked over real sockets."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mayadeen.replica", *options], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Running:
    """A running replica: `bases` holds edition -> address."""

    process: subprocess.Popen[str]
    lines: list[str]
    bases: dict[str, str]
    connections: dict[str, HTTPConnection] = field(default_factory=dict)

    def get(self, edition: str, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = self.connections.get(edition)
        if connection is None:
            host = urlsplit(self.bases[edition]).netloc
            connection = self.connections[edition] = HTTPConnection(host, timeout=30)
        connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


@contextmanager
def served(*options: str) -> Iterator[Running]:
    """Ends it by SIGTERM, which must give a clean exit."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mayadeen.replica", "--port", "0", *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    running = Running(process, [], {})
    try:
        for line in process.stdout:
            running.lines.append(line)
            if line.startswith("base="):
                break
        running.bases.update(pair.split("=", 1) for pair in running.lines[-1].strip()[5:].split(","))
        yield running
    finally:
        for connection in running.connections.values():
            connection.close()
        process.terminate()
        code = process.wait(timeout=60)
        process.stdout.close()
    assert code == 0
