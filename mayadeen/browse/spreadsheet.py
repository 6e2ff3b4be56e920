"""CSV as it leaves: a text of a page that a spreadsheet would take for a formula gets an apostrophe before it."""

import csv
import io
import re
import sys

from mayadeen.stores.formats.lines import FORMULA

csv.field_size_limit(sys.maxsize)  # a body may be longer than 128 kB
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


def harmless(rows: bytes) -> bytes:
    """Whole rows, as Datasette sends them: one or more at a time.

    >>> harmless(b'en:1,=1+1,-5,"a, b"\\r\\n')
    b'en:1,\\'=1+1,-5,"a, b"\\r\\n'
    """
    out = io.StringIO(newline="")
    read = csv.reader(io.StringIO(rows.decode(), newline=""))
    csv.writer(out).writerows([_cell(cell) for cell in row] for row in read)
    return out.getvalue().encode()


def _cell(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
