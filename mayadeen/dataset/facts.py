"""What a dataset says of itself, gathered once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mayadeen.stores.selection import Asked

Line = dict[str, Any]


@dataclass
class Facts:
    asked: Asked
    rows: dict[str, int]
    """Table -> rows."""
    coverage: list[Line]
    """The ledger's law by edition, kind, section and day."""
    runs: list[Line]
    """Their manifests, the earliest first."""
    notes: list[str] = field(default_factory=list)

    @property
    def ended(self) -> str:
        """The day, UTC, on which the last of the runs ended; "" where none has."""
        return max((str(run["finished"])[:10] for run in self.runs if run.get("finished")), default="")

    @property
    def contact(self) -> str:
        told = [run["settings"].get("MAYADEEN_CONTACT") for run in self.runs if run.get("settings")]
        return next((str(each) for each in reversed(told) if each), "")

    def by_section(self) -> list[Line]:
        """Edition, section, first and last day, `found` and its outcomes, and the days between that hold none."""
        groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for row in self.coverage:
            groups[row["edition"], row["section"]].append(row)
        return [_summed(edition, section, rows) for (edition, section), rows in sorted(groups.items())]

    def robots(self) -> dict[str, Line]:
        """Host -> robots.txt as the last run that asked found it."""
        found: dict[str, Line] = {}
        for run in self.runs:
            found |= run.get("robots") or {}
        return found


def _summed(edition: str, section: str, rows: list[Line]) -> Line:
    days = sorted({row["day"] for row in rows if row["day"]})
    held = {row["day"] for row in rows if row["day"] and row["stored"] + row["unchanged"]}
    numbers = {name: sum(row[name] for row in rows) for name in rows[0] if isinstance(rows[0][name], int)}
    first, last = (days[0], days[-1]) if days else ("", "")
    return {"edition": edition, "section": section, "first": first, "last": last, **numbers, "gaps": _gaps(held, first, last)}


def _gaps(held: set[str], first: str, last: str) -> list[tuple[str, str]]:
    """From and to of each stretch of days without an item."""
    gaps: list[tuple[str, str]] = []
    day = date.fromisoformat(first) if first else date.max
    while last and day <= date.fromisoformat(last):
        if (name := day.isoformat()) not in held:
            new = not gaps or date.fromisoformat(gaps[-1][1]) + timedelta(days=1) != day
            gaps = [*gaps, (name, name)] if new else [*gaps[:-1], (gaps[-1][0], name)]
        day += timedelta(days=1)
    return gaps
