"""JSON Lines and CSV, plain or gzipped.

A CSV cell is text as it is stored, a number, or JSON. Where a program could take a text for a formula, or for
nothing, an apostrophe stands before it; so whoever takes one apostrophe off each cell that begins with one
has the text again. An empty cell is null, a lone apostrophe the empty text.
"""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from mayadeen.stores.columns import Exported
from mayadeen.stores.exports import Held, Tell, Told, Wanted
from mayadeen.stores.formats.batches import Batches, export

FORMULA = re.compile("[\\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""Its first character, in its usual and its wide form, behind whatever a program may skip."""
BOM = b"\xef\xbb\xbf"


def jsonl(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    """Every key in every line, null or empty where there is nothing, as in `articles.jsonl`."""

    def put(of: Exported, found: Batches) -> list[str]:
        with _opened(path, wanted.packed) as file:
            for batch in found:
                file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch)
        return []

    return export(held, wanted, tell, put)


def csv_file(path: Path, held: Held, wanted: Wanted, tell: Tell) -> Told:
    """RFC 4180 in UTF-8; the first line names the columns."""

    def put(of: Exported, found: Batches) -> list[str]:
        with _opened(path, wanted.packed) as file:
            if wanted.bom:
                file.write(BOM)
            text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
            lines = csv.writer(text)
            lines.writerow(of.names)
            for batch in found:
                lines.writerows([cell(value) for value in row.values()] for row in batch)
            text.detach()
        return []

    return export(held, wanted, tell, put)


def cell(value: Any) -> Any:
    """
    >>> cell("=1+1"), cell("'tis"), cell(""), cell(None), cell(["غزة"]), cell(-1)
    ("'=1+1", "''tis", "'", None, '["غزة"]', -1)
    """
    if isinstance(value, str):
        return f"'{value}" if not value or value[0] == "'" or FORMULA.match(value) else value
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else value


@contextmanager
def _opened(path: Path, packed: bool) -> Iterator[IO[bytes]]:
    with path.open("wb") as file:
        if not packed:
            yield file
            return
        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as press:
            yield press  # type: ignore[misc]
