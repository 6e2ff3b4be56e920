"""What keeping WARC files costs a crawl, and what `scrapy crawl replay` makes of them.

    python -m tests.bench.archive

Crawls with and without an archive take turns against one replica on loopback: compare the figures
of one run with each other.
"""

import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import lxml.html
from fastwarc.warc import ArchiveIterator, response

from tests.bench.throughput import processor_time, rate
from tests.conftest import ROOT, Kept, run_replica

ROUNDS = 5
MODES = ("items", "off")
TRIES = 3
COPIES = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        crawled = writing(Path(folder))
        print(f"archive          {size(crawled) / 1e6:7.1f} MB")
        replaying(crawled)


def writing(folder: Path) -> Kept:
    rates: dict[str, list[float]] = {mode: [] for mode in MODES}
    spent: dict[str, list[float]] = {mode: [] for mode in MODES}
    with run_replica(folder / "log", "--edition", "ar", "--articles", "1000") as site:
        for turn in range(ROUNDS):
            for mode in MODES if turn % 2 else MODES[::-1]:
                kept = Kept(folder / f"{mode}{turn}", {"MAYADEEN_ARCHIVE": mode, "STATS_DUMP": 1})
                before = processor_time()
                rates[mode].append(rate(kept.crawl("edition=ar", site.argument, "pages=all", "-L", "INFO")))
                spent[mode].append(processor_time() - before)
    ratios = sorted(a / b for a, b in zip(rates["items"], rates["off"], strict=True))
    for mode in MODES:
        print(f"archive={mode:5}    {statistics.median(rates[mode]):7.0f} pages/s")
    told = f"({ratios[0]:.2f} to {ratios[-1]:.2f}; wanted: at least 0.85)"
    print(f"with / without   {statistics.median(ratios):7.2f}   {told}")
    more = sorted(a / b for a, b in zip(spent["items"], spent["off"], strict=True))
    print(f"processor time   {statistics.median(more):7.2f}   ({more[0]:.2f} to {more[-1]:.2f}), its thread's included")
    return Kept(folder / f"items{ROUNDS - 1}")


def replaying(kept: Kept) -> None:
    """Pages a second by the replay's own clock, its processes' start, comparing and storing included."""
    payloads = pages(kept)
    copies = kept.data / "copies"
    copies.mkdir()
    for turn in range(COPIES):
        for path in (kept.data / "archive").iterdir():
            shutil.copy(path, copies / f"{turn}-{path.name}")
    rates: dict[str, list[float]] = {"lxml only": [], "1 worker": [], "2 workers": [], "1 worker, storing": []}
    for turn in range(TRIES):
        rates["lxml only"].append(parsing(payloads * COPIES))
        rates["1 worker"].append(replay(kept, copies, len(payloads), "workers=1"))
        rates["2 workers"].append(replay(kept, copies, len(payloads), "workers=2"))
        other = Kept(kept.data / f"stored{turn}")
        rates["1 worker, storing"].append(replay(other, kept.data / "archive", len(payloads), "workers=1", "apply=1"))
    for name, values in rates.items():
        print(f"{name:18}{statistics.median(values):7.0f} pages/s")
    for name, of, least in (
        ("2 workers", "1 worker", 1.5),
        ("1 worker", "lxml only", 0.3),
        ("1 worker, storing", "lxml only", 0.3),
    ):
        ratios = sorted(a / b for a, b in zip(rates[name], rates[of], strict=True))
        told = f"({ratios[0]:.2f} to {ratios[-1]:.2f}; wanted: at least {least})"
        print(f"{name} / {of}: {statistics.median(ratios):.2f} {told}")


def pages(kept: Kept) -> list[str]:
    found = []
    for path in (kept.data / "archive").iterdir():
        for record in ArchiveIterator(str(path), record_types=response):
            found.append(record.reader.read().decode())
    return found


def parsing(payloads: list[str]) -> float:
    begun = time.perf_counter()
    for page in payloads:
        lxml.html.fromstring(page)
    return len(payloads) / (time.perf_counter() - begun)


def replay(kept: Kept, copies: Path, number: int, *arguments: str) -> float:
    command = kept.command(f"archive={copies}/*.gz", *arguments, spider="replay")
    ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, check=True)
    assert f" pages read, {number} articles" in ended.stdout
    return float(re.search(r"pages in [\d.]+ s: (\d+) pages/s", ended.stderr)[1])


def size(kept: Kept) -> int:
    return sum(path.stat().st_size for path in (kept.data / "archive").iterdir())


if __name__ == "__main__":
    main()
