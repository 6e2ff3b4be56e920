"""One thing that is wrong, and what it is compared with."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Alarm:
    edition: str
    about: str
    """A field, a layer, a listing, a section."""
    told: str
    page: str | None = None

    def __str__(self) -> str:
        shown = f"; see {self.page}" if self.page else ""
        return f"{self.edition} {self.about}: {self.told}{shown}"


@dataclass
class Counts:
    """Of one or several runs: items by edition and kind, and how many of them had what."""

    items: dict[tuple[str, str], int] = field(default_factory=dict)
    had: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def add(self, observed: dict[str, Any], part: str, edition: str) -> None:
        """`part` is "filled" or "layers"."""
        for kind, number in observed["items"].get(edition, {}).items():
            key = (edition, kind)
            self.items[key] = self.items.get(key, 0) + number
            had = self.had.setdefault(key, {})
            for name, count in observed[part].get(edition, {}).get(kind, {}).items():
                had[name] = had.get(name, 0) + count

    def total(self, edition: str) -> int:
        return sum(number for (code, _), number in self.items.items() if code == edition)


def comparable(runs: list[dict[str, Any]], reader: str) -> list[dict[str, Any]]:
    """What good runs observed, the newest first, back to one that was released: what changed then is accepted."""
    found = []
    for run in runs:
        if run["observed"].get("reader") != reader:
            break
        found.append(run["observed"])
        if run["alarms"]:
            break
    return found
