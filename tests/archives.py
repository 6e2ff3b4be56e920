"""Web archives for the tests: pywb itself, from an environment of its own, and one that answers as a test wants it.

`make test` makes that environment (`.venv-archives`, tests/archives.txt).
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote_plus, unquote, urlsplit

import orjson
import pytest

from tests.conftest import ROOT
from tests.servers import ROBOTS, Answer, Site, serve

ENVIRONMENT = ROOT / ".venv-archives" / "bin"
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


def tool(name: str) -> str:
    """A command of the archives' environment; without it a test is skipped, and in CI fails."""
    path = ENVIRONMENT / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is absent: `make test` installs it")
        pytest.skip(f"{name} is absent: `make test` installs it")
    return str(path)


@contextmanager
def pywb(folder: Path, *files: Path) -> Iterator[str]:
    """The address of a collection `c` that serves WARC and WACZ files."""
    quiet: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([tool("wb-manager"), "init", "c"], check=True, **quiet)
    subprocess.run([tool("wb-manager"), "add", "--unpack-wacz", "c", *map(str, files)], check=True, **quiet)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([tool("wayback"), "-b", "127.0.0.1", "-p", str(port)], **quiet) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}/c"
        finally:
            server.terminate()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("pywb does not answer")


def seen_in_chromium(url: str) -> str:
    """What a page shows in a browser, as markup, its scripts run."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no chromium: apt-get install chromium")
        pytest.skip("there is no chromium")
    quiet = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    command = [chromium, "--headless", *quiet, *root, "--virtual-time-budget=5000", "--dump-dom", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@dataclass
class Capture:
    timestamp: str
    url: str
    body: str = ""
    mime: str = "text/html"
    status: str = "200"
    digest: str = ""

    def row(self) -> list[str]:
        digest = self.digest or sha256(self.body.encode()).hexdigest()[:32].upper()
        return ["net,x)/", self.timestamp, self.url, self.mime, self.status, digest, str(len(self.body))]


@dataclass
class Wayback:
    """Answers as the Wayback Machine's CDX server and replay do; `odd` are rows as they are, sent before the others."""

    captures: list[Capture]
    odd: list[Any] = field(default_factory=list)
    form: str = "rows"
    resume: bool = True
    most: int = 5000
    pages: dict[str, Any] = field(default_factory=dict)
    slow: float = 0.0
    """Seconds that a capture takes."""

    def get(self, path: str, _: Any = None) -> Any:
        if path in self.pages:
            return self.pages[path]
        if path == "/robots.txt":
            return Answer(ROBOTS, type="text/plain")
        if path.startswith("/cdx/search/cdx?"):
            return self.index({name: values[0] for name, values in parse_qs(urlsplit(path).query).items()})
        return self.capture(path)

    def capture(self, path: str) -> Answer:
        time.sleep(self.slow)
        for one in self.captures:
            if unquote(path) == unquote(f"/web/{one.timestamp}id_/{one.url}"):
                return Answer(one.body, type=one.mime)
        return Answer("not here", 404)

    def index(self, asked: dict[str, str]) -> Answer:
        host = asked["url"].split("/")[0].removeprefix("www.") if asked["matchType"] == "prefix" else ""
        wanted = [one for one in self.captures if self._matches(one, asked, host)]
        rows = [*self.odd, *(one.row() for one in sorted(wanted, key=lambda one: (one.url, one.timestamp)))]
        key = asked.get("resumeKey", "net,x)/ 0!").removeprefix("net,x)/ ").removesuffix("!")
        begin, limit = int(key), min(int(asked["limit"]), self.most)
        some = rows[begin : begin + limit]
        # Printed as it is to stand in the next query, as the Wayback CDX Server's document has it.
        more = quote_plus(f"net,x)/ {begin + limit}!") if self.resume and begin + limit < len(rows) else None
        return Answer(self.text(some, more), type="text/plain")

    def _matches(self, one: Capture, asked: dict[str, str], host: str) -> bool:
        if not asked.get("from", "") <= one.timestamp <= asked.get("to", "9"):
            return False
        return host in one.url if host else one.url == asked["url"]

    def text(self, rows: list[Any], more: str | None) -> str:
        if self.form == "plain":
            lines = [" ".join(row) if isinstance(row, list) else row for row in rows]
            return "\n".join([*lines, *(["", more] if more else []), ""])
        lines = [row if isinstance(row, str) else orjson.dumps(row).decode() for row in [FIELDS, *rows]]
        lines += ["[]", f'["{more}"]'] if more else []
        return "[" + ",\n".join(lines) + "]\n"


@contextmanager
def wayback(*captures: Capture, **more: Any) -> Iterator[tuple[str, Site]]:
    """The argument that names it, and what it was asked."""
    with serve({}) as site:
        site.pages = Wayback(list(captures), **more)
        yield f"cdx={site.base}/cdx/search/cdx", site
