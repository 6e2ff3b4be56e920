"""The whole of a replay, from its options to its exit code. No engine, no downloader, no socket."""

import logging
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mayadeen.exceptions import COMPLETE, INCOMPLETE, StorageFailed
from mayadeen.extensions.collection import database_address, hold_collection
from mayadeen.replay import report
from mayadeen.replay.fold import Folded, Outcome
from mayadeen.replay.keep import Items, store
from mayadeen.replay.options import Options
from mayadeen.replay.part import Job, Result, read_part
from mayadeen.stores.account import Account
from mayadeen.stores.articles import Articles
from mayadeen.stores.database import open_database, sqlite_file
from mayadeen.stores.files import write_jsonl
from mayadeen.stores.runfiles import write_run_files
from mayadeen.stores.runs import Runs, new_id
from mayadeen.stores.sources import parts

logger = logging.getLogger(__name__)

SMALLEST, LARGEST = 1 << 20, 64 << 20
"""Bytes of archive a process takes at a time."""


def replay(options: Options, settings: Any) -> int:
    """Gives back the exit code. Raises Stop."""
    begun = time.monotonic()
    address = database_address(settings)
    data = Path(settings["MAYADEEN_DATA"])
    if options.apply:
        hold_collection(settings, "replay")
    with TemporaryDirectory(prefix="replay-", dir=_folder(data, options)) as spool:
        jobs = list(_jobs(options, Path(spool), address if options.apply or _exists(address) else None))
        if options.apply:
            open_database(address).dispose()
        folded = Folded()
        for result in _results(jobs, options.workers):
            folded.add(result)
        outcomes = folded.outcomes()
        _keep(options, Path(spool), outcomes, data, address)
    spent = time.monotonic() - begun
    logger.info("%d pages in %.2f s: %.0f pages/s", folded.counts["pages"], spent, folded.counts["pages"] / spent)
    for line in report.lines(outcomes, folded.counts, options.apply):
        print(line)
    failed = any(name.startswith(("failed", "damaged")) for name in folded.counts)
    return INCOMPLETE if failed else COMPLETE


def _keep(options: Options, spool: Path, outcomes: list[Outcome], data: Path, address: str) -> None:
    items = Items(spool, options.run or new_id())
    try:
        if options.apply:
            _apply(options, items, outcomes, data, address)
        if options.out:
            write_jsonl(options.out, items.of(outcomes))
    finally:
        items.close()


def _apply(options: Options, items: Items, outcomes: list[Outcome], data: Path, address: str) -> None:
    engine = open_database(address)
    try:
        runs = Runs(engine)
        runs.open("replay", options.told(), run_id=items.run, resume_within=0)
        stored = store(engine, items, outcomes)
        counts = {"stored": stored, "unchanged": len(outcomes) - stored}
        runs.finish(items.run, state="finished", reason="finished", exit_code=COMPLETE, counts=counts, saved={})
        write_run_files(data, runs.get(items.run), Articles(engine), Account([]))
    finally:
        engine.dispose()


def _jobs(options: Options, spool: Path, database: str | None) -> Iterator[Job]:
    size = sum(part.stop - part.start for part in parts(options.archive, LARGEST))
    wanted = min(LARGEST, max(SMALLEST, size // (4 * options.workers) + 1))
    for number, part in enumerate(parts(options.archive, wanted)):
        yield Job(part, number, spool, database, options.editions, everything=options.out is not None)


def _results(jobs: list[Job], workers: int) -> Iterable[Result]:
    if workers == 1 or len(jobs) < 2:
        yield from map(read_part, jobs)
        return
    try:
        with ProcessPoolExecutor(min(workers, len(jobs))) as processes:
            yield from processes.map(read_part, jobs)
    except BrokenProcessPool:
        raise StorageFailed("a process of the replay was killed: run it with fewer workers") from None


def _exists(address: str) -> bool:
    file = sqlite_file(address)
    return file is None or Path(file).exists()


def _folder(data: Path, options: Options) -> Path | None:
    """Where the items wait: beside what they become, for they are large."""
    folder = data if options.apply or data.is_dir() else (options.out.parent if options.out else None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
