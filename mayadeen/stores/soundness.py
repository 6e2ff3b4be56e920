"""Whether a collection is what it says: its database, its runs' files, its archive, and what ties them together."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
from sqlalchemy import Engine, select

from mayadeen.stores.archive import FOLDER, OPEN
from mayadeen.stores.health import damage, lacking
from mayadeen.stores.places import Place, Places
from mayadeen.stores.records import Damaged, records, wrong_digest
from mayadeen.stores.tables import pages

TOLD = 20
"""So many faults of one file are named."""
Tell = Callable[[str], None]


class Finding(NamedTuple):
    sound: bool
    what: str
    """A line."""


def database_found(engine: Engine) -> Iterator[Finding]:
    absent = lacking(engine)
    if absent:
        yield Finding(False, f"database: it lacks {', '.join(absent)}")
    wrong = damage(engine, thorough=True)
    yield Finding(False, f"database: {' '.join(wrong.split())}") if wrong else Finding(not absent, "database: read through")


def runs_found(data: Path) -> Iterator[Finding]:
    """Whether each run's files are those that its manifest vouches for."""
    sound = 0
    for folder in sorted(path for path in (data / "runs").glob("*") if path.is_dir()):
        wrong = list(_run(folder))
        sound += not wrong and (folder / "manifest.json").exists()
        yield from (Finding(False, f"runs/{folder.name}/{each}") for each in wrong)
    yield Finding(True, f"runs: {sound} whose files are those of their manifests")


def _run(folder: Path) -> Iterator[str]:
    try:
        told = orjson.loads((folder / "manifest.json").read_bytes())["files"]
        files = {str(name): (its["sha256"], its["lines"]) for name, its in told.items()}
    except FileNotFoundError:
        return  # it goes on, or was killed: its manifest is made up at the next start
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        yield f"manifest.json cannot be read: {' '.join(str(error).split())}"
        return
    for name, (sha256, lines) in files.items():
        path = folder / Path(name).name
        if not path.is_file():
            yield f"{path.name} is not there"
        elif digest_of(path) != sha256:
            yield f"{path.name} is not what manifest.json vouches for ({lines} lines)"


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Archived:
    """The archive's files, record by record, beside what the articles and their former versions say of them."""

    def __init__(self, engine: Engine, data: Path, tell: Tell):
        self.engine, self.folder, self.tell = engine.execution_options(reading=True), data / FOLDER, tell
        self._records = self._tied = 0

    def found(self) -> Iterator[Finding]:
        self._places, trouble = Places(self.engine), 0
        named = self._places.counts()
        there = {path.name.removesuffix(OPEN): path for path in sorted(self.folder.glob("*.warc.gz*"))}
        for name in sorted(set(named) | set(there)):
            for number, wrong in enumerate(self._file(there.get(name), name, named.get(name, 0))):
                trouble += 1
                if number < TOLD:
                    yield Finding(False, f"archive/{name}: {wrong}")
        if not trouble:
            told = f"{len(there)} files, {self._records} records as their digests say, {self._tied} versions at theirs"
            yield Finding(True, f"archive: {told}")

    def _file(self, path: Path | None, name: str, versions: int) -> Iterator[str]:
        if path is None or not path.exists():
            path = self.folder / name  # a crawl closed it meanwhile
        if not path.exists():
            yield f"is not there; {versions} versions of articles name it"
            return
        wanted = self._places.within(name)
        try:
            for record in records(path):
                self.tell(f"{path.name}: {record.offset / 1e6:.1f} of {path.stat().st_size / 1e6:.1f} MB")
                self._records += 1
                if wrong := wrong_digest(record):
                    yield f"the record at {record.offset} is not what its {wrong} says"
                for place in wanted.pop(record.offset, ()):
                    yield from self._tie(place, record.length, record.fields)
        except Damaged as damaged:
            if not path.name.endswith(OPEN):  # of one that is being written the last record may be torn
                yield str(damaged)
        for offset, lost in wanted.items():
            yield f"no record at {offset}, where that of {lost[0].id} should be"

    def _tie(self, place: Place, length: int, fields: dict[str, str]) -> Iterator[str]:
        self._tied += 1
        url = fields.get("warc-target-uri")
        if url != place.url and not self._led(url, place.id):
            yield f"the record of {place.id} is of {url}, not of {place.url}"
        elif fields.get("warc-type") not in ("response", "resource") or length != place.length:
            yield f"the record of {place.id} is not the one at {place.offset}"

    def _led(self, url: str | None, article: str) -> bool:
        """Whether the ledger knows that this address gave that article: it moved, or was led there."""
        query = select(pages.c.seq).where(pages.c.url == url, pages.c.article_id == article)
        with self.engine.connect() as connection:
            return connection.scalar(query) is not None
