"""Editions always in the same order, so that each keeps its colour and its place."""

from collections.abc import Mapping
from typing import TypeVar

from mayadeen.editions import EDITIONS

Told = TypeVar("Told")


def rank(edition: str) -> int:
    return list(EDITIONS).index(edition) if edition in EDITIONS else len(EDITIONS)


def in_order(table: Mapping[str, Told]) -> dict[str, Told]:
    """By edition; unknown ones last."""
    return {edition: table[edition] for edition in sorted(table, key=lambda edition: (rank(edition), edition))}
