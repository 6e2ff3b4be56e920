"""The whole of a replay, from its options to its exit code. No engine, no downloader, no socket."""

import logging
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from mayadeen.collection_settings import database_address, hold_collection, recheck_ages
from mayadeen.exceptions import COMPLETE, INCOMPLETE
from mayadeen.loaders import READER
from mayadeen.replay import report
from mayadeen.replay.fold import Folded, Outcome
from mayadeen.replay.keep import Items, store
from mayadeen.replay.options import Options
from mayadeen.replay.part import Job
from mayadeen.replay.processes import interruptible, results, spool
from mayadeen.stores.account import Account
from mayadeen.stores.ages import ages
from mayadeen.stores.articles import Articles
from mayadeen.stores.database import open_database, sqlite_file, storage_error
from mayadeen.stores.files import write_jsonl
from mayadeen.stores.ledger import Identity, Ledger
from mayadeen.stores.neighbours import Neighbours
from mayadeen.stores.readings import Readings
from mayadeen.stores.runfiles import write_run_files
from mayadeen.stores.runs import Runs, new_id
from mayadeen.stores.sisters import Sisters
from mayadeen.stores.sources import parts
from mayadeen.text import one_line

logger = logging.getLogger(__name__)

SMALLEST, LARGEST = 1 << 20, 64 << 20
"""Bytes of archive a process takes at a time."""


def replay(options: Options, settings: Any) -> int:
    """Gives back the exit code. Raises Stop."""
    with interruptible():
        return _replay(options, settings)


def _replay(options: Options, settings: Any) -> int:
    begun, used = time.monotonic(), _processor_time()
    address = database_address(settings)
    data = Path(settings["MAYADEEN_DATA"])
    if options.apply:
        hold_collection(settings, "replay")
    with spool(_folder(data, options)) as folder:
        if options.apply:
            open_database(address).dispose()
        jobs = list(_jobs(options, folder, address if options.apply or _exists(address) else None))
        folded = Folded()
        with closing(results(jobs, options.workers)) as read:
            for result in read:
                folded.add(result)
        outcomes = folded.outcomes()
        failed = any(name.startswith(("failed", "damaged")) for name in folded.counts)
        code = INCOMPLETE if failed else COMPLETE
        _keep(options, folder, outcomes, settings, code)
    _tell_speed(folded.counts["pages"], time.monotonic() - begun, _processor_time() - used)
    for line in report.lines(outcomes, folded.counts, options.apply):
        print(one_line(line))
    return code


def _tell_speed(pages: int, spent: float, used: float) -> None:
    logger.info("%d pages in %.2f s: %.0f pages/s; %.2f s of processor time", pages, spent, pages / spent, used)


def _processor_time() -> float:
    """Seconds of this process and of those it has waited for."""
    told = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in told)


def _keep(options: Options, spool: Path, outcomes: list[Outcome], settings: Any, code: int) -> None:
    items = Items(spool, options.run or new_id())
    try:
        if options.apply:
            _apply(options, items, outcomes, settings, code)
        if options.out:
            write_jsonl(options.out, items.of(outcomes))
    finally:
        items.close()


def _apply(options: Options, items: Items, outcomes: list[Outcome], settings: Any, code: int) -> None:
    engine = open_database(database_address(settings))
    try:
        runs = Runs(engine)
        run = runs.open("replay", options.told(), run_id=items.run, resume_within=0)
        who = Identity(run.id, run.job, run.generation, worker=run.id)
        near = Neighbours(engine, settings.getfloat("MAYADEEN_NEAR_DUPLICATE_LIKENESS"))
        readings = Readings(engine, who, [near, Sisters()], reader=READER, plan=ages(recheck_ages(settings)))
        stored = store(readings, items, outcomes, signing=settings["MAYADEEN_NEAR_DUPLICATES"] != "off")
        account = Account.of(Ledger(engine, who), run.id)
        counts = account.totals() | {"stored": stored, "unchanged": len(outcomes) - stored, "found": len(outcomes)}
        runs.finish(
            run.id, state="finished", reason="finished", exit_code=code, counts=counts, saved={},
            files=lambda run: write_run_files(Path(settings["MAYADEEN_DATA"]), run, Articles(engine), account),
        )  # fmt: skip
    except SQLAlchemyError as error:
        raise storage_error(error) from None
    finally:
        engine.dispose()


def _jobs(options: Options, spool: Path, database: str | None) -> Iterator[Job]:
    size = sum(part.stop - part.start for part in parts(options.archive, LARGEST))
    wanted = min(LARGEST, max(SMALLEST, size // (4 * options.workers) + 1))
    for number, part in enumerate(parts(options.archive, wanted)):
        yield Job(part, number, spool, database, options.editions, options.out is not None, options.apply)


def _exists(address: str) -> bool:
    file = sqlite_file(address)
    return file is None or Path(file).exists()


def _folder(data: Path, options: Options) -> Path | None:
    """Where the items wait: beside what they become, for they are large."""
    folder = data if options.apply or data.is_dir() else (options.out.parent if options.out else None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
