"""Where a page says its translations are: `<link rel="alternate" hreflang=...>`."""

from __future__ import annotations

from lxml import etree


def alternates(root: etree._Element) -> list[tuple[str, str]]:
    """(language, address) of each absolute link, as written; a relative one would be on this edition's host."""
    found = []
    for link in root.iter("link"):
        language, address = link.get("hreflang"), (link.get("href") or "").strip()
        if language and "alternate" in (link.get("rel") or "").lower().split() and address.startswith("http"):
            found.append((language.strip().lower(), address))
    return found
