"""The articles of a collection, as the pipelines and the exports see them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, or_, select

from mayadeen.items import Article
from mayadeen.stores.tables import articles, runs
from mayadeen.stores.timeline import is_capture

_FIELDS = tuple(field.name for field in fields(Article))


@dataclass(frozen=True)
class Head:
    """What is held of an article, as far as the next reading of it must know."""

    id: str
    url: str
    title: str
    post_id: str | None
    content_hash: str
    revision: int
    first_seen: str
    published: str | None


_HEAD = select(*(articles.c[field.name] for field in fields(Head)))
_BY_IDENTITY = _HEAD.where(
    or_(
        articles.c.id.in_((bindparam("b_id"), bindparam("b_known"))),
        (articles.c.edition == bindparam("b_edition")) & (articles.c.post_id == bindparam("b_post_id")),
        articles.c.url == bindparam("b_url"),
    )
)
_TWIN = _HEAD.where(
    articles.c.edition == bindparam("b_edition"),
    articles.c.section == bindparam("b_section"),
    articles.c.published_day == bindparam("b_day"),
    articles.c.published == bindparam("b_published"),
    articles.c.content_hash == bindparam("b_hash"),
    articles.c.post_id.is_(None),
).limit(1)


class Articles:
    def __init__(self, engine: Engine):
        self.engine = engine.execution_options(reading=True)
        self._lookup: Connection | None = None
        # Asked for every item: compiled and run by the driver alone, a fifth of what the same query costs otherwise.
        self._by_identity = _BY_IDENTITY.compile(engine)

    def heads(self, *, id: str, known: str | None, edition: str, post_id: str | None, url: str) -> list[Head]:
        """Articles held under the edition's `post_id`, under `id`, under the id its address once got, or at `url`."""
        values = {"b_id": id, "b_known": known or id, "b_edition": edition, "b_post_id": post_id, "b_url": url}
        if self._lookup is None:  # kept open: asked for every item, and opening costs twice what asking does
            self._lookup = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        order = self._by_identity.positiontup
        cursor = self._lookup.connection.cursor()
        try:
            cursor.execute(self._by_identity.string, tuple(values[name] for name in order) if order else values)
            return [Head(*row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def twin(self, edition: str, section: str, day: str | None, published: str, content_hash: str) -> Head | None:
        """An article of that section without a post id, of the same minute and the same content."""
        told = {"b_edition": edition, "b_section": section, "b_day": day, "b_published": published, "b_hash": content_hash}
        with self.engine.connect() as connection:
            row = connection.execute(_TWIN, told).first()
        return Head(*row) if row else None

    def times(self) -> list[tuple[str | None, str | None]]:
        """When each was published and last edited, as its page states."""
        with self.engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(select(articles.c.published, articles.c.modified))]

    def title(self, id: str) -> str | None:
        with self.engine.connect() as connection:
            return connection.scalar(select(articles.c.title).where(articles.c.id == id))

    def archived(self, id: str) -> bool:
        """Whether what is held of an article was read in a web archive, and not on the site."""
        with self.engine.connect() as connection:
            found = connection.scalar(select(articles.c.provenance).where(articles.c.id == id))
        return is_capture({"provenance": found})

    def close(self) -> None:
        if self._lookup is not None:
            self._lookup.close()
            self._lookup = None

    def of_run(self, run: str) -> Iterator[Article]:
        """What that run stored or changed, by id, in flat memory."""
        yield from self._stream(select(articles).where(articles.c.run == run).order_by(articles.c.id))

    def recorded(self, files: Collection[str]) -> Iterator[dict[str, Any]]:
        """id, url, title and fetched of those whose answer stands in one of the archive's `files`, by id; none that a
        quarantined run read."""
        columns = [articles.c[name] for name in ("id", "url", "title", "fetched", "warc")]
        doubtful = select(runs.c.id).where(runs.c.quarantined.is_not(None))
        query = select(*columns).where(articles.c.warc.is_not(None), articles.c.run.not_in(doubtful))
        with self.engine.connect().execution_options(yield_per=500) as connection:
            for row in connection.execute(query.order_by(articles.c.id)).mappings():
                if row["warc"].get("file") in files:
                    yield dict(row)

    def count(self) -> int:
        with self.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(articles)) or 0

    def _stream(self, query: Any) -> Iterator[Article]:
        with self.engine.connect().execution_options(yield_per=500) as connection:
            for row in connection.execute(query).mappings():
                yield article(row)


def article(row: Any) -> Article:
    """An item from a row: an empty list comes back as one, not as null."""
    return Article(**{name: row[name] for name in _FIELDS if row[name] is not None})
