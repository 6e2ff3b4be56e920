"""The markup that was seen on the site (Arabic edition, August 2024): ordered tuples, newest first."""

from __future__ import annotations

from typing import Any

from mayadeen.pages.document import Document, Select, select, text_of

SELECTORS: dict[str, tuple[Select, ...]] = {
    "summary": (select("p", "lg_para", "summary"), select("p", "summary")),
}


def read(document: Document) -> tuple[dict[str, Any], dict[str, int]]:
    """The values by field, and for each the rank of the selector that gave it."""
    found: dict[str, Any] = {}
    ranks: dict[str, int] = {}
    for field, selectors in SELECTORS.items():
        for rank, found_by in enumerate(selectors):
            value = next((said for element in found_by(document.root) if (said := text_of(element))), None)
            if value:
                found[field], ranks[field] = value, rank
                break
    return found, ranks
