"""An article's life as the collection keeps it: its versions, the oldest first, its events and its addresses."""

from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Engine, select

from mayadeen.stores.tables import articles, events, pages, revisions


@dataclass(frozen=True)
class History:
    article: dict[str, Any]
    versions: list[dict[str, Any]]
    """Former ones, whole, in the order they were replaced in, and the present one."""
    events: list[dict[str, Any]]
    addresses: list[str]

    @classmethod
    def of(cls, engine: Engine, article_id: str) -> Self | None:
        former = select(revisions).where(revisions.c.article_id == article_id)
        told = select(events).where(events.c.article_id == article_id).order_by(events.c.seq)
        known = select(pages.c.url).where(pages.c.article_id == article_id, pages.c.kind == "article").order_by(pages.c.seq)
        with engine.execution_options(reading=True).connect() as connection:
            article = connection.execute(select(articles).where(articles.c.id == article_id)).mappings().first()
            if article is None:
                return None
            ordered = former.order_by(revisions.c.replaced, revisions.c.revision, revisions.c.reader)
            versions = [dict(row) for row in connection.execute(ordered).mappings()]
            return cls(
                dict(article),
                [*versions, dict(article)],
                [dict(row) for row in connection.execute(told).mappings()],
                list(dict.fromkeys([article["url"], *connection.scalars(known)])),
            )
