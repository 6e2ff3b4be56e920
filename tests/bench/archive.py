"""What keeping WARC files costs a crawl, and what `scrapy crawl replay` makes of them.

    python -m tests.bench.archive

Crawls with and without an archive take turns against one replica on loopback: compare the figures
of one run with each other.
"""

import re
import statistics
import subprocess
import tempfile
from pathlib import Path

from tests.bench.throughput import rate
from tests.conftest import Kept, run_replica

ROUNDS = 5
MODES = ("items", "off")
TRIES = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        crawled = writing(Path(folder))
        print(f"archive          {size(crawled) / 1e6:7.1f} MB")


def writing(folder: Path) -> Kept:
    rates: dict[str, list[float]] = {mode: [] for mode in MODES}
    with run_replica(folder / "log", "--edition", "ar", "--articles", "1000") as site:
        for turn in range(ROUNDS):
            for mode in MODES if turn % 2 else MODES[::-1]:
                kept = Kept(folder / f"{mode}{turn}", {"MAYADEEN_ARCHIVE": mode, "STATS_DUMP": 1})
                rates[mode].append(rate(kept.crawl("edition=ar", site.argument, "pages=all", "-L", "INFO")))
    ratios = sorted(a / b for a, b in zip(rates["items"], rates["off"], strict=True))
    for mode in MODES:
        print(f"archive={mode:5}    {statistics.median(rates[mode]):7.0f} pages/s")
    told = f"({ratios[0]:.2f} to {ratios[-1]:.2f}; wanted: at least 0.85)"
    print(f"with / without   {statistics.median(ratios):7.2f}   {told}")
    return Kept(folder / f"items{ROUNDS - 1}")


def size(kept: Kept) -> int:
    return sum(path.stat().st_size for path in (kept.data / "archive").iterdir())


if __name__ == "__main__":
    main()
