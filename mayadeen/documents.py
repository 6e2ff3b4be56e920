"""The project's documents, where the program quotes them: beside it in the sources, inside it where it is installed."""

import re
from importlib.resources import files
from pathlib import Path

_ROW = re.compile(r"^\| `(?P<names>[^|]+)` \|(?P<cells>.*)\|$", re.M)


def document(name: str) -> str:
    """`docs/<name>`; setup.py puts those that are quoted into the package."""
    inside = files("mayadeen").joinpath("docs", name)
    if inside.is_file():
        return inside.read_text(encoding="utf-8")
    return (Path(__file__).parent.parent / "docs" / name).read_text(encoding="utf-8")


def meanings(heading: str, table: str) -> dict[str, str]:
    """Field -> what the part of docs/data.md under `heading` says of it; of one that shares its row with other
    tables only where `table` is named or "all" or "both" are."""
    part = document("data.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found: dict[str, str] = {}
    for row in _ROW.finditer(part):
        cells = [cell.strip() for cell in row["cells"].split("|")]
        if len(cells) == 2 or table in cells[1] or cells[1] == "both":
            for name in re.findall(r"\w+", row["names"]):
                found[name] = _plain(cells[-1])
    return found


def _plain(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "")
