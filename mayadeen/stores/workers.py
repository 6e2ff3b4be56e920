"""Which workers of a collection are alive.

On PostgreSQL each holds an advisory lock of its own, in a session that ends with its process; its
machine's end the server notices by silence. On SQLite only one is at work, by `mayadeen.stores.lock`.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, Engine, text

_SILENCE = ("tcp_keepalives_idle = 60", "tcp_keepalives_interval = 15", "tcp_keepalives_count = 4")
_HOLD = text("SELECT pg_try_advisory_lock(:key)")
_TRY = text("SELECT pg_try_advisory_xact_lock(:key)")


def hold(engine: Engine, worker: str) -> Connection | None:
    """What says that this worker is alive until it is closed; None where nothing needs to."""
    if engine.dialect.name != "postgresql":
        return None
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    for setting in _SILENCE:
        connection.exec_driver_sql(f"SET {setting}")
    connection.execute(_HOLD, {"key": _key(worker)})
    return connection


def ended(connection: Connection, workers: Iterable[str]) -> set[str]:
    """Those that are not alive: of others than the caller, on SQLite all."""
    if connection.dialect.name != "postgresql":
        return set(workers)
    return {worker for worker in workers if connection.scalar(_TRY, {"key": _key(worker)})}


def _key(worker: str) -> int:
    return int.from_bytes(hashlib.sha256(worker.encode()).digest()[:8], signed=True)
