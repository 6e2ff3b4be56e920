"""Files that appear whole: written beside their place under another name, then put there."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import IO, Any

import orjson

from mayadeen.exceptions import StorageFailed
from mayadeen.items import Article


@contextmanager
def arriving(path: Path) -> Iterator[Path]:
    """Where to write what is to stand at `path`: a file, or a folder. It takes its place when the block ends well,
    and leaves nothing when it does not."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path)
        yield partial
        for file in partial.rglob("*") if partial.is_dir() else (partial,):
            _sync(file)
        partial.replace(path)
    except OSError as error:
        raise StorageFailed(
            f"cannot write {path}: {error.strerror or error}; make room or give access, and run the same command again"
        ) from None
    finally:
        _remove(partial)


def _clear(path: Path) -> None:
    """Takes away what processes left that were killed while they wrote it."""
    for left in path.parent.glob(f".{escape(path.name)}.*.tmp"):
        pid = left.name.removesuffix(".tmp").rpartition(".")[2]
        if pid.isdecimal() and not _is_alive(int(pid)):
            _remove(left)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass  # another user's
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):  # there is none, nor a folder for it
            path.unlink()


def _sync(path: Path) -> None:
    if path.is_file():
        with path.open("rb") as file:
            os.fsync(file.fileno())


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, in the same way."""
    with arriving(path) as partial, partial.open("wb") as file:
        yield file


def write_jsonl(path: Path, rows: Iterable[Article | dict[str, Any]]) -> tuple[int, str]:
    """Every key in every line, null or empty where there is nothing. Returns the lines and their SHA-256."""
    lines, digest = 0, hashlib.sha256()
    with whole(path) as file:
        for row in rows:
            line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
            file.write(line)
            digest.update(line)
            lines += 1
    return lines, digest.hexdigest()


def write_json(path: Path, value: Any) -> None:
    with whole(path) as file:
        file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
