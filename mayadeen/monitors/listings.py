"""Listings that answer, and show nothing."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from mayadeen.editions import EDITIONS
from mayadeen.monitors.alarm import Alarm

FEW = 4
"""Items below which a listing is too short to be judged."""
SHARE = 0.25
LAST = 10
"""Runs that are looked back on."""


def emptied(observed: dict[str, Any], past: list[dict[str, Any]]) -> Iterator[Alarm]:
    for edition, shown in observed["listings"].items():
        before = [run["listings"].get(edition, {}) for run in past]
        empty = [path for path, number in shown.items() if _is_empty(number, _usual(path, before))]
        for path in empty:
            told = f"answers, and shows {shown[path]} items of its own, before {_usual(path, before):g}"
            yield Alarm(edition, f"listing {path}", told, f"{EDITIONS[edition].home}{path}")


def _usual(path: str, before: list[dict[str, int]]) -> float | None:
    numbers = [shown[path] for shown in before if path in shown][:LAST]
    return median(numbers) if numbers else None


def _is_empty(number: int, usual: float | None) -> bool:
    return usual is not None and usual >= FEW and number < SHARE * usual
