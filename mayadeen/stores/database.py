"""Opening a collection's database: SQLite by default, PostgreSQL by its address."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from mayadeen.exceptions import StorageFailed, WrongUse
from mayadeen.stores.tables import SCHEMA, collection, metadata

KINDS = "MAYADEEN_DATABASE must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
SCHEMA_LOCK = 0x6D617961
"""The key of the advisory lock under which PostgreSQL workers create tables."""
RELATIONS_LOCK = SCHEMA_LOCK + 1
"""That under which they change pages and say which articles belong together: else each waits for rows of the other."""
VIEWS_LOCK = SCHEMA_LOCK + 2
"""That under which a look at a page is compared with the last one."""


def default_address(data: Path) -> str:
    return f"sqlite:///{data / 'mayadeen.sqlite'}"


def sqlite_file(address: str) -> str | None:
    """The file of a SQLite database; None of any other, and of an address that is none."""
    try:
        url = make_url(address)
    except ArgumentError:
        return None
    return url.database if url.get_backend_name() == "sqlite" else None


def open_database(address: str, *, create: bool = True) -> Engine:
    """An engine on a collection of today's schema, its tables made if `create` and they are not there.

    Raises WrongUse for an address that cannot be, a folder or file that cannot be written, a
    file that is no database, a schema of another version; StorageFailed where its disk is full, or it is locked.
    """
    engine = _engine(address)
    with _opening(engine):
        _check_schema(engine, create)
    return engine


def open_former(address: str) -> tuple[Engine, int]:
    """An engine on a collection that is there, and its schema: today's or an older one. Raises WrongUse."""
    engine = _engine(address)
    with _opening(engine), engine.execution_options(reading=True).begin() as connection:
        return engine, _known(schema_of(connection), address)


def schema_of(connection: Connection) -> str | None:
    """What stands there as the version of the collection. Raises WrongUse where there is no collection."""
    if not connection.dialect.has_table(connection, "collection"):
        raise WrongUse(f"there is no collection in {shown(str(connection.engine.url))}")
    return connection.scalar(select(collection.c.value).where(collection.c.key == "schema"))


def _engine(address: str) -> Engine:
    try:
        engine = create_engine(address, json_serializer=_to_json, json_deserializer=orjson.loads)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise WrongUse(f"{KINDS}, not {shown(address)}: {error}") from None
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise WrongUse(f"{KINDS}, not {shown(address)}")
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return engine


@contextmanager
def _opening(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        engine.dispose()
        kind = StorageFailed if _passes_by(error.orig) else WrongUse
        raise kind(
            f"cannot open the database {shown(str(engine.url))}: {error.orig}"
            f"{_hint(error.orig) or '; set MAYADEEN_DATA or MAYADEEN_DATABASE to another'}"
        ) from None


def open_reading(path: Path) -> Engine:
    """An engine that can only read that SQLite file, whose schema is known to be today's; it takes no lock."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    return create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False, timeout=30),
        poolclass=NullPool,
        json_deserializer=orjson.loads,
    )


def hold_relations(connection: Connection, lock: int = RELATIONS_LOCK) -> None:
    """Until the transaction ends. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({lock})"))


def storage_error(error: Exception) -> StorageFailed:
    """One line for a write that failed, with what would do."""
    cause = getattr(error, "orig", None) or error
    return StorageFailed(f"cannot write the collection: {cause}{_hint(cause)}")


def reading_error(error: DatabaseError) -> StorageFailed:
    """The same of what is only read."""
    return StorageFailed(f"cannot read the collection: {error.orig}{_hint(error.orig)}")


@contextmanager
def storing() -> Iterator[None]:
    """Raises StorageFailed for what the database says."""
    try:
        yield
    except SQLAlchemyError as error:
        raise storage_error(error) from None


_HINTS = {
    "full": "see that its disk has room, and run the same command again",
    "space": "see that its disk has room, and run the same command again",
    "disk I/O": "see that its disk has room, and run the same command again",
    "locked": "end what else works on it, and run the same command again",
    "malformed": "put back a backup (docs/operations.md)",
}


def _hint(cause: object) -> str:
    return next((f"; {hint}" for word, hint in _HINTS.items() if word in str(cause)), "")


def _passes_by(cause: object) -> bool:
    """Whether the same command may do it later."""
    return _hint(cause).endswith("again")


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def shown(address: str) -> str:
    """Without its password."""
    try:
        return make_url(address).render_as_string(hide_password=True)
    except ArgumentError:
        return repr(address)


def _prepare_sqlite(engine: Engine) -> None:
    path = engine.url.database or ""
    if path not in ("", ":memory:"):
        _require_writable(Path(path))

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            # Taken at once: a reader that turns writer later can fail with "locked" without waiting.
            connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


def _require_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"cannot make the data folder {path.parent}: {error.strerror}; set MAYADEEN_DATA") from None
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise WrongUse(f"cannot write to {path.parent}; choose another folder with MAYADEEN_DATA")


def _check_schema(engine: Engine, create: bool) -> None:
    with engine.begin() as connection:
        hold_relations(connection, SCHEMA_LOCK)
        if create and not engine.dialect.has_table(connection, "collection"):
            _create(connection)
        version = _known(schema_of(connection), str(engine.url))
        if version < SCHEMA:
            raise WrongUse(
                f"the collection {shown(str(engine.url))} has schema {version}, this program needs {SCHEMA}: "
                "run `scrapy migrate` on it"
            )
        if create:
            metadata.create_all(connection)  # a table that came later; one that changed raises SCHEMA


def _known(version: str | None, address: str) -> int:
    if version is None or not version.isdigit() or int(version) > SCHEMA:
        raise WrongUse(
            f"the collection {shown(address)} has schema {version}, this program knows {SCHEMA}: "
            "update mayadeen, or choose another folder with MAYADEEN_DATA"
        )
    return int(version)


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(insert(collection), {"key": "schema", "value": str(SCHEMA)})
