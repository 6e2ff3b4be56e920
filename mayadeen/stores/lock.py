"""One crawl at a time on a SQLite collection."""

import fcntl
import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from mayadeen.exceptions import InUse, WrongUse

logger = logging.getLogger(__name__)

_held: dict[Path, int] = {}


def hold(path: Path, wait: float, label: str) -> None:
    """Takes the lock until the process ends; nothing happens if this process has it already.

    `label` is what a second process shows of this one. Raises InUse after `wait` seconds.
    """
    path = path.resolve()
    if path in _held:
        return
    handle = _open(path)
    deadline = time.monotonic() + wait
    told = False
    while not take(handle):
        holder = path.read_text(errors="replace").strip() or "another process"
        if time.monotonic() >= deadline:
            os.close(handle)
            raise InUse(f"the collection {path.parent} is in use by {holder}; waited {wait:g} s")
        if not told:
            logger.info("the collection %s is in use by %s; waiting up to %g s", path.parent, holder, wait)
            told = True
        time.sleep(min(0.2, max(wait, 0.01)))
    _held[path] = handle
    with suppress(OSError):  # a full disk: then the lock holds without a name
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{label} (process {os.getpid()})".encode(), 0)


def is_free(path: Path) -> bool:
    """Whether a lock was taken once and its process has ended."""
    if path.resolve() in _held or not path.exists():
        return False
    handle = _open(path)
    try:
        return take(handle)
    finally:
        os.close(handle)


def release(path: Path) -> None:
    handle = _held.pop(path.resolve(), None)
    if handle is not None:
        os.close(handle)


def let_go() -> None:
    """In a process that was forked: what it has of its parent's locks would hold them beyond the parent's end."""
    for handle in _held.values():
        os.close(handle)
    _held.clear()


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise WrongUse(
            f"cannot write to the data folder {path.parent}: {error.strerror}; choose another with MAYADEEN_DATA"
        ) from None


def take(file: int | IO[bytes]) -> bool:
    """Whether nobody else holds it: from now on, until it is closed, we do."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
