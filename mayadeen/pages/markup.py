"""The markup that was seen on the site (Arabic edition, August 2024): ordered tuples, newest first."""

from __future__ import annotations

from typing import Any

from lxml import etree

from mayadeen.pages.document import Document, text_of


def _css(tag: str, *classes: str) -> etree.XPath:
    tests = "".join(f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in classes)
    return etree.XPath(f"//{tag}{tests}")


SELECTORS: dict[str, tuple[etree.XPath, ...]] = {
    "summary": (_css("p", "lg_para", "summary"), _css("p", "summary")),
}


def read(document: Document) -> tuple[dict[str, Any], dict[str, int]]:
    """The values by field, and for each the rank of the selector that gave it."""
    found: dict[str, Any] = {}
    ranks: dict[str, int] = {}
    for field, selectors in SELECTORS.items():
        for rank, select in enumerate(selectors):
            value = next((said for element in select(document.root) if (said := text_of(element))), None)
            if value:
                found[field], ranks[field] = value, rank
                break
    return found, ranks
