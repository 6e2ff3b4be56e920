"""The index of near-duplicates at its full size: disk, memory, a look-up; and what a text costs beside its page.

    python -m tests.bench.neighbours [--signatures 1000000] [--database ADDRESS]

Signatures are made, each slot as small as those of a text of 400 words; every thousandth look-up
has a near-copy among them. Disk is measured as SQLite's file with its log.
"""

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from struct import Struct

from sqlalchemy import Engine

from mayadeen import neighbours, text
from mayadeen.stores import signatures
from mayadeen.stores.database import open_database
from tests.bench import reading

SLOTS = Struct(f"<{neighbours.PERMUTATIONS}I")
LARGEST = 2**32 // 400
BATCH = 1000
LOOKUPS = 1000


def made(seed: int) -> bytes:
    dice = random.Random(seed)
    return SLOTS.pack(*(dice.getrandbits(24) % LARGEST for _ in range(neighbours.PERMUTATIONS)))


def near_copy(of: bytes, dice: random.Random) -> bytes:
    """Likeness 0.6."""
    return SLOTS.pack(*(slot if dice.random() < 0.6 else dice.getrandbits(23) for slot in SLOTS.unpack(of)))


def fill(engine: Engine, count: int) -> float:
    begun, numbers = time.perf_counter(), iter(range(count))
    while batch := list(islice(numbers, BATCH)):
        with engine.begin() as connection:
            signatures.add(connection, {f"ar:{n}": made(n) for n in batch})
    return time.perf_counter() - begun


def lookups(engine: Engine, count: int) -> list[tuple[float, float]]:
    """Milliseconds by the clock and of the processor; half of them ask for a near-copy of what is held."""
    spent, dice, found = [], random.Random(1), 0
    with engine.execution_options(reading=True).connect() as connection:
        for turn in range(LOOKUPS):
            asked = near_copy(made(dice.randrange(count)), dice) if turn % 2 else made(count + turn)
            begun = time.perf_counter(), time.thread_time()
            found += bool(signatures.candidates(connection, {"ar:asked": asked}, neighbours.LIKENESS))
            spent.append((1e3 * (time.perf_counter() - begun[0]), 1e3 * (time.thread_time() - begun[1])))
    print(f"near-copies found {found:6d} of {LOOKUPS // 2}")
    return spent


def index(folder: Path, count: int, address: str | None) -> None:
    engine = open_database(address or f"sqlite:///{folder}/index.sqlite")
    seconds = fill(engine, count)
    print(f"{count:,} signatures in {seconds:.0f} s, {1e3 * seconds / count:.2f} ms each, the making included")
    for name, spent in zip(("clock", "processor"), zip(*lookups(engine, count), strict=True), strict=True):
        low, high = statistics.median(spent), sorted(spent)[int(0.99 * len(spent))]
        print(f"a look-up        {low:8.2f} ms by the {name} (99 in 100 below {high:.2f}; wanted: 5)")
    engine.dispose()
    disk = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    print(f"disk             {disk:8.0f} MB (wanted: under 2,000)")
    print(f"memory           {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:8.0f} MB (wanted: under 500)")


def cost() -> None:
    """Of an article that is new, as a ratio to one parse of its page and to reading it."""
    pages = reading.recorded(100)
    bodies = [(reading.article.fields(*page).get("body") or "") for page in pages]

    def sign(body: str) -> object:
        text.fold.cache_clear()
        text.fold(body)  # the content hash has paid for this
        begun = time.process_time()
        neighbours.bands(neighbours.signature(neighbours.running_words({"kind": "news", "body": body})))
        return time.process_time() - begun

    signed = min(sum(map(sign, bodies)) for _ in range(5)) / len(bodies)
    parsed, read = (
        min(reading._cost(reader, pages) for _ in range(5)) / len(pages) for reader in (reading.parse, reading.item)
    )
    print(
        f"signing a text   {1e3 * signed:8.3f} ms, {signed / parsed:.2f} parses of its page, {signed / read:.2f} readings of it"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--signatures", type=int, default=1_000_000)
    options.add_argument("--database", help="another one than a new SQLite file; it is left as it is then")
    chosen, _ = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        index(Path(folder), chosen.signatures, chosen.database)
    cost()


if __name__ == "__main__":
    main()
