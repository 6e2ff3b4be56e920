"""The tables of a collection, for SQLite and PostgreSQL alike (docs/data.md says what each column means)."""

from dataclasses import fields
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

from mayadeen.items import Article, Flash, Placement

SCHEMA = 2
"""Grows by one when a table or an index changes; the change brings its step in `mayadeen.stores.migrations`."""

metadata = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")

collection = Table(
    "collection",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

_TYPES = {"revision": Integer, "reading_minutes": Integer, "word_count": Integer, "video_seconds": Integer}
_JSON = {"regions", "authors", "images", "videos", "tags", "related", "provenance", "warc"}


def _article_column(name: str) -> Column[Any]:
    if name == "id":
        return Column("id", String, primary_key=True)
    kind = JSON(none_as_null=True) if name in _JSON else _TYPES.get(name, Text)
    return Column(name, kind)


articles = Table(
    "articles",
    metadata,
    *(_article_column(field.name) for field in fields(Article)),
    Column("reader", String),
    Index("articles_post_id", "edition", "post_id"),
    Index("articles_url", "url"),
    Index("articles_day", "edition", "section", "published_day"),
    Index("articles_run", "run"),
)
grouped = articles.c.cluster.is_not(None)
Index("articles_cluster", articles.c.cluster, sqlite_where=grouped, postgresql_where=grouped)

signatures = Table(
    "signatures",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("article_id", String, nullable=False, unique=True),
    Column("signature", LargeBinary, nullable=False),
)
bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,  # the index is the table: half the disk
)

traces = Table(
    "traces",
    metadata,
    Column("trace", String, primary_key=True),
    Column("article_id", String, primary_key=True),
    Index("traces_article", "article_id"),
    sqlite_with_rowid=False,
)
sisters = Table(
    "sisters",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("sister_id", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    sqlite_with_rowid=False,
)

revisions = Table(
    "revisions",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("reader", String, primary_key=True),
    *(_article_column(field.name) for field in fields(Article) if field.name not in ("id", "revision")),
    Column("replaced", String, nullable=False),
    Column("replaced_run", String, nullable=False),
    Column("change", String, nullable=False),
    Column("changed", JSON, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("seq", NUMBER, primary_key=True, autoincrement=True),
    Column("article_id", String, nullable=False),
    Column("at", String, nullable=False),
    Column("run", String, nullable=False),
    Column("event", String, nullable=False),
    Column("detail", JSON, nullable=False),
    Index("events_article", "article_id", "seq"),
    Index("events_run", "run"),
    sqlite_autoincrement=True,
)

pages = Table(
    "pages",
    metadata,
    Column("seq", NUMBER, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False, unique=True),
    Column("edition", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("section", Text, nullable=False),
    Column("context", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("job", String, nullable=False),
    Column("generation", String, nullable=False),
    Column("run", String, nullable=False),
    Column("settled_run", String),
    Column("worker", String),
    Column("lease_until", Float),
    Column("status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("final_url", Text),
    Column("article_id", Text),
    Column("day", String),
    Column("first_found", String, nullable=False),
    Column("last_found", String, nullable=False),
    Column("fetched", String),
    Column("gone_since", String),
    Column("gone_confirmed", String),
    Column("due", String),
    Column("reader", String),
    Column("size", Integer),
    Column("shown", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)
pending = pages.c.state == "pending"
Index(
    "pages_pending",
    pages.c.job,
    pages.c.edition,
    pages.c.priority.desc(),
    pages.c.seq,
    sqlite_where=pending,
    postgresql_where=pending,
)
Index("pages_run", pages.c.run)
Index("pages_article", pages.c.article_id)
held = pages.c.due.is_not(None)
Index("pages_due", pages.c.edition, pages.c.due, sqlite_where=held, postgresql_where=held)
unsettled = pages.c.state.in_(("leased", "failed"))
Index("pages_unsettled", pages.c.state, sqlite_where=unsettled, postgresql_where=unsettled)

sightings = Table(
    "sightings",
    metadata,
    Column("url", Text, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("generation", String, nullable=False),
)
Index("sightings_place", sightings.c.place, sightings.c.generation, sightings.c.number)

captures = Table(
    "captures",
    metadata,
    Column("page", Text, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("url", Text, nullable=False),
    Column("date", String, nullable=False),
    Column("record", String, nullable=False),
    Column("file", String, nullable=False),
    Column("offset", NUMBER, nullable=False),
    Column("length", NUMBER, nullable=False),
    Column("told", Integer),
)

_COUNTED = {"rank", "gap", "views", "replaces", "returns"}


def _shown(name: str, item: type, *more: Any) -> Table:
    """A table of what stood in lists: the item's fields, numbered, and its identity within its list."""
    table = Table(
        name,
        metadata,
        Column("number", NUMBER, primary_key=True, autoincrement=True),
        *(Column(each.name, Integer if each.name in _COUNTED else Text) for each in fields(item)),
        Column("key", String, nullable=False),
        *more,
        sqlite_autoincrement=True,
    )
    # Not a partial index: SQLite would rather walk the whole history by another one.
    Index(f"{name}_open", *(table.c[column] for column in ("edition", "page", "list", "absent_after") if column in table.c))
    Index(f"{name}_url", table.c.edition, table.c.url)
    return table


flashes = _shown("flashes", Flash, Index("flashes_key", "edition", "list", "key"))
placements = _shown("placements", Placement)
views = Table(
    "views",
    metadata,
    Column("edition", String, primary_key=True),
    Column("page", String, primary_key=True),
    Column("list", String, primary_key=True),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Column("number", NUMBER, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("spider", String, nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("job", String, nullable=False),
    Column("generation", String, nullable=False),
    Column("version", String, nullable=False),
    Column("started", String, nullable=False),
    Column("finished", String),
    Column("state", String, nullable=False),
    Column("reason", String),
    Column("exit_code", Integer),
    Column("counts", JSON),
    Column("saved", JSON),
    Column("observed", JSON(none_as_null=True)),
    Column("alarms", JSON(none_as_null=True)),
    Column("quarantined", String),
    sqlite_autoincrement=True,
)
