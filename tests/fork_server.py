"""A process that has loaded what a crawl loads, and forks for each command: `python -m tests.fork_server SOCKET`.

What it forks goes on as `python -m scrapy ...` would, with its own arguments, environment and files, and ends as that
would. Nothing runs before the fork: no reactor is there, and `mayadeen.settings`, which reads the environment, is not.
"""

import gc
import os
import runpy
import select
import signal
import socket
import sys
import time
from importlib import import_module
from typing import Any

import orjson

LOADED = (
    "scrapy.cmdline", "scrapy.core.downloader.handlers.http11", "scrapy.core.engine", "scrapy.core.scraper",
    "scrapy.downloadermiddlewares.httpcache", "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.httpproxy", "scrapy.downloadermiddlewares.retry", "scrapy.extensions.feedexport",
    "scrapy.extensions.throttle", "scrapy.shell", "sqlalchemy.dialects.sqlite", "rich.progress", "rich.table",
    "mayadeen.downloader", "mayadeen.extensions.archive", "mayadeen.extensions.blocks", "mayadeen.extensions.feeds",
    "mayadeen.extensions.monitor", "mayadeen.extensions.progress", "mayadeen.monitors.suites", "mayadeen.one_page",
    "mayadeen.pipelines.clean", "mayadeen.pipelines.duplicates", "mayadeen.pipelines.export",
    "mayadeen.pipelines.neighbours", "mayadeen.pipelines.revisions", "mayadeen.pipelines.validate", "mayadeen.replay.main",
    "mayadeen.report.page", "mayadeen.robots", "mayadeen.scheduler", "mayadeen.spiders.archive", "mayadeen.spiders.history",
    "mayadeen.spiders.sections", "mayadeen.spiders.ticker", "mayadeen.stores.exports", "mayadeen.stores.soundness",
)  # fmt: skip
MUST_NOT_BE = ("mayadeen.settings", "twisted.internet.reactor")


def load() -> None:
    for name in LOADED:
        import_module(name)
    if there := [name for name in MUST_NOT_BE if name in sys.modules]:
        sys.exit(f"tests.fork_server has loaded {', '.join(there)}, which each command loads for itself")
    gc.collect()
    gc.freeze()


def forked(listener: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """What is to be done, in each forked process; None once the tests are over."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the tests that Ctrl-C ends
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listener, 0], [], [])
        if 0 in ready:
            return None
        connection, _ = listener.accept()
        if os.fork():
            connection.close()
            continue
        listener.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        asked, files = received(connection)
        if not (child := os.fork()):
            signal.signal(signal.SIGINT, signal.default_int_handler)
            connection.close()
            return asked, files
        connection.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)


def received(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    message, files, _, _ = socket.recv_fds(connection, 1 << 16, 2)
    while not message.endswith(b"\n"):
        message += connection.recv(1 << 16)
    return orjson.loads(message), files


def become(asked: dict[str, Any], files: list[int]) -> None:
    """`python -m MODULE ARGUMENTS...`, up to the end of the process."""
    for target, file in enumerate([os.open(os.devnull, os.O_RDONLY), *files]):
        os.dup2(file, target)
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    module, *sys.argv[1:] = asked["command"]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    load()
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.bind(sys.argv[1])
        waiting.listen()
        print("ready", flush=True)
        work = forked(waiting)
    if work:
        become(*work)
