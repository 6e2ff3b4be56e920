"""What is stored of the articles that are read again, a batch at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import JSON, Text, bindparam, cast, select

from mayadeen.items import Article
from mayadeen.provenance import NOT_READ
from mayadeen.stores.database import open_database
from mayadeen.stores.tables import articles

READ = tuple(field.name for field in fields(Article) if field.name not in (*NOT_READ, "id"))
"""Fields that a page gives: those that are compared."""


class Held(NamedTuple):
    """What is stored of an article, as far as the outcome needs it."""

    id: str
    fetched: str
    content_hash: str
    revision: int
    first_seen: str
    last_seen: str
    reader: str
    regions: str | None
    """As JSON."""


_PLAIN = tuple(name for name in READ if not isinstance(articles.c[name].type, JSON))
_LISTS = tuple(name for name in READ if name not in _PLAIN)
_plain = attrgetter(*_PLAIN)
# JSON as it is written: nearly always it is what would be written again, and reading it costs more than all else here.
_COLUMNS = select(
    *(articles.c[name] if name != "regions" else cast(articles.c.regions, Text) for name in Held._fields),
    *(articles.c[name] for name in _PLAIN),
    *(cast(articles.c[name], Text) for name in _LISTS),
)
_KEYS: Any = bindparam("keys", expanding=True)
_BY_ID = _COLUMNS.where(articles.c.id.in_(_KEYS))
_BY_URL = _COLUMNS.where(articles.c.url.in_(_KEYS))
_BY_POST_ID = _COLUMNS.where(articles.c.post_id.in_(_KEYS), articles.c.edition == bindparam("edition"))
_EMPTY = (None, "[]", "{}", "null")


class Row:
    def __init__(self, row: Sequence[Any]):
        number = len(Held._fields)
        self.held = Held(*row[:number])
        self.plain = tuple(row[number : number + len(_PLAIN)])
        self.lists = row[number + len(_PLAIN) :]

    def __getitem__(self, name: str) -> Any:
        return self.plain[_PLAIN.index(name)]

    def differs(self, item: Article) -> tuple[str, ...]:
        """The names of fields that are read otherwise than they are stored."""
        plain = _plain(item)
        found = [] if plain == self.plain else _differing(_PLAIN, plain, self.plain)
        lists = (name for name, stored in zip(_LISTS, self.lists, strict=True) if _other(getattr(item, name), stored))
        return (*found, *lists)


def _differing(names: Sequence[str], new: Sequence[Any], stored: Sequence[Any]) -> list[str]:
    """No value, an empty one and zero are the same."""
    return [name for name, one, other in zip(names, new, stored, strict=True) if (one or None) != (other or None)]


def _other(value: Any, stored: str | None) -> bool:
    if not value or stored in _EMPTY:
        return bool(value) != (stored not in _EMPTY)
    return orjson.dumps(value) != stored.encode() and value != orjson.loads(stored)


@lru_cache(maxsize=1)
def held_articles(database: str | None, process: int) -> "HeldArticles":
    """One for each process: a connection that a fork inherits must not be used."""
    return HeldArticles(database)


class HeldArticles:
    """Of no database there is nothing held."""

    def __init__(self, database: str | None):
        engine = open_database(database, create=False) if database else None
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT") if engine else None

    def of(self, items: Sequence[Article]) -> list[Row | None]:
        """By id, else by address, else by post id; an article with another post id is another one."""
        if self._connection is None or not items:
            return [None] * len(items)
        found = {row.held.id: row for row in self._rows(_BY_ID, [item.id for item in items])}
        # An article that got its post id later keeps the id it had.
        left = [item for item in items if item.id not in found]
        by_url = {row["url"]: row for row in self._rows(_BY_URL, [item.url for item in left])}
        by_post_id = self._by_post_id(item for item in left if item.post_id and item.url not in by_url)
        return [
            found.get(item.id) or _fitting(item, by_url.get(item.url)) or by_post_id.get((item.edition, item.post_id))
            for item in items
        ]

    def _by_post_id(self, items: Iterable[Article]) -> dict[tuple[str, str], Row]:
        wanted: dict[str, list[str]] = {}
        for item in items:
            wanted.setdefault(item.edition, []).append(item.post_id)
        return {
            (edition, row["post_id"]): row
            for edition, numbers in wanted.items()
            for row in self._rows(_BY_POST_ID, numbers, edition=edition)
        }

    def _rows(self, query: Any, keys: Sequence[str], **values: str) -> list[Row]:
        return [Row(row) for row in self._connection.execute(query, {"keys": keys, **values})] if keys else []


def _fitting(item: Article, row: Row | None) -> Row | None:
    other = row and row["post_id"] and item.post_id and row["post_id"] != item.post_id
    return None if other else row
