"""What a plan of ages would have caught: the last edit of each article, by the times its page states."""

import gzip
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import orjson

SIX_HOURLY = tuple(range(360, 7 * 1440 + 1, 360))
"""Looking every six hours for a week, in minutes: what a plan is compared with."""


@dataclass(frozen=True)
class Outcome:
    requests: int
    """For each article, until the last age of the plan."""
    caught: float
    """The share of last edits that some look comes after."""
    lag: float
    """Minutes from a caught edit to the look that sees it, median."""


def delays(times: Iterable[tuple[str | None, str | None]]) -> list[float]:
    """Minutes from publishing to the last edit, of those that were edited.

    >>> delays([("2024-01-01T10:00:00+02:00", "2024-01-01T08:30:00+00:00"), ("2024-01-01T10:00:00+02:00", None)])
    [30.0]
    """
    pairs = ((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in times if a and b)
    found = ((after - before).total_seconds() / 60 for before, after in pairs)
    return [delay for delay in found if delay > 0]


def simulate(plan: Sequence[float], delays: Sequence[float]) -> Outcome:
    """
    >>> simulate([10, 60], [5, 20, 30, 100])
    Outcome(requests=2, caught=0.75, lag=30)
    """
    plan = sorted(plan)
    looks = (bisect_left(plan, delay) for delay in delays)
    lags = [plan[look] - delay for look, delay in zip(looks, delays, strict=True) if look < len(plan)]
    return Outcome(len(plan), len(lags) / len(delays), median(lags) if lags else 0)


def times_in(file: Path) -> Iterator[tuple[str | None, str | None]]:
    """Of JSON Lines, packed or not: our own `articles.jsonl`, or rows that hold the site's metadata script.

    Raises OSError, ValueError.
    """
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        for row in map(orjson.loads, lines):
            told: dict[str, Any] = row.get("metadata", row)
            yield _first(told, "published", "published_time"), _first(told, "modified", "last_updated")


def _first(told: dict[str, Any], *names: str) -> str | None:
    return next(chain((told[name] for name in names if told.get(name)), [None]))
