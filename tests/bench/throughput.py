"""Pages a second and memory of the whole road, beside a bare Scrapy spider that only downloads the same pages.

    python -m tests.bench.throughput

Both run in turn against one replica on loopback, without delays: compare the figures of one run
with each other, not with those of another machine or day.
"""

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests import forks
from tests.conftest import ROOT, Kept, run_replica

ROUNDS = 3
ROAD_ALONE = {"MAYADEEN_ARCHIVE": "off", "MAYADEEN_NEAR_DUPLICATES": "off"}
"""Crawl, read, validate, store: what the archive and the near-duplicates cost has benches of its own."""
BARE = textwrap.dedent("""
    import json, sys
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        async def start(self):
            for url in json.load(open(sys.argv[1])):
                yield scrapy.Request(url, dont_filter=True)
        def parse(self, response):
            pass

    process = AsyncCrawlerProcess({"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0,
                                   "LOG_LEVEL": "INFO", "REMOTE_CONTROL_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare)
    process.start()
""")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        throughput(Path(folder))
        memory(Path(folder))


def throughput(folder: Path) -> None:
    with run_replica(folder / "log", "--edition", "ar", "--articles", "3000") as site:
        road: list[Speed] = []
        only: list[Speed] = []
        for turn in range(ROUNDS):
            kept = Kept(folder / f"data{turn}", run=forks.started)
            crawl = partial(
                kept.crawl, "edition=ar", site.argument, "pages=all", "-L", "INFO", STATS_DUMP=1, **ROAD_ALONE
            )
            road.append(speed(crawl))
            only.append(speed(partial(bare, folder, kept, site.bases["ar"])))
    print(f"the whole road   {statistics.median(one.rate for one in road):7.0f} pages/s")
    print(f"only downloading {statistics.median(one.rate for one in only):7.0f} pages/s")
    tell("ratio", [a.rate / b.rate for a, b in zip(road, only, strict=True)], "wanted: at least 0.45")
    tell(
        "in processor time",
        [b.seconds / a.seconds for a, b in zip(road, only, strict=True)],
        "steadier; start included",
    )


def tell(name: str, ratios: list[float], note: str) -> None:
    print(f"{name:17} {statistics.median(ratios):6.2f}   ({min(ratios):.2f} to {max(ratios):.2f}; {note})")


def bare(folder: Path, kept: Kept, base: str) -> "subprocess.CompletedProcess[str]":
    """The same pages, from the ledger of the crawl before."""
    paths = [
        url.split("/", 3)[3] for (url,) in kept.query("SELECT url FROM pages WHERE state != 'filtered' ORDER BY seq")
    ]
    (folder / "urls.json").write_text(json.dumps([f"{base}/{path}" for path in paths]))
    (folder / "bare.py").write_text(BARE)
    return subprocess.run(
        [sys.executable, "bare.py", "urls.json"], cwd=folder, capture_output=True, text=True, check=True
    )


def rate(ended: "subprocess.CompletedProcess[str]") -> float:
    """Answers a second between the opening and the closing of the spider, from Scrapy's own stats."""
    assert ended.returncode == 0, ended.stderr[-2000:]
    return responses(ended) / float(re.search(r"'elapsed_time_seconds': ([\d.]+)", ended.stderr)[1])


def responses(ended: "subprocess.CompletedProcess[str]") -> int:
    return int(re.search(r"'downloader/response_count': (\d+)", ended.stderr)[1])


def processor_time() -> float:
    """Seconds of the processes that ended: unlike pages a second, others' load changes it little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Speed(NamedTuple):
    rate: float
    """Answers a second."""
    seconds: float
    """Of processor time an answer."""


def speed(run: "Callable[[], subprocess.CompletedProcess[str]]") -> Speed:
    before = processor_time()
    ended = run()
    return Speed(rate(ended), (processor_time() - before) / responses(ended))


def memory(folder: Path) -> None:
    peaks = {}
    for articles in (2_000, 20_000):
        with run_replica(folder / "log", "--edition", "en", "--articles", str(articles)) as site:
            kept = Kept(folder / f"memory{articles}")
            peaks[articles] = peak(kept, "pages=all", site.argument)
            assert kept.one("SELECT count(*) FROM articles") == articles
    print(f"peak memory      {peaks[2_000]:.0f} MB at 2,000 articles, {peaks[20_000]:.0f} MB at 20,000")
    print(f"ratio            {peaks[20_000] / peaks[2_000]:7.2f}   (wanted: at most 1.3)")


def peak(kept: Kept, *arguments: str) -> float:
    """Megabytes of the crawl's process at its largest, as the system counted them."""
    script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    command = [sys.executable, "-c", script, *kept.command(*arguments)]
    ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, check=True)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return int(ended.stdout.splitlines()[-1]) / unit


if __name__ == "__main__":
    main()
