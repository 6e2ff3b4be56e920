"""Whether a collection's database and archive are sound, without the lock and without writing."""

import fcntl
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, inspect, select, text

from mayadeen.stores.tables import captures, metadata, pages, runs

_GZIP = 31


def lacking(engine: Engine) -> list[str]:
    """Tables and columns that this program needs and the database has not: `table` or `table.column`."""
    there = inspect(engine)
    names = set(there.get_table_names())
    found = [name for name in metadata.tables if name not in names]
    for name, table in metadata.tables.items():
        if name in names:
            held = {column["name"] for column in there.get_columns(name)}
            found += [f"{name}.{column.name}" for column in table.columns if column.name not in held]
    return found


def damage(engine: Engine, *, thorough: bool) -> str | None:
    """What SQLite finds wrong with its file; None where nothing, and on PostgreSQL, which checks its pages itself."""
    if engine.dialect.name != "sqlite":
        return None
    with engine.execution_options(reading=True).connect() as connection:
        said = connection.scalar(text("PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)"))
    return None if said == "ok" else str(said)


def ends(engine: Engine) -> dict[str, int]:
    """For each archive file the byte up to which rows refer to it."""
    query = select(captures.c.file, func.max(captures.c.offset + captures.c.length)).group_by(captures.c.file)
    with engine.execution_options(reading=True).connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def unreadable(engine: Engine, folder: Path, last: int) -> Iterator[str]:
    """Of the `last` records that were kept, those that are no WARC record where their row says."""
    query = select(captures.c.url, captures.c.file, captures.c.offset, captures.c.length)
    with engine.execution_options(reading=True).connect() as connection:
        rows = connection.execute(query.order_by(captures.c.date.desc()).limit(last)).all()
    for url, file, offset, length in rows:
        try:
            with _path(folder, file).open("rb") as archive:
                archive.seek(offset)
                sound = zlib.decompress(archive.read(length), _GZIP).startswith(b"WARC/1.1\r\n")
        except (OSError, zlib.error):
            sound = False
        if not sound:
            yield f"{file} at {offset} ({url})"


def sizes(folder: Path, names: list[str]) -> dict[str, int | None]:
    """Bytes of each archive file; None of one that is not there."""
    return {name: path.stat().st_size if (path := _path(folder, name)).exists() else None for name in names}


def _path(folder: Path, name: str) -> Path:
    """Under its own name, or still being written."""
    path = folder / name
    return path if path.exists() else path.with_name(f"{name}.open")


def last_run(engine: Engine) -> dict[str, Any] | None:
    with engine.execution_options(reading=True).connect() as connection:
        row = connection.execute(select(runs).order_by(runs.c.number.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def unsettled(engine: Engine) -> dict[str, int]:
    query = select(pages.c.state, func.count()).where(pages.c.state.in_(("failed", "pending", "leased")))
    with engine.execution_options(reading=True).connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query.group_by(pages.c.state))}


def holder(path: Path) -> str | None:
    """Who holds the lock at `path`; None if nobody does."""
    try:
        with path.open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return handle.read().strip() or "another process"
    except OSError:
        return None
    return None
