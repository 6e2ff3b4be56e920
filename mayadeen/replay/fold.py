"""From captures to articles: what each article is by the archive, and how that differs from what is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from mayadeen.replay.part import Reading, Result
from mayadeen.stores.warc import TOLD


@dataclass
class Outcome:
    """An article as the archive has it. `what` is new, same, differs (read otherwise) or changed (by the site)."""

    reading: Reading
    what: str
    revision: int
    first_seen: str
    regions: list[str]


class Folded:
    """All parts' results, in the order the pages were fetched in."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._readings: list[Reading] = []
        self._told: dict[str, tuple[str, bytes]] = {}

    def add(self, result: Result) -> None:
        self.counts.update(result.counts)
        self._readings += result.readings
        for url, told in result.told.items():
            self._told[url] = max(self._told.get(url, ("", b"")), told)

    def outcomes(self) -> list[Outcome]:
        """By id."""
        found: dict[str, Outcome] = {}
        for reading in sorted(self._readings, key=lambda each: (each.date, each.id, each.url)):
            self._see(found, reading)
        outcomes = [found[id_] for id_ in sorted(found)]
        self.counts.update(outcome.what for outcome in outcomes)
        return outcomes

    def _see(self, found: dict[str, Outcome], reading: Reading) -> None:
        told = self._told_of(reading.url)
        reading = reading._replace(id=(reading.held and reading.id) or told.get("id") or reading.id)
        held, before = reading.held, found.get(reading.id)
        if held and reading.date < held.fetched:
            self.counts["older than what is stored"] += 1
        elif before is None:
            found[reading.id] = _first(reading, told.get("regions") or [])
        elif before.reading.url != reading.url:
            self.counts["duplicate"] += 1
        elif before.reading.content_hash != reading.content_hash:
            found[reading.id] = Outcome(
                reading, "changed" if held else "new", before.revision + 1, before.first_seen, before.regions
            )

    def _told_of(self, url: str) -> dict[str, object]:
        content = self._told.get(url)
        try:
            told = orjson.loads(content[1].removeprefix(TOLD)) if content else {}
        except orjson.JSONDecodeError:  # other people's metadata records are no JSON
            return {}
        return told if isinstance(told, dict) else {}


def _first(reading: Reading, regions: list[str]) -> Outcome:
    held = reading.held
    if held is None:
        return Outcome(reading, "new", 1, reading.date, sorted(regions))
    together = sorted({*(held.regions or []), *regions})
    if reading.date == held.fetched:
        return Outcome(reading, "differs" if reading.differs else "same", held.revision, held.first_seen, together)
    changed = reading.content_hash != held.content_hash
    return Outcome(reading, "changed" if changed else "same", held.revision + changed, held.first_seen, together)


def affected(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.what == "differs"]
