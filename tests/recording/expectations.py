"""The expected values beside a cassette: what is in such a file, and how an item is held against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

DRAFT = "draft"
NOTICE = (
    "Written by the reader, so it proves nothing yet. Compare each value with the page as a browser shows it, "
    "correct what is wrong, then delete this line."
)


class StillDraft(AssertionError):
    """Nobody has compared these values with the page."""


def beside(cassette: Path) -> Path:
    """tests/expected/en/news.json for tests/cassettes/en/news.json."""
    return cassette.parents[2] / "expected" / cassette.parent.name / cassette.name


def write(path: Path, of: str, fields: dict[str, Any], *, draft: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = ({DRAFT: NOTICE} if draft else {}) | {"of": of, "fields": fields}
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def load(path: Path) -> dict[str, Any]:
    """The expected value of each field. Raises StillDraft."""
    content = orjson.loads(path.read_bytes())
    if DRAFT in content:
        raise StillDraft(f'{path} is still a draft: compare its values with the page, then delete its line "{DRAFT}"')
    return content["fields"]


def differences(expected: dict[str, Any], item: Any) -> dict[str, tuple[Any, Any]]:
    """Field -> (expected, read)."""
    return {
        name: (value, getattr(item, name)) for name, value in expected.items() if not _says(getattr(item, name), value)
    }


def _says(read: Any, expected: Any) -> bool:
    """Equal; of a dictionary the keys that the file names."""
    if isinstance(expected, list) and isinstance(read, list):
        return len(read) == len(expected) and all(map(_says, read, expected))
    if isinstance(expected, dict) and isinstance(read, dict):
        return all(name in read and _says(read[name], value) for name, value in expected.items())
    return read == expected
