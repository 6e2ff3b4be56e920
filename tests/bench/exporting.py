"""`scrapy export` of a large collection: seconds, bytes and the most memory that each format takes.

    python -m tests.bench.exporting [--rows 100000,1000000] [--folder FOLDER]

The rows are made: a text of 3,000 characters, Arabic in two of three, with lists and provenance as a crawl stores
them. With --folder the collections stay there, and one that is there is used again.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
from sqlalchemy import insert

from mayadeen.items import Article
from mayadeen.stores.database import open_database
from mayadeen.stores.exports import FORMATS
from mayadeen.stores.tables import articles, runs

TEXT = {"en": "the ministry said on Monday that talks in Beirut went on ", "ar": "قالت الوزارة يوم الاثنين إن المحادثات في بيروت مستمرة "}
LENGTH = 3_000
DAY = "2026-01-{:02}"
RUN = {"id": "r", "spider": "sections", "arguments": {}, "job": "j", "generation": "g", "version": "1", "started": "2026-01-01T00:00:00+00:00", "state": "finished"}  # fmt: skip


def made(number: int) -> dict[str, object]:
    dice = random.Random(number)
    edition, day = dice.choice(("ar", "ar", "en")), DAY.format(1 + number % 28)
    words = TEXT[edition].split()
    dice.shuffle(words)
    text = " ".join(words)
    url = f"https://www.almayadeen.net/news/politics/{number}"
    article = Article(
        f"{edition}:{number:08}", str(number), edition, dice.choice(("news", "report", "video")), url, "news/politics", "Politics",
        ["africa"], None, None, text[:80], text, (f"{text}\n\n" * (LENGTH // len(text) + 1))[:LENGTH], ["Al Mayadeen Net"], "Agencies",
        f"{day}T10:00:00+02:00", f"{day}T11:00:00+02:00", day, edition, 2, 500, None, f"{url}.jpg", text[:60], "AFP",
        [{"url": f"{url}-2.jpg", "caption": text[:50], "credit": None}], [], words[:5], [{"title": text[:70], "url": url}],
        {name: {"layer": "script", "raw": text[:40]} for name in ("title", "summary", "published", "tags", "authors")}, None, f"{number:040x}",
        f"{day}T08:05:00+00:00", f"{day}T08:05:00+00:00", f"{day}T09:05:00+00:00", 1, {"file": "mayadeen-r-00000.warc.gz", "offset": number, "length": 9}, "r",
    )  # fmt: skip
    return vars(article)


def fill(data: Path, rows: int) -> None:
    """Straight into SQLite, lists and dictionaries as the collection stores them."""
    data.mkdir(parents=True, exist_ok=True)
    engine = open_database(f"sqlite:///{data / 'mayadeen.sqlite'}")
    with engine.begin() as connection:
        connection.execute(insert(runs), RUN)
    engine.dispose()
    names = [column.name for column in articles.columns if column.name != "reader"]
    statement = f"INSERT INTO articles ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    with closing(sqlite3.connect(data / "mayadeen.sqlite")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(statement, _values(rows))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _values(rows: int) -> Iterator[list[object]]:
    for number in range(rows):
        values = made(number).values()
        yield [orjson.dumps(value).decode() if isinstance(value, (list, dict)) else value for value in values]


def export(data: Path, output: Path, *options: str) -> tuple[float, float]:
    """Seconds and the most megabytes that were resident."""
    command = [sys.executable, "-m", "scrapy", "export", "--output", str(output), *options]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=os.environ | {"MAYADEEN_DATA": str(data)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return time.perf_counter() - begun, used.ru_maxrss / unit


def measure(folder: Path, rows: int) -> None:
    data = folder / f"{rows}"
    if not (data / "mayadeen.sqlite").exists():
        fill(data, rows)
    size = (data / "mayadeen.sqlite").stat().st_size / 1e6
    print(f"{rows:,} rows, {size:,.0f} MB of SQLite", flush=True)
    ways = {name: (f"out{its.suffixes[0]}", "--format", name) for name, its in FORMATS.items() if its.takes and its.suffixes}
    ways["parquet, partitioned"] = ("parts", "--format", "parquet", "--partition", "edition,kind")
    ways["jsonl, of a text"] = ("text.jsonl", "--format", "jsonl", "--text", "بيروت قمة OR ministry")
    for name, (file, *options) in ways.items():
        with tempfile.TemporaryDirectory(dir=folder) as place:
            output = Path(place) / file
            seconds, memory = export(data, output, *options)
            files = [output] if output.is_file() else [path for path in output.rglob("*") if path.is_file()]
            written = sum(path.stat().st_size for path in files) / 1e6
        print(f"{name:22} {seconds:8.1f} s {memory:8.0f} MB of memory {written:10,.0f} MB written", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", default="20000,100000", help="by commas")
    options.add_argument("--folder", type=Path)
    chosen, _ = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        for rows in map(int, chosen.rows.split(",")):
            measure(chosen.folder or Path(folder), rows)


if __name__ == "__main__":
    main()
