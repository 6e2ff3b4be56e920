"""How many items hold which field, and which layer gave it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from mayadeen.report.order import in_order
from mayadeen.stores.summary import Summary

Nested = dict[str, dict[str, Any]]


def told(summary: Summary, fields: Sequence[str]) -> dict[str, Any]:
    """Of a collection what is held; of a run what it read. Layers always of what runs read that are remembered."""
    seen = [observed for _, _, observed in summary.observed()]
    return {
        "runs": len(seen),
        "filled": in_order(_read(seen) if summary.run else _held(summary, fields)),
        "layers": in_order(_layers(seen)),
    }


def _held(summary: Summary, fields: Sequence[str]) -> Nested:
    table: Nested = defaultdict(dict)
    for row in summary.filled(fields):
        table[row["edition"] or ""][row["kind"] or ""] = {"items": row["items"], "fields": row["fields"]}
    return table


def _read(seen: list[dict[str, Any]]) -> Nested:
    table: Nested = defaultdict(dict)
    for observed in seen:
        for edition, kinds in observed["items"].items():
            for kind, number in kinds.items():
                table[edition][kind] = {"items": number, "fields": observed["filled"][edition][kind]}
    return table


def _layers(seen: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, int]]]:
    """edition -> field -> layer -> how often its value was taken"""
    table: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for observed in seen:
        for edition, pairs in observed["chosen"].items():
            for pair, number in pairs.items():
                field, _, layer = pair.partition(" ")
                table[edition][field][layer] += number
    return {edition: {field: dict(layers) for field, layers in fields.items()} for edition, fields in table.items()}
