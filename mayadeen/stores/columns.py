"""What of each table is exported, in which order, and of which kind each column is (docs/data.md, In files)."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Column, Table

from mayadeen import search
from mayadeen.items import Article, Flash, Placement
from mayadeen.stores import tables

TEXT, NUMBER, DAY, UTC, BEIRUT = "text", "number", "day", "UTC", "Beirut"
TEXTS, FREE = "texts", "free"
"""A list of texts; any JSON."""


@dataclass(frozen=True)
class Shape:
    """A dictionary of these keys, or a list of such."""

    keys: tuple[tuple[str, str], ...]
    listed: bool = True


Kind = str | Shape

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("revision", "reading_minutes", "word_count", "video_seconds", "seq", "number"), NUMBER),
    **dict.fromkeys(("rank", "gap", "views", "replaces", "returns"), NUMBER),
    "published_day": DAY,
    **dict.fromkeys(("published", "modified"), BEIRUT),
    **dict.fromkeys(("fetched", "first_seen", "last_seen", "absent_before", "absent_after", "at", "replaced"), UTC),
    **dict.fromkeys(("regions", "authors", "tags", "changed"), TEXTS),
    **dict.fromkeys(("provenance", "detail"), FREE),
    "images": Shape((("url", TEXT), ("caption", TEXT), ("credit", TEXT))),
    "videos": Shape((("url", TEXT), ("seconds", NUMBER), ("poster", TEXT))),
    "related": Shape((("title", TEXT), ("url", TEXT))),
    "warc": Shape((("file", TEXT), ("offset", NUMBER), ("length", NUMBER)), listed=False),
}


@dataclass(frozen=True)
class Field:
    name: str
    kind: Kind

    def value(self, stored: Any) -> Any:
        """As in `articles.jsonl`: where a list or the provenance holds nothing it is empty, not null."""
        if stored is not None or self.kind in (TEXT, NUMBER, DAY, UTC, BEIRUT):
            return stored
        if self.kind == FREE:
            return {}
        return [] if self.kind == TEXTS or (isinstance(self.kind, Shape) and self.kind.listed) else None


@dataclass(frozen=True)
class Exported:
    """A table as it is exported."""

    table: Table
    row: str
    """What one of its rows is called."""
    names: tuple[str, ...]
    order: tuple[str, ...]
    """What rows are sorted by: a key, so that two exports are alike."""
    day: str
    """The column that `since` and `until` ask for: a day, or a time in UTC."""
    section: str | None = None
    kind: str | None = None
    text: tuple[str, ...] = ()
    """Where words are looked for."""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(Field(name, _KINDS.get(name, TEXT)) for name in self.names)

    def columns(self) -> list[Column[Any]]:
        return [self.table.c[name] for name in self.names]


def _named(item: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(item))


_ARTICLE = _named(Article)
_OF_A_VERSION = ("article_id", "revision", "reader", *(n for n in _ARTICLE if n not in ("id", "revision")))

EXPORTED = {
    "articles": Exported(tables.articles, "article", _ARTICLE, ("id",), "published_day", "section", "kind", search.FIELDS),
    "revisions": Exported(
        tables.revisions,
        "version",
        (*_OF_A_VERSION, "replaced", "replaced_run", "change", "changed"),
        ("article_id", "revision", "reader"),
        "published_day",
        "section",
        "kind",
        search.FIELDS,
    ),
    "events": Exported(
        tables.events, "event", ("seq", "article_id", "at", "run", "event", "detail"), ("seq",), "at"
    ),
    "flashes": Exported(
        tables.flashes, "flash", ("number", *_named(Flash)), ("number",), "first_seen", text=("text",)
    ),
    "placements": Exported(
        tables.placements, "placement", ("number", *_named(Placement)), ("number",), "first_seen", "page", text=("title",)
    ),
}
