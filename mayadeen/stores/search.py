"""The search index of a collection: a SQLite file of its own beside it, made from it and never the other way.

A crawl knows nothing of it. It is brought up to date when it is needed, run by run: a run that has
ended changes no article any more, so one whose articles are as many as they were is not looked at.
Reading takes no lock and never longer than a chunk, so a crawl's write-ahead log can be emptied.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson

from mayadeen.exceptions import StorageFailed
from mayadeen.search import FIELDS, document

INDEX = 1
"""To be raised with every change of what is written below, `text.fold` and `search.document` included."""
CHUNK = 500
MOST_STALE = 0.25
"""The words of replaced versions cannot be taken out; from this share of all on the index is made anew."""

Tell = Callable[[int, int], None]
"""Called with the articles looked at, and how many there are to look at."""

_SHOWN = ("id", "edition", "kind", "section", "title", "published", "published_day", "authors", "tags", "language")
_READ = (*dict.fromkeys((*_SHOWN, *FIELDS)), "revision", "run", "content_hash")
_LABELS = {"author": "authors", "tag": "tags"}
_TABLES = f"""
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, edition TEXT, kind TEXT, section TEXT,
    title TEXT, published TEXT, day TEXT, authors TEXT, tags TEXT, language TEXT, revision INTEGER, run TEXT,
    content_hash TEXT
);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_day ON articles (day, edition);
CREATE INDEX articles_edition ON articles (edition, section, day);
CREATE INDEX articles_section ON articles (section);
CREATE INDEX articles_kind ON articles (kind);
CREATE INDEX articles_run ON articles (run);
CREATE TABLE labels (
    label TEXT, value TEXT, number INTEGER, PRIMARY KEY (label, value, number)
) WITHOUT ROWID;
CREATE INDEX labels_number ON labels (number);
CREATE TABLE settled_runs (run TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE stale (number INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5({", ".join(FIELDS)}, content='', tokenize='ascii');
PRAGMA user_version = {INDEX};
"""


def index_file(collection: Path) -> Path:
    return collection.with_name(f"{collection.stem}-search.sqlite")


def bring_up_to_date(collection: Path, tell: Tell = lambda done, total: None) -> Path:
    """Makes or mends the index of that SQLite collection, in flat memory; cut anywhere, the next call goes on.

    Raises StorageFailed.
    """
    path = index_file(collection)
    try:
        with closing(_connected(f"{collection.resolve().as_uri()}?mode=ro")) as source:
            try:
                _update(source, path, tell)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # no room, no access: another attempt finds the same
                    raise
                _remove(path)  # damaged; all of it can be made again
                _update(source, path, tell)
    except (sqlite3.Error, OSError) as error:
        raise StorageFailed(f"cannot bring {path} up to date: {error}; give it room and access") from None
    return path


def _update(source: sqlite3.Connection, path: Path, tell: Tell) -> None:
    if not _usable(path):
        _remove(path)
    with closing(_connected(path.resolve().as_uri())) as index:
        index.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536")
        with _writing(index):
            if not index.execute("PRAGMA user_version").fetchone()[0]:
                _create(index)
        _Index(source, index, tell).update()


def _connected(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=60, isolation_level=None)


def _create(index: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        index.execute(statement)


@contextmanager
def _writing(index: sqlite3.Connection) -> Iterator[None]:
    """Another process that does the same waits, and then finds it done."""
    index.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")


def _usable(path: Path) -> bool:
    if not path.exists():
        return True
    with closing(_connected(path.resolve().as_uri())) as index:
        version = index.execute("PRAGMA user_version").fetchone()[0]
        if version != INDEX:
            return bool(version == 0 and not index.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        number, stale = index.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM stale)").fetchone()
    return bool(stale <= max(CHUNK, number * MOST_STALE))


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


class _Index:
    def __init__(self, source: sqlite3.Connection, index: sqlite3.Connection, tell: Tell):
        self.source, self.index, self.tell = source, index, tell
        self.done = self.total = 0

    def update(self) -> None:
        # Asked before the articles are counted: what a run writes in between makes it be looked at again.
        ended = {run for (run,) in self.source.execute("SELECT id FROM runs WHERE finished IS NOT NULL")}
        held = dict(self.source.execute("SELECT run, count(*) FROM articles GROUP BY run"))
        settled = dict(self.index.execute("SELECT run, articles FROM settled_runs"))
        known = {run for (run,) in self.index.execute("SELECT DISTINCT run FROM articles")}
        runs = sorted(run for run in held.keys() | known if run not in settled or settled[run] != held.get(run, 0))
        self.total = sum(held.get(run, 0) for run in runs)
        for run in runs:
            self._look_at(run)
            with _writing(self.index):
                self.index.execute("DELETE FROM settled_runs WHERE run = ?", (run,))
                if run in ended:
                    self.index.execute("INSERT INTO settled_runs VALUES (?, ?)", (run, held.get(run, 0)))

    def _look_at(self, run: str) -> None:
        for rows in self._chunks(self.source, _OF_RUN, run):
            self._take(run, {id: content for _, id, content in rows})
            self.done += len(rows)
            self.tell(self.done, self.total)
        for rows in self._chunks(self.index, "SELECT number, id FROM articles WHERE run = ? AND number > ?", run):
            self._drop(rows)

    def _chunks(self, connection: sqlite3.Connection, query: str, run: str) -> Iterator[list[tuple[Any, ...]]]:
        last = -1
        while rows := connection.execute(f"{query} ORDER BY 1 LIMIT {CHUNK}", (run, last)).fetchall():
            yield rows
            last = rows[-1][0]

    def _take(self, run: str, contents: dict[str, str]) -> None:
        with _writing(self.index):
            found = _among(self.index, "SELECT id, number, run, content_hash FROM articles WHERE id", list(contents))
            known = {id: (number, (of, content)) for id, number, of, content in found}
            wanted = [id for id in contents if id not in known or known[id][1] != (run, contents[id])]
            rows = list(_among(self.source, _WHOLE, wanted))
            self._forget([known[row[0]][0] for row in rows if row[0] in known])
            for row in rows:
                self._write(dict(zip(_READ, row, strict=True)))

    def _write(self, row: dict[str, str]) -> None:
        shown = (*(row[name] for name in _SHOWN), row["revision"], row["run"], row["content_hash"])
        number = self.index.execute(_INSERT, shown).lastrowid
        lists = {name: orjson.loads(row[name] or "[]") for name in _LABELS.values()}
        self.index.execute(_WORDS, (number, *document(row | lists)))
        labels = ((label, value, number) for label, name in _LABELS.items() for value in lists[name])
        self.index.executemany("INSERT OR IGNORE INTO labels VALUES (?, ?, ?)", labels)

    def _drop(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Those that the collection holds no more; one that another run has changed is found there."""
        numbers = {id: number for number, id in rows}
        held = {id for (id,) in _among(self.source, "SELECT id FROM articles WHERE id", list(numbers))}
        with _writing(self.index):
            self._forget([number for id, number in numbers.items() if id not in held])

    def _forget(self, numbers: list[int]) -> None:
        each = [(number,) for number in numbers]
        self.index.executemany("DELETE FROM articles WHERE number = ?", each)
        self.index.executemany("DELETE FROM labels WHERE number = ?", each)
        self.index.executemany("INSERT OR IGNORE INTO stale VALUES (?)", each)


_COLUMNS = ", ".join((*_SHOWN, "revision", "run", "content_hash")).replace("published_day", "day")
_OF_RUN = "SELECT rowid, id, content_hash FROM articles WHERE run = ? AND rowid > ?"
_WHOLE = f"SELECT {', '.join(_READ)} FROM articles WHERE id"  # noqa: S608 names of columns
_INSERT = f"INSERT INTO articles ({_COLUMNS}) VALUES ({', '.join('?' * (len(_SHOWN) + 3))})"  # noqa: S608
_WORDS = f"INSERT INTO words (rowid, {', '.join(FIELDS)}) VALUES (?{', ?' * len(FIELDS)})"  # noqa: S608


def _among(connection: sqlite3.Connection, query: str, ids: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    return connection.execute(f"{query} IN ({', '.join('?' * len(ids))})", ids) if ids else ()
