"""The runs of a collection: each process is one; what a run was cut off from, the next takes up."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, and_, bindparam, insert, not_, or_, select, update
from sqlalchemy.exc import IntegrityError

from mayadeen import __version__
from mayadeen.exceptions import COMPLETE, INCOMPLETE, QUARANTINED, WrongUse
from mayadeen.stores import workers
from mayadeen.stores.clock import moment, now
from mayadeen.stores.database import hold_relations
from mayadeen.stores.tables import runs

RUNNING = "running"
WATCHING = "watching"
"""The state of a run that holds no lock, and so may go on beside others."""
REMEMBERED = 200
"""Runs whose observations stay in the database, and so many good ones of each spider; older ones' are in their manifests."""
_OBSERVED = runs.c.observed.is_not(None)
_GOOD = and_(
    runs.c.state == "finished", runs.c.quarantined.is_(None), runs.c.exit_code.in_((COMPLETE, INCOMPLETE, QUARANTINED)), _OBSERVED
)  # fmt: skip
"""What later runs are compared with; it outlasts any number of runs that are quarantined, or without a network."""
_mine = select(runs.c.number).where(runs.c.id == bindparam("b_run")).scalar_subquery()
_spider = select(runs.c.spider).where(runs.c.id == bindparam("b_run")).scalar_subquery()
_good = select(runs.c.number).where(runs.c.spider == _spider, _GOOD).order_by(runs.c.number.desc())
_last_good = _good.limit(1).offset(REMEMBERED - 1).correlate(None).scalar_subquery()
_forget = (
    update(runs)
    .where(runs.c.spider == _spider, runs.c.number <= _mine - REMEMBERED, _OBSERVED, or_(not_(_GOOD), runs.c.number < _last_good))
    .values(observed=None)
)


@dataclass(frozen=True)
class Watched:
    """What was seen while a run went on (`mayadeen.observed`), and what the monitors made of it."""

    observed: dict[str, Any] | None = None
    alarms: list[str] | None = None


@dataclass(frozen=True)
class Run:
    id: str
    job: str
    generation: str
    """The id of the first of a chain of runs in which each resumes one that was cut."""


def new_id() -> str:
    return f"{moment():%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def job_of(spider: str, arguments: dict[str, Any]) -> str:
    """The same for the same spider and arguments, wherever the pages are fetched from, and by what means."""
    told = {name: value for name, value in sorted(arguments.items()) if name not in ("base", "browser")}
    return hashlib.sha256(orjson.dumps([spider, told])).hexdigest()[:12]


class Runs:
    def __init__(self, engine: Engine):
        self.engine = engine

    def open(
        self, spider: str, arguments: dict[str, Any], *, run_id: str | None, resume_within: float, state: str = RUNNING
    ) -> Run:
        """A new run; it resumes the last one of its job if that was cut less than `resume_within` seconds ago.

        Raises WrongUse for a `run_id` that a run already has.
        """
        job, started = job_of(spider, arguments), now()
        run_id = run_id or new_id()
        try:
            with self.engine.begin() as connection:
                hold_relations(connection)  # who begins at the same moment is of the same generation
                generation = self._interrupted(connection, job, resume_within) or run_id
                connection.execute(
                    insert(runs),
                    {
                        "id": run_id,
                        "spider": spider,
                        "arguments": arguments,
                        "job": job,
                        "generation": generation,
                        "version": __version__,
                        "started": started,
                        "state": state,
                    },
                )
        except IntegrityError:
            raise WrongUse(f"there is a run {run_id} already; _job must be new for every run") from None
        return Run(run_id, job, generation)

    def _interrupted(self, connection: Connection, job: str, within: float) -> str | None:
        query = select(runs.c.generation, runs.c.state, runs.c.started)
        last = connection.execute(query.where(runs.c.job == job).order_by(runs.c.number.desc()).limit(1)).first()
        if last is None or last.state == "finished":
            return None
        recent = moment() - datetime.fromisoformat(last.started) < timedelta(seconds=within)
        return last.generation if recent else None

    def finish(
        self,
        run_id: str,
        *,
        state: str,
        reason: str,
        exit_code: int,
        counts: dict[str, int],
        saved: dict[str, int],
        files: Callable[[dict[str, Any]], None],
        watched: Watched | None = None,
    ) -> None:
        """`files` writes what the run leaves, from its row as it will be: before the row says so, for the files of a
        run that is cut there are made up at the next start. What the monitors found holds even then."""
        mine = update(runs).where(runs.c.id == run_id)
        if watched:
            quarantined = now() if watched.alarms and exit_code == QUARANTINED else None
            with self.engine.begin() as connection:
                told = {"observed": watched.observed, "alarms": watched.alarms, "quarantined": quarantined}
                connection.execute(mine.values(**told))
        ended = {"state": state, "reason": reason, "exit_code": exit_code, "counts": counts, "saved": saved}
        ended |= {"finished": now()}
        files(self.get(run_id) | ended)
        with self.engine.begin() as connection:
            connection.execute(mine.values(**ended))
            connection.execute(_forget, {"b_run": run_id})

    def quarantined(self) -> list[str]:
        """The oldest first."""
        query = select(runs.c.id).where(runs.c.quarantined.is_not(None)).order_by(runs.c.number)
        with self.engine.execution_options(reading=True).connect() as connection:
            return list(connection.scalars(query))

    def release(self, run_id: str) -> None:
        """What was quarantined is taken as good."""
        with self.engine.begin() as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(quarantined=None))

    def observed(self, spider: str, but: Run) -> list[dict[str, Any]]:
        """The runs of a spider that ended well and are taken as good, the newest first: `observed`, `alarms`, `started`.

        Without those of the same generation: workers beside each other see parts of one whole.
        """
        query = select(runs.c.id, runs.c.observed, runs.c.alarms, runs.c.started, runs.c.arguments).where(
            runs.c.spider == spider, runs.c.generation != but.generation, _GOOD
        )
        with self.engine.execution_options(reading=True).connect() as connection:
            return [dict(row) for row in connection.execute(query.order_by(runs.c.number.desc())).mappings()]

    def unaccounted(self, but: str, state: str = RUNNING) -> list[str]:
        """Runs that ended without a word, or still go on."""
        query = select(runs.c.id).where(runs.c.state == state, runs.c.id != but).order_by(runs.c.number)
        with self.engine.begin() as connection:
            return list(connection.scalars(query))

    def ended(self, but: str) -> list[str]:
        """Runs of crawls that ended without a word; their files are to be made up."""
        running = self.unaccounted(but)
        with self.engine.begin() as connection:
            dead = workers.ended(connection, running)
        return [run for run in running if run in dead]

    def get(self, run_id: str) -> dict[str, Any]:
        with self.engine.begin() as connection:
            return dict(connection.execute(select(runs).where(runs.c.id == run_id)).mappings().one())
