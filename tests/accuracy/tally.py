"""From readings to figures: means by whatever the pages are sorted by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.accuracy.pages import Page
from tests.accuracy.peers import Results
from tests.accuracy.scoring import FIELDS, mean, score
from tests.recording.expectations import differences

NOT_OFFERED = {("trafilatura", "instant"), ("news-please", "tags")}
"""What a tool does not claim to give: trafilatura's dates are days, news-please has no tags."""


@dataclass
class Row:
    """`values` is None for what a reader does not offer or the pages do not have."""

    of: str
    reader: str
    pages: int
    values: dict[str, float | None]


def rows(pages: list[Page], results: dict[str, Results], by: Callable[[Page], str]) -> list[Row]:
    """For each group, in the order met, a row a reader."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[by(page)].append(page)
    return [
        Row(name, reader, len(group), _means(group, reader, read))
        for name, group in groups.items()
        for reader, read in results.items()
    ]


def _means(pages: list[Page], reader: str, results: Results) -> dict[str, float | None]:
    scored = [score(page.truth, results.fields(page)) for page in pages if not results.thrown([page])]
    scored += [dict.fromkeys(score(page.truth, {}), 0.0) for page in pages if results.thrown([page])]
    found: dict[str, float | None] = {}
    for field in FIELDS:
        values = [each[field] for each in scored if field in each]
        found[field] = mean(values) if values and (reader, field) not in NOT_OFFERED else None
    return found


def item_fields(pages: list[Page], results: Results, by: Callable[[Page], str]) -> dict[str, dict[str, float | None]]:
    """Field -> group -> share of pages where an item's field is exactly right, an empty one included."""
    right: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        wrong = differences(page.item, _Item(results.fields(page)))
        for field in page.item:
            right[field][by(page)].append(float(field not in wrong))
    groups = list(dict.fromkeys(map(by, pages)))
    return {
        field: {name: mean(found[name]) if found[name] else None for name in groups} for field, found in right.items()
    }


def by_source(pages: list[Page], results: Results) -> dict[str, dict[str, tuple[int, float]]]:
    """Field -> layer -> (on how many pages it gave the value, how many of these are exactly right)."""
    right: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        read = results.fields(page)
        wrong = differences(page.item, _Item(read))
        for field, note in read.get("provenance", {}).items():
            if field in page.item and note["layer"] != "none":
                right[field][note["layer"]].append(float(field not in wrong))
    return {field: {layer: (len(v), mean(v)) for layer, v in found.items()} for field, found in right.items()}


class _Item:
    """Fields as attributes, None where a reader threw."""

    def __init__(self, fields: dict[str, Any]):
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        return self._fields.get(name)
