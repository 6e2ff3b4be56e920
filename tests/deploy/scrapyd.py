"""A real Scrapyd on loopback, from `deploy/` as it stands, in the environment that `make test-all` makes for it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import ROOT, Kept

ENVIRONMENT = ROOT / ".venv-scrapyd"
USER, PASSWORD = "keeper", "a secret of the test"
PATIENCE = 60


def require_environment() -> None:
    """Skips aloud, and fails in CI."""
    if not (ENVIRONMENT / "bin" / "scrapyd").exists():
        tell = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        tell(".venv-scrapyd is absent: make test-all makes it")


def copy_project(to: Path) -> Path:
    """What git knows of, as on a server, with Scrapyd's environment as its own."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    (to / ".venv").symlink_to(ENVIRONMENT)
    return to


def write_environment(file: Path, **settings: Any) -> Path:
    """`deploy/mayadeen.env`, filled in."""
    template = (ROOT / "deploy" / "mayadeen.env").read_text()
    file.write_text(template + "".join(f"{name}='{value}'\n" for name, value in settings.items()))
    return file


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def listening(port: int) -> list[str]:
    """The addresses at which somebody listens at this port, as the kernel writes them: 0100007F is 127.0.0.1."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    local = [row[1].split(":") for row in rows if row[3] == "0A"]
    return [address for address, number in local if int(number, 16) == port]


def wait_for(what: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What it gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return found


class Scrapyd:
    def __init__(self, folder: Path, **settings: Any):
        self.project = copy_project(folder / "project")
        self.kept = Kept(folder / "data")
        self.folder = self.kept.data / "scrapyd"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.orphans: list[int] = []
        self.folder.mkdir(parents=True)
        shutil.copy(ROOT / "deploy" / "scrapyd.conf", self.folder)
        (folder / ".scrapyd.conf").write_text("[scrapyd]\npoll_interval = 0.2\n")  # else each job waits for 5 s
        told = {"MAYADEEN_CONTACT": "tests", "MAYADEEN_DATA": self.kept.data} | settings
        told |= {"SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": PASSWORD}
        self.env_file = write_environment(folder / "mayadeen.env", **told)
        self.log = folder / "scrapyd.log"

    @property
    def environment(self) -> dict[str, str]:
        """Without what a developer has set; credentials only for the client."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAYADEEN_", "SCRAPYD_"))}
        home = {"HOME": str(self.env_file.parent), "MAYADEEN_ENV": str(self.env_file)}
        return clean | home | {"SCRAPYD_HTTP_PORT": str(self.port)}

    def start(self) -> None:
        with self.log.open("ab") as log:
            command = [str(self.project / "deploy" / "run"), "scrapyd"]
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        wait_for(self.answers)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return requests.get(f"{self.url}/daemonstatus.json", timeout=5).status_code == 401
        except requests.ConnectionError:
            return False

    def kill(self) -> list[int]:
        """The crawls that now have nobody."""
        orphans = [job["pid"] for job in self.get("listjobs")["running"]]
        self.orphans += orphans
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        return orphans

    def stop(self) -> None:
        for crawl in self.orphans + [job["pid"] for job in self.get("listjobs")["running"]]:
            with suppress(ProcessLookupError):
                os.kill(crawl, signal.SIGKILL)
        self.process.terminate()
        self.process.wait(20)

    def get(self, what: str, **arguments: str) -> dict[str, Any]:
        return self._checked(requests.get(f"{self.url}/{what}.json", arguments, auth=(USER, PASSWORD), timeout=30))

    def post(self, what: str, **arguments: Any) -> dict[str, Any]:
        data = {"project": "mayadeen"} | arguments
        return self._checked(requests.post(f"{self.url}/{what}.json", data, auth=(USER, PASSWORD), timeout=30))

    @staticmethod
    def _checked(response: requests.Response) -> dict[str, Any]:
        answer = response.json()
        assert answer["status"] == "ok", answer
        return answer

    def client(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command of scrapyd-client, in the project."""
        config = self.project / "scrapy.cfg"
        config.write_text(config.read_text().replace("http://127.0.0.1:6800", self.url))
        return subprocess.run(
            [self.project / ".venv" / "bin" / "scrapyd-client", *arguments],
            cwd=self.project,
            env=self.environment | {"SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": PASSWORD},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def job_log(self, spider: str, job: str) -> str:
        return requests.get(f"{self.url}/logs/mayadeen/{spider}/{job}.log", auth=(USER, PASSWORD), timeout=30).text

    def state(self, job: str) -> str | None:
        return self.get("status", job=job)["currstate"]

    def run(self, spider: str, job: str, **arguments: str) -> str:
        """Its log, when it has ended."""
        before = self.ended().count(job)
        assert self.post("schedule", spider=spider, jobid=job, **arguments)["jobid"] == job
        wait_for(lambda: self.ended().count(job) > before)
        return self.job_log(spider, job)

    def ended(self) -> list[str]:
        return [job["id"] for job in self.get("listjobs")["finished"]]
