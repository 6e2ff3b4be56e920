"""The law of the ledger: found = stored + unchanged + duplicate + filtered + failed + pending."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Self

from mayadeen.stores.entry import ITEMS
from mayadeen.stores.ledger import Ledger

OUTCOMES = ("stored", "unchanged", "duplicate", "filtered", "failed", "pending")


@dataclass(frozen=True)
class Account:
    """What became of every page that a run found or took over."""

    rows: list[dict[str, Any]]
    """edition, section, kind, outcome, reason, number"""

    @classmethod
    def of(cls, ledger: Ledger, run: str) -> Self:
        return cls(ledger.counts(run))

    @property
    def complete(self) -> bool:
        """Nothing failed and nothing pends, listings included."""
        return not any(row["outcome"] in ("failed", "pending") for row in self.rows)

    def by_section(self) -> dict[tuple[str, str], dict[str, int]]:
        """(edition, section) -> found and every outcome, of items only."""
        table: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(("found", *OUTCOMES), 0))
        for row in self._items():
            line = table[row["edition"], row["section"]]
            line[row["outcome"]] += row["number"]
            line["found"] += row["number"]
        return dict(table)

    def totals(self) -> dict[str, int]:
        totals = dict.fromkeys(("found", *OUTCOMES), 0)
        for line in self.by_section().values():
            for name, number in line.items():
                totals[name] += number
        return totals

    def reasons(self) -> list[dict[str, Any]]:
        """What was filtered or failed, and why, listings included; the most frequent first."""
        rows: dict[tuple[str, str, str, str], int] = defaultdict(int)
        for row in self.rows:
            if row["outcome"] in ("filtered", "failed"):
                rows[row["edition"], row["kind"], row["outcome"], row["reason"]] += row["number"]
        names = ("edition", "kind", "outcome", "reason")
        return [dict(zip(names, key, strict=True), number=n) for key, n in sorted(rows.items(), key=lambda r: -r[1])]

    def _items(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["kind"] in ITEMS]
