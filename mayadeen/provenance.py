"""An item with the provenance of each field, for whoever mends a selector."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mayadeen.items import REQUIRED, Article

NOT_READ = (
    "regions",
    "provenance",
    "cluster",
    "content_hash",
    "fetched",
    "first_seen",
    "last_seen",
    "revision",
    "warc",
    "run",
)
"""Fields that no page gives: the crawl knows them."""
_JOINERS = "\u200c\u200d"
_LONGEST = 100
_STYLES = {"missing": "dim", "missing, required": "bold red"}
_COLUMNS = {"field": "cyan", "layer": "green", "conflict": "yellow", "raw": "dim", "notes": "dim"}


class Line(NamedTuple):
    """All as it is shown: short, on one line, nothing that moves a cursor."""

    field: str
    value: str
    layer: str = ""
    rank: str = ""
    raw: str = ""
    conflict: str = ""
    notes: str = ""


def lines(item: Article) -> Iterator[Line]:
    """
    >>> [line for line in lines(Article(title="a\\x1b[2Jb")) if line.value != "missing"][0].value
    'missing, required'
    >>> [line.value for line in lines(Article(title="a\\x1b[2Jb")) if line.field == "title"]
    ['a [2Jb']
    """
    for name, value in vars(item).items():
        if name not in NOT_READ:
            empty = "missing, required" if name in REQUIRED else "missing"
            shown = empty if value in (None, "", []) else _shown(value)
            yield Line(name, shown, *_note(dict(item.provenance.get(name, {}))))


def _note(note: dict[str, Any]) -> tuple[str, ...]:
    said = note.pop("conflict", None)
    conflict = f"{said['layer']}: {said['raw']}" if said else ""
    named = (note.pop("layer", ""), note.pop("rank", ""), note.pop("raw", ""), conflict)
    return (*map(_shown, named), _shown(", ".join(f"{key} {value}" for key, value in note.items())))


def _shown(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = " | ".join(value)
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    text = "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def plain(item: Article) -> str:
    """A field a line, separated by tabs."""
    return "\n".join("\t".join(line) for line in (Line(*Line._fields), *lines(item))) + "\n"


def show(item: Article, console: Console) -> None:
    """As a table; columns that nothing fills are left out, and a raw value that became the value itself is a =."""
    found = [line._replace(raw="=" if line.raw and line.raw == line.value else line.raw) for line in lines(item)]
    filled = [name for name in Line._fields if any(getattr(line, name) for line in found)]
    table = Table(*filled, header_style="bold", expand=True)
    for line in found:
        table.add_row(*(Text(getattr(line, name), _style(name, line.value)) for name in filled))
    console.print(table)


def _style(column: str, value: str) -> str:
    return _STYLES.get(value, "") if column == "value" else _COLUMNS.get(column, "")
