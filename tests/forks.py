"""Commands in processes of their own that need not load Python's modules anew: a second less for each."""

import atexit
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import orjson

ROOT = Path(__file__).parent.parent
PYTHON = [sys.executable, "-m"]


def run(command: Sequence[str], environment: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """`python -m MODULE ARGUMENTS...` in the project's folder, as subprocess.run with captured text would run it."""
    if list(command[:2]) != PYTHON or pythons(environment) != pythons(dict(os.environ)):
        return started(command, environment, timeout)
    with TemporaryFile() as out, TemporaryFile() as errors, socket.socket(socket.AF_UNIX) as connection:
        connection.connect(server())
        asked = orjson.dumps({"command": command[2:], "environment": environment}) + b"\n"
        sent = socket.send_fds(connection, [asked], [out.fileno(), errors.fileno()])
        connection.sendall(asked[sent:])
        code = ended(connection, timeout)
        told = []
        for file in (out, errors):
            file.seek(0)
            told.append(file.read().decode())
    if code is None:
        raise subprocess.TimeoutExpired(command, timeout, *told)
    return subprocess.CompletedProcess(command, code, *told)


def started(command: Sequence[str], environment: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """The same by a Python of its own."""
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout, check=False
    )


def ended(connection: socket.socket, timeout: float) -> int | None:
    """The exit code; None of what had to be killed."""
    with connection.makefile("rb") as lines:
        child = int(lines.readline())
        connection.settimeout(timeout)
        try:
            return int(lines.readline())
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            return None


def pythons(environment: dict[str, str]) -> dict[str, str]:
    """What Python reads when it starts, and so not when it is forked."""
    return {name: value for name, value in environment.items() if name.startswith(("PYTHON", "LC_", "LANG"))}


@cache
def server() -> str:
    """The address of this process's own server, which ends with it."""
    folder = TemporaryDirectory(prefix="mayadeen-")
    address = str(Path(folder.name) / "forks")
    command = [*PYTHON, "tests.fork_server", address]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(folder.cleanup)
    atexit.register(process.wait)
    atexit.register(process.stdin.close)
    assert process.stdout.readline() == "ready\n"
    return address
