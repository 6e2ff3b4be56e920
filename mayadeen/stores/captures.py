"""What the archive holds, in the database: each payload once, and what was told of its page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, bindparam, func, select, union, update

from mayadeen.stores.many import among, chunks, rows_of
from mayadeen.stores.statements import insert_into
from mayadeen.stores.tables import articles, captures, pages, sightings


class Told(NamedTuple):
    """What other pages say of one: the content of a metadata record."""

    page: str
    url: str
    article: dict[str, Any]
    sightings: list[tuple[str, str]]


class Captures:
    def __init__(self, engine: Engine):
        self.engine = engine
        self.reader = engine.execution_options(reading=True)

    def known(self, pages_digests: Sequence[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
        """Of these pairs of page and digest, the rows that are there."""
        with self.reader.connect() as connection:
            rows = rows_of(connection, _OF_PAGES, {page for page, _ in pages_digests})
            return {(row.page, row.digest): row._asdict() for row in rows}

    def end(self, file: str) -> int:
        """Up to where that file holds what rows refer to."""
        query = select(func.max(captures.c.offset + captures.c.length)).where(captures.c.file == file)
        with self.reader.connect() as connection:
            return connection.scalar(query) or 0

    def untold(self, run: str) -> Iterator[list[Told]]:
        """Pages in the archive of which it does not tell yet all that is known, in chunks."""
        with self.reader.connect() as connection:
            rows = connection.execute(_UNTOLD, {"b_run": run}).all()
            for part in chunks(rows):
                yield _told(connection, part)

    def tell(self, told: Iterable[Told]) -> None:
        with self.engine.begin() as connection:
            connection.execute(_TELL, [{"b_page": one.page, "b_told": len(one.sightings)} for one in told])


def write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Within the transaction that stores what the pages gave."""
    insert = insert_into(connection.engine, captures)
    connection.execute(insert.on_conflict_do_nothing(), rows)


_OF_PAGES = select(captures).where(among(captures.c.page))
_TELL = update(captures).where(captures.c.page == bindparam("b_page")).values(told=bindparam("b_told"))

# Not all that is kept, which grows for years: what this run came upon, and what an earlier one was killed before telling.
_in_question = union(
    select(pages.c.url).where(pages.c.run == bindparam("b_run")), select(captures.c.page).where(captures.c.told.is_(None))
)
_of = captures.alias("of")
_kept = select(_of.c.page, func.max(_of.c.url).label("url"), func.max(_of.c.told).label("told"))
_kept_pages = _kept.where(_of.c.page.in_(_in_question)).group_by(_of.c.page).subquery()
_other = pages.alias("other")  # an article may have several addresses
_UNTOLD = (
    select(_kept_pages.c.page, _kept_pages.c.url, pages.c.article_id)
    .join(pages, pages.c.url == _kept_pages.c.page)
    .join(_other, _other.c.article_id == pages.c.article_id)
    .join(sightings, sightings.c.url == _other.c.url)
    .group_by(_kept_pages.c.page, _kept_pages.c.url, _kept_pages.c.told, pages.c.article_id)
    .having(func.count() != func.coalesce(_kept_pages.c.told, 0))
    .order_by(_kept_pages.c.page)
)
_SIGHTINGS = (
    select(pages.c.article_id, sightings.c.channel, sightings.c.place)
    .join(sightings, sightings.c.url == pages.c.url)
    .where(pages.c.article_id.in_(bindparam("ids", expanding=True)))
    .order_by(sightings.c.channel, sightings.c.place, sightings.c.url)
)
_STATED = ("id", "edition", "section", "section_name", "regions")
_ARTICLES = select(*(articles.c[name] for name in _STATED)).where(articles.c.id.in_(bindparam("ids", expanding=True)))


def _told(connection: Connection, rows: Sequence[Any]) -> list[Told]:
    ids = {"ids": [row.article_id for row in rows]}
    stored = {row.id: dict(zip(_STATED, row, strict=True)) for row in connection.execute(_ARTICLES, ids)}
    seen: dict[str, list[tuple[str, str]]] = {}
    for article_id, channel, place in connection.execute(_SIGHTINGS, ids):
        seen.setdefault(article_id, []).append((channel, place))
    return [
        Told(row.page, row.url, stored.get(row.article_id, {"id": row.article_id}), seen[row.article_id])
        for row in rows
    ]
