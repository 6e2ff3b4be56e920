"""WARC files: appended to, rolled, and whole after every end, kill -9 included. Knows no database.

A file bears `.open` after its name until it is closed. What a killed process left of it is cut
behind its last whole record, and the file closed, at the next start.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from mayadeen.stores import warc
from mayadeen.stores.gzipped import sound_until
from mayadeen.stores.lock import take

FOLDER = "archive"
"""In the data folder."""
OPEN = ".open"


class Place(NamedTuple):
    file: str
    offset: int
    length: int


class Archive:
    """The files `<name>-00000.warc.gz`, `-00001` ... of one process. Raises OSError."""

    def __init__(self, folder: Path, name: str, info: Sequence[tuple[str, str]], roll: int, date: Callable[[], str]):
        self.folder, self.name, self.info, self.roll, self.date = folder, name, info, roll, date
        self._file: IO[bytes] | None = None
        self._number = 0
        self._size = 0

    def append(self, members: Iterable[bytes]) -> list[Place]:
        """All of them or none, on the disk when it returns."""
        data = list(members)
        if self._file is not None and self._size >= self.roll:
            self.close()
        file = self._file or self._open()
        places, name, end = [], self._filename(), self._size
        for one in data:
            places.append(Place(name, end, len(one)))
            end += len(one)
        self._write(file, b"".join(data))
        return places

    def close(self) -> None:
        if self._file is None:
            return
        final = self.folder / self._filename()
        Path(f"{final}{OPEN}").rename(final)
        self._file.close()  # with its lock, which keeps others from repairing it
        self._file = None
        self._number += 1

    def _filename(self) -> str:
        return f"{self.name}-{self._number:05}.warc.gz"

    def _open(self) -> IO[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = self._filename()
        path = self.folder / f"{name}{OPEN}"
        file = path.open("xb", buffering=0)
        fcntl.flock(file, fcntl.LOCK_EX)  # who repairs files leaves this one alone
        if not _is_at(path, file):  # one who came before the lock
            file.close()
            return self._open()
        self._file, self._size = file, 0
        self._write(file, warc.warcinfo(name, self.date(), self.info))
        return file

    def _write(self, file: IO[bytes], data: bytes) -> None:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), self._size)  # a full disk: no half a record stays
            file.seek(self._size)
            raise
        self._size += len(data)


def repair(folder: Path, known: Callable[[str], int] = lambda name: 0) -> dict[str, int]:
    """Closes the files that dead processes left open; the bytes cut from each, by its name.

    `known(name)` is an offset up to which that file is known to be whole.
    """
    cut = {}
    for path in sorted(folder.glob(f"*.warc.gz{OPEN}")):
        name = path.name.removesuffix(OPEN)
        with suppress(FileNotFoundError), path.open("r+b") as file:  # its writer has just closed it
            if take(file) and _is_at(path, file):
                cut[name] = _close_for_good(path, folder / name, file, known(name))
    return cut


def _close_for_good(path: Path, final: Path, file: IO[bytes], known: int) -> int:
    """How many bytes were cut."""
    size = os.fstat(file.fileno()).st_size
    end = sound_until(file, known if known <= size else 0, size)  # a file may be older than the database: one that was restored
    file.truncate(end)
    os.fsync(file.fileno())
    if end:
        path.rename(final)
    else:
        path.unlink()
    return size - end


def _is_at(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
