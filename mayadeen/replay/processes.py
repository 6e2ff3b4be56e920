"""The processes that read for a replay, and the folder they write to: neither outlives it."""

import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from mayadeen.exceptions import Interrupted
from mayadeen.replay.part import Job, Result, read_part
from mayadeen.stores import lock

_NAME = "replay-"
_LOCK = "lock"


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C and SIGTERM end what is within, which leaves nothing behind. Raises Interrupted."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted("interrupted: what was stored stays, the same command does the rest") from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def spool(folder: Path | None) -> Iterator[Path]:
    """A new folder in that one, where what killed replays left goes first."""
    for left in folder.glob(f"{_NAME}*") if folder else ():
        if lock.is_free(left / _LOCK):
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=_NAME, dir=folder) as name:
        mine = Path(name) / _LOCK
        lock.hold(mine, 0, "replay")
        try:
            yield Path(name)
        finally:
            lock.release(mine)


def results(jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """In the order of the jobs; to be closed."""
    if workers == 1 or len(jobs) < 2:
        yield from map(read_part, jobs)
        return
    try:
        with ProcessPoolExecutor(min(workers, len(jobs)), initializer=_begin) as processes:
            try:
                yield from processes.map(read_part, jobs)
            except BaseException:
                for one in active_children():  # else the pool waits for them
                    one.terminate()
                raise
    except BrokenProcessPool:
        raise Interrupted("a process of the replay was killed: run it with fewer workers") from None


def _begin() -> None:
    lock.let_go()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of them, and the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Killed, it cannot end its processes itself."""
    wait([parent_process().sentinel])
    os._exit(1)
