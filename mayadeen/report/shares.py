"""Tables of shares: `names` of their rows, and columns that say of how many `items` each row's `fields` are. Pure."""

from collections import Counter
from typing import Any


def fields(filled: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Of what `reading.told` says of each edition and kind; a column is an edition."""
    editions: dict[str, dict[str, Any]] = {}
    for edition, kinds in filled.items():
        together: Counter[str] = Counter()
        for each in kinds.values():
            together.update(each["fields"])
        editions[edition] = {"items": sum(each["items"] for each in kinds.values()), "fields": dict(together)}
    return {"names": _names(editions), "editions": editions}


def layers(chosen: dict[str, dict[str, dict[str, int]]]) -> dict[str, Any]:
    """A column is an edition; in `fields` an edition's are its fields."""
    of_fields = {
        edition: {field: _column(each) for field, each in sorted(taken.items())} for edition, taken in chosen.items()
    }
    editions = {}
    for edition, taken in chosen.items():
        together: Counter[str] = Counter()
        for each in taken.values():
            together.update(each)
        editions[edition] = _column(together)
    return {"names": _names(editions), "editions": editions, "fields": of_fields}


def _column(numbers: dict[str, int]) -> dict[str, Any]:
    return {"items": sum(numbers.values()), "fields": dict(numbers)}


def _names(columns: dict[str, dict[str, Any]]) -> list[str]:
    return sorted({name for each in columns.values() for name in each["fields"]})
