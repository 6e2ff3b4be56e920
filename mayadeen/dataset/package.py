"""`datapackage.json` of a dataset: Frictionless Data Package 2.0, each field with its type and meaning."""

from pathlib import Path
from typing import Any

import orjson

from mayadeen.dataset.facts import Facts
from mayadeen.documents import meanings
from mayadeen.stores import columns
from mayadeen.stores.columns import EXPORTED, Kind, Shape
from mayadeen.stores.soundness import digest_of

_PARTS = {
    "articles": ("Article",),
    "revisions": ("Article", "Versions and events"),
    "events": ("Versions and events",),
    "flashes": ("Flashes and placements",),
    "placements": ("Flashes and placements",),
}
"""Where docs/data.md says what the fields of a table mean."""
_TYPES = {
    columns.TEXT: "string", columns.NUMBER: "integer", columns.DAY: "date", columns.UTC: "datetime",
    columns.BEIRUT: "datetime", columns.TEXTS: "array", columns.FREE: "object",
}  # fmt: skip
_CELLS = (
    "The same rows are, typed, in the Parquet file beside it. Lists and objects are JSON. A text that begins with an apostrophe has one that is not its own: take it off "
    "(it keeps spreadsheets from taking a text for a formula). An empty cell is null, a lone apostrophe an empty text."
)
RIGHTS = (
    "The texts, titles and pictures' addresses are Al Mayadeen's, or those of whoever it names as their source; this "
    "collection grants no rights in them. What may be done with them is a matter of the law where you are."
)


def manifest(folder: Path, facts: Facts) -> bytes:
    resources = [*(_table(folder, name) for name in EXPORTED), _coverage(folder)]
    told = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "mayadeen",
        "title": "What Al Mayadeen published",
        "description": f"{facts.rows['articles']} articles and their former versions; DATASHEET.md says how it was made. {RIGHTS}",
        "version": facts.ended or "0",
        "resources": resources,
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def fields(name: str) -> list[dict[str, str]]:
    told: dict[str, str] = {}
    for part in _PARTS[name]:
        told |= meanings(part, name)
    return [{"name": each.name, "type": _type(each.kind), "description": told[each.name]} for each in EXPORTED[name].fields]


def _type(kind: Kind) -> str:
    if isinstance(kind, Shape):
        return "array" if kind.listed else "object"
    return _TYPES[kind]


def _table(folder: Path, name: str) -> dict[str, Any]:
    schema = {"fields": fields(name), "primaryKey": list(EXPORTED[name].order)}
    told = {"type": "table", "format": "csv", "compression": "gz", "encoding": "utf-8", "description": _CELLS}
    return _file(folder, name, f"data/{name}.csv.gz") | told | {"schema": schema}


def _coverage(folder: Path) -> dict[str, Any]:
    texts = ("edition", "kind", "section", "day")
    names = (folder / "data" / "coverage.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    schema = {"fields": [{"name": name, "type": "date" if name == "day" else "string" if name in texts else "integer"} for name in names]}
    told = {"type": "table", "format": "csv", "encoding": "utf-8", "description": "What became of every address that was found."}
    return _file(folder, "coverage", "data/coverage.csv") | told | {"schema": schema}


def _file(folder: Path, name: str, path: str) -> dict[str, Any]:
    size, digest = (folder / path).stat().st_size, digest_of(folder / path)
    return {"name": name, "path": path, "bytes": size, "hash": f"sha256:{digest}"}
