"""What keeping WARC files costs a crawl, and what `scrapy crawl replay` makes of them.

    python -m tests.bench.archive

What is compared takes turns, a replay between two rounds of lxml, and each figure is the median of the turns'
ratios: by the clock, and by processor time, which others' load changes less. On a machine that is not idle trust
the second.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import lxml.html
from fastwarc.warc import ArchiveIterator, response

from tests import forks
from tests.bench.throughput import processor_time, rate
from tests.conftest import ROOT, Kept, run_replica

ROUNDS = 9
KINDS = ("clock", "processor")
COPIES = 3
"""Of the crawl's archive, so that a replay takes seconds."""
COMPARED = """{pages} pages ({copies} times those of a crawl). lxml only: lxml.html.fromstring of each, unpacked and decoded before.
Replay: unpacking, HTTP, all fields, validating, comparing, folding and storing, from its first part to its last file,
processes included, without the start of Python. All is as it is stored; then, all new: into an empty collection."""


class Spent(NamedTuple):
    """Pages, and seconds of the clock and of all processors together."""

    pages: int
    wall: float
    processor: float


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        crawled = writing(Path(folder))
        print(f"archive          {size(crawled) / 1e6:7.1f} MB")
        replaying(crawled)


def writing(folder: Path) -> Kept:
    spent: dict[str, list[Spent]] = {"items": [], "off": []}
    with run_replica(folder / "log", "--edition", "ar", "--articles", "1000") as site:
        for turn in range(ROUNDS):
            for mode in list(spent)[:: 1 if turn % 2 else -1]:
                kept = Kept(folder / f"{mode}{turn}", {"MAYADEEN_ARCHIVE": mode, "STATS_DUMP": 1}, forks.started)
                before = processor_time()
                ended = kept.crawl("edition=ar", site.argument, "pages=all", "-L", "INFO")
                spent[mode].append(Spent(1000, 1000 / rate(ended), processor_time() - before))
    told("archive=off", spent["off"])
    told("archive=items", spent["items"], spent["off"], 0.85)
    return Kept(folder / f"items{ROUNDS - 1}")


def told(name: str, spent: list[Spent], beside: list[Spent] | None = None, least: float | None = None) -> None:
    """A line: pages a second, and what that is of those `beside`, of which it is to be `least`."""
    rates = [(one.pages / one.wall, one.pages / one.processor) for one in spent]
    line = "  ".join(f"{kind} {statistics.median(each):6.0f}/s" for kind, each in zip(KINDS, zip(*rates, strict=True), strict=True))
    if beside is not None:
        others = [(one.pages / one.wall, one.pages / one.processor) for one in beside]
        for kind, one, other in zip(KINDS, zip(*rates, strict=True), zip(*others, strict=True), strict=True):
            ratios = sorted(a / b for a, b in zip(one, other, strict=True))
            line += f"  {kind} x{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    print(f"{name:20} {line}" + (f"  wanted: at least x{least}" if least else ""), flush=True)


def replaying(kept: Kept) -> None:
    """By the replay's own clock, its processes' start, comparing and storing included."""
    payloads, copies = pages(kept), kept.data / "copies"
    copies.mkdir()
    for turn in range(COPIES):
        for path in (kept.data / "archive").iterdir():
            shutil.copy(path, copies / f"{turn}-{path.name}")
    spent: dict[str, list[Spent]] = {name: [] for name in ("1 worker", "2 workers", "1, all new", "2, all new")}
    lxml_alone: dict[str, list[Spent]] = {name: [] for name in spent}
    for turn in range(ROUNDS):
        before = parsing(payloads * COPIES)
        for name, replays in spent.items():
            workers = name[0]
            into = Kept(kept.data / f"stored{workers}{turn}") if "new" in name else kept
            replays.append(replay(into, copies, len(payloads), f"workers={workers}", "apply=1"))
            after = parsing(payloads * COPIES)
            lxml_alone[name].append(Spent(*map(statistics.mean, zip(before, after, strict=True))))
            before = after
    print(COMPARED.format(pages=COPIES * len(payloads), copies=COPIES))
    told("lxml only", [one for each in lxml_alone.values() for one in each])
    told("1 worker", spent["1 worker"], lxml_alone["1 worker"], 0.3)
    print(f"two busy loops        x{sharing():.2f} of one: what two workers can come to on this machine now")
    told("2 workers", spent["2 workers"], spent["1 worker"], 1.5)
    told("1, all new", spent["1, all new"], lxml_alone["1, all new"])
    told("2, all new", spent["2, all new"], spent["1, all new"])


def sharing() -> float:
    """How much more two processes get done than one, in the median of turns."""
    ratios = []
    for _ in range(ROUNDS):
        one, two = busy(1), busy(2)
        ratios.append(2 * one / two)
    return statistics.median(ratios)


def busy(number: int) -> float:
    """Seconds until so many processes have each used one of a processor."""
    loop = "import time\nwhile time.process_time() < 1: pass"
    begun = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", loop]) for _ in range(number)]
    for one in running:
        one.wait()
    return time.perf_counter() - begun


def pages(kept: Kept) -> list[str]:
    found = []
    for path in (kept.data / "archive").iterdir():
        for record in ArchiveIterator(str(path), record_types=response):
            found.append(record.reader.read().decode())
    return found


def parsing(payloads: list[str]) -> Spent:
    wall, processor = time.perf_counter(), time.process_time()
    for page in payloads:
        lxml.html.fromstring(page)
    return Spent(len(payloads), time.perf_counter() - wall, time.process_time() - processor)


def replay(kept: Kept, copies: Path, number: int, *arguments: str) -> Spent:
    command = kept.command(f"archive={copies}/*.gz", *arguments, spider="replay")
    ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, check=True)
    assert f" pages read, {number} articles" in ended.stdout
    found = re.search(r"(\d+) pages in ([\d.]+) s.* ([\d.]+) s of processor time", ended.stderr)
    return Spent(int(found[1]), float(found[2]), float(found[3]))


def size(kept: Kept) -> int:
    return sum(path.stat().st_size for path in (kept.data / "archive").iterdir())


if __name__ == "__main__":
    main()
