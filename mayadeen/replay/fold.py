"""From captures to articles: what each article is by the archive, and how that differs from what is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from mayadeen.loaders import READER
from mayadeen.replay.part import Reading, Result, read_part
from mayadeen.replay.told import NOTHING, Told, told_by


@dataclass
class Outcome:
    """An article as the archive has it. `what` is new, same, differs (read otherwise) or changed (by the site)."""

    reading: Reading
    """The first capture of its last version."""
    what: str
    revision: int
    first_seen: str
    told: Told
    mended: Reading | None = None
    """The capture that is stored, where it is read otherwise."""
    confirmed: Reading | None = None
    """The same, where today's reader reads as an older one did."""
    earlier: list[Reading] = field(default_factory=list)
    """Captures of before the site last showed what is stored, that differ from it."""
    later: list[Reading] = field(default_factory=list)
    """The first captures of versions that are not stored, in turn."""

    @property
    def turns(self) -> list[Reading]:
        """What is to be stored, in turn; the newest of the earlier ones first, so that each finds what followed it."""
        return [*([self.mended] if self.mended else []), *reversed(self.earlier), *self.later]

    @property
    def regions(self) -> list[str]:
        held = self.reading.held
        return sorted({*orjson.loads((held and held.regions) or "[]"), *self.told.regions})

    def take(self, reading: Reading) -> None:
        """The captures come in the order they were made in."""
        held = reading.held
        if held is not None and reading.date == held.fetched:
            if reading.differs:
                self.reading, self.what, self.mended = reading, "differs", reading
            elif held.reader != READER:
                self.confirmed = reading
        elif held is not None and reading.date <= max(held.fetched, held.last_seen):
            if reading.differs:
                self.earlier.append(reading)
        elif self._is_another(reading):
            compared = self.later or self.mended or self.confirmed  # with what today's reader made of the former one
            reread = held is not None and not compared and held.reader != READER
            self.revision += self._content() != reading.content_hash and not reread
            self.reading, self.what = reading, "changed" if held else "new"
            self.later.append(reading)

    def _is_another(self, reading: Reading) -> bool:
        if self.later:
            return (self.reading.content_hash, self.reading.placed) != (reading.content_hash, reading.placed)
        return reading.held is None or bool(reading.differs)

    def _content(self) -> str:
        held = self.reading.held
        return held.content_hash if held and not (self.later or self.mended) else self.reading.content_hash


class Folded:
    """All parts' results, in the order the pages were fetched in."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._readings: list[Reading] = []
        self._told: dict[str, tuple[str, bytes]] = {}
        self._ids: dict[str, str] = {}
        self._end = 0

    def add(self, result: Result) -> None:
        """A part that began elsewhere than the one before it ended, in a page perhaps, is read again."""
        part = result.job.part
        if not part.sure and result.begun != (self._end if self._end < part.stop else None):
            result = _read_again(result, self._end)
        if result.begun is not None:
            self._end = result.ended
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
        told = told_by(self._told[reading.url][1]) if reading.url in self._told else NOTHING
        reading = reading._replace(id=self._id(reading, told))
        held, before = reading.held, found.get(reading.id)
        self.counts["older than what is stored"] += held is not None and reading.date < held.fetched
        if before is None:
            before = found[reading.id] = _begun(reading, told)
        if before.reading.url != reading.url:
            self.counts["duplicate"] += 1
        else:
            before.take(reading)

    def _id(self, reading: Reading, told: Told) -> str:
        """An id, once given, stays: the one that is held, that the archive tells, that an earlier capture got."""
        edition, _, own = reading.id.partition(":")
        earlier = self._ids.get(reading.url, "")
        if reading.held:
            given = reading.id
        elif told.id and told.id.startswith(f"{edition}:"):
            given = told.id
        elif earlier and not (own.isdigit() and earlier.partition(":")[2].isdigit()):
            given = earlier
        else:
            given = reading.id
        self._ids[reading.url] = given
        return given


def _read_again(result: Result, start: int) -> Result:
    job = result.job
    if start >= job.part.stop:
        return Result(job)
    return read_part(job._replace(part=job.part._replace(start=start, sure=True)))


def _begun(reading: Reading, told: Told) -> Outcome:
    held = reading.held
    if held is None:
        return Outcome(reading, "new", 1, reading.date, told)
    return Outcome(reading, "same", held.revision, min(held.first_seen, reading.date), told)


def affected(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.mended]
