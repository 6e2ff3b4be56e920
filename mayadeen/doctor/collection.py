"""Settings, database, archive, disk and browser: what can be looked at without a network."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from mayadeen.collection_settings import database_address, recheck_ages
from mayadeen.doctor.finding import NOTE, OK, TROUBLE, Finding
from mayadeen.exceptions import Stop
from mayadeen.settings_check import check_settings
from mayadeen.stores import health
from mayadeen.stores.archive import FOLDER, OPEN
from mayadeen.stores.clock import moment
from mayadeen.stores.database import open_database, sqlite_file

ROOM = 1 << 30
"""Bytes that should be free: a month of the Arabic edition takes some hundred millions."""
LAST_RECORDS = 50
LATE = timedelta(days=2)


def settings_found(settings: Any) -> Iterator[Finding]:
    try:
        check_settings(settings)
        recheck_ages(settings)
    except Stop as stop:
        yield Finding(TROUBLE, "settings", str(stop), "see docs/settings.md")
        return
    yield Finding(OK, "settings", f"data in {settings['MAYADEEN_DATA']}")
    if not settings["MAYADEEN_CONTACT"]:
        yield Finding(
            NOTE, "settings", "MAYADEEN_CONTACT is not set", "a crawler of the live site should say whom to write to"
        )


def disk_found(data: Path) -> Finding:
    place = next(folder for folder in (data, *data.absolute().parents) if os.path.exists(folder))  # false where it is closed to us
    usage = shutil.disk_usage(place)
    free = f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.0f}"
    if usage.free < ROOM:
        return Finding(TROUBLE, "disk", f"{free} at {place}", "make room, or move MAYADEEN_DATA")
    return Finding(OK, "disk", free)


def collection_found(settings: Any, *, thorough: bool) -> Iterator[Finding]:
    address, data = database_address(settings), Path(settings["MAYADEEN_DATA"])
    file = sqlite_file(address)
    try:
        if file and not Path(file).exists():
            yield Finding(NOTE, "database", "there is none yet", "the first crawl makes it")
            return
    except OSError as error:
        yield Finding(TROUBLE, "database", f"cannot read {file}: {error.strerror}", "look as the user who crawls, or set MAYADEEN_DATA")
        return
    try:
        engine = open_database(address, create=False)
    except Stop as stop:
        yield Finding(TROUBLE, "database", str(stop))
        return
    try:
        yield from _database(engine, file, thorough=thorough)
        yield from _archive(engine, data / FOLDER)
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        yield Finding(TROUBLE, "database", str(cause), _RESTORE)
    finally:
        engine.dispose()


_RESTORE = "put the backup back, or `sqlite3 FILE .recover | sqlite3 NEW`; the archive can be read anew by replay"


def _database(engine: Engine, file: str | None, *, thorough: bool) -> Iterator[Finding]:
    lacking = health.lacking(engine)
    if lacking:
        advice = "the next crawl adds a table; for a column, put the backup back"
        yield Finding(TROUBLE, "schema", f"lacks {', '.join(lacking)}", advice)
        return
    yield Finding(OK, "schema", f"every table and column is there ({engine.dialect.name})")
    damage = health.damage(engine, thorough=thorough)
    yield Finding(TROUBLE, "database", damage, _RESTORE) if damage else Finding(OK, "database", "sound")
    holder = health.holder(Path(f"{file}.lock")) if file else None
    if holder:
        yield Finding(NOTE, "lock", f"held by {holder}", "a second crawl would wait")
    yield from _runs(engine, at_work=bool(holder) or not file)


def _runs(engine: Engine, *, at_work: bool) -> Iterator[Finding]:
    run = health.last_run(engine)
    if run is None:
        yield Finding(NOTE, "runs", "none yet")
        return
    code = run["exit_code"]
    said = f"the last one, {run['id']}, " + (f"is {run['state']}" if code is None else f"{run['state']} with exit code {code}")
    if run["state"] == "running" and not at_work:
        yield Finding(TROUBLE, "runs", f"{run['id']} was killed", "the same command goes on where it was")
    elif code not in (0, None):
        yield Finding(NOTE, "runs", said, f"`scrapy ledger {run['id']}` tells what is missing")
    else:
        yield Finding(OK, "runs", said)
    age = moment() - datetime.fromisoformat(run["started"])
    if age > LATE:
        yield Finding(NOTE, "runs", f"none began for {age.days} days", "is the schedule alive? (docs/operations.md)")
    waiting = health.unsettled(engine)
    if waiting:
        told = ", ".join(f"{number} {state}" for state, number in sorted(waiting.items()))
        yield Finding(NOTE, "ledger", told, "`scrapy ledger` names each with its reason")


def _archive(engine: Engine, folder: Path) -> Iterator[Finding]:
    ends = health.ends(engine)
    sizes = health.sizes(folder, list(ends))
    gone = sorted(name for name, size in sizes.items() if size is None)
    short = sorted(name for name, size in sizes.items() if size is not None and size < ends[name])
    for names, what in ((gone, "not there"), (short, "shorter than the database says")):
        if names:
            told = f"{', '.join(names[:3])}{' ...' if len(names) > 3 else ''} ({len(names)}): {what}"
            yield Finding(TROUBLE, "archive", told, "put the files back from the backup")
    bad = [] if gone or short else list(health.unreadable(engine, folder, LAST_RECORDS))
    if bad:
        yield Finding(TROUBLE, "archive", f"no record at {bad[0]}, {len(bad)} such", "put the file back from the backup")
    left = sorted(path.name for path in folder.glob(f"*{OPEN}"))
    if left:
        yield Finding(NOTE, "archive", f"{', '.join(left)} open", "a crawl is at work, or the next start closes it")
    if not (gone or short or bad):
        total = sum(size or 0 for size in sizes.values())
        yield Finding(OK, "archive", f"{len(ends)} files, {total / 1e6:.1f} MB, the last records readable")
