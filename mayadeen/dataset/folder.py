"""`scrapy export --format dataset`: a folder that can be cited, and checked by `scrapy verify`."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, select

from mayadeen.dataset import bag, datasheet, package
from mayadeen.dataset.facts import Facts
from mayadeen.documents import document
from mayadeen.stores.account import OUTCOMES
from mayadeen.stores.columns import EXPORTED
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.formats import lines, parquet
from mayadeen.stores.report import Report
from mayadeen.stores.selection import Asked
from mayadeen.stores.tables import runs

COVERAGE = ("edition", "kind", "section", "day", "found", *OUTCOMES)
_SECRET = re.compile(rb'(?<=://)[^/@\s"]+@')
"""A user and a password in an address that a run was given."""


def write(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    data = path / "data"
    data.mkdir(parents=True)
    with held.state() as connection:
        one = replace(held, connection=connection)
        notes = _tables(data, one, wanted, tell)
        facts = _facts(path, one, wanted.asked, notes)
    _write_csv(data / "coverage.csv", facts.coverage)
    (path / "datapackage.json").write_bytes(package.manifest(path, facts))
    (path / "DATASHEET.md").write_text(datasheet.text(facts), encoding="utf-8")
    (path / "accuracy.md").write_text(document("accuracy.md"), encoding="utf-8")
    (path / "CITATION.cff").write_text(datasheet.citation(facts), encoding="utf-8")
    bag.seal(path)
    told = ", ".join(f"{number} {name}" for name, number in facts.rows.items())
    return Told(told, tuple(dict.fromkeys(note for each in notes.values() for note in each)))


def _tables(data: Path, held: Held, wanted: Wanted, tell: Tell) -> dict[str, tuple[str, ...]]:
    """Each as CSV and as Parquet; what was left out, by table."""
    notes = {}
    for name in EXPORTED:
        of = replace(wanted, asked=replace(wanted.asked, table=name), packed=True)
        told = lines.csv_file(data / f"{name}.csv.gz", held, of, tell)
        typed = parquet.write(data / f"{name}.parquet", held, of, tell)
        notes[name] = tuple(f"{name}: {note}" for note in dict.fromkeys((*told.notes, *typed.notes)))
    return notes


def _facts(path: Path, held: Held, asked: Asked, notes: dict[str, tuple[str, ...]]) -> Facts:
    assert held.connection is not None  # noqa: S101
    law = Report(held.engine, connection=held.connection).law()
    return Facts(
        asked=asked,
        rows={name: parquet.rows(path / "data" / f"{name}.parquet") for name in EXPORTED},
        coverage=[row for row in law if _asked_for(row, asked)],
        runs=list(_runs(path / "manifests", held.connection, held.data, asked)),
        notes=[note for each in notes.values() for note in each],
    )


def _asked_for(row: dict[str, Any], asked: Asked) -> bool:
    day = row["day"] or ""
    return (not asked.editions or row["edition"] in asked.editions) and (asked.since or day) <= day <= (asked.until or day)


def _runs(folder: Path, connection: Connection, data: Path, asked: Asked) -> Iterator[dict[str, Any]]:
    """The manifests of the runs that the rows may be of, copied; of one that has none what the database knows."""
    folder.mkdir()
    query = select(runs).order_by(runs.c.number)
    for run in connection.execute(query if asked.quarantined else query.where(runs.c.quarantined.is_(None))).mappings():
        manifest = data / "runs" / run["id"] / "manifest.json"
        if not manifest.is_file():
            known = {"run": run["id"], "program": f"mayadeen {run['version']}"}
            known |= {name: run[name] for name in ("spider", "arguments", "started", "finished", "state")}
            yield orjson.loads(_SECRET.sub(b"", orjson.dumps(known)))
            continue
        copied = _SECRET.sub(b"", manifest.read_bytes())
        (folder / f"{run['id']}.json").write_bytes(copied)
        yield orjson.loads(copied) | {"manifest": f"manifests/{run['id']}.json"}


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COVERAGE)
        table.writerows([lines.cell(row[name]) for name in COVERAGE] for row in rows)
