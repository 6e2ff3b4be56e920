"""How many items were published when, and through which channel they became known."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Engine, exists, func, or_, select

from mayadeen.stores.tables import articles, pages, sightings

BEIRUT = ZoneInfo("Asia/Beirut")
LISTED = ("listing", "region", "home")
ELSEWHERE = ("sitemap", "feed")
_MOST = 5


class Volumes:
    def __init__(self, engine: Engine):
        self.engine = engine.execution_options(reading=True)

    def oldest(self, edition: str) -> datetime | None:
        with self.engine.connect() as connection:
            found = connection.scalar(select(func.min(articles.c.published)).where(articles.c.edition == edition))
        return datetime.fromisoformat(found) if found else None

    def published(self, edition: str, since: datetime, until: datetime, *, own: bool) -> dict[str, int]:
        """Items by section; with `own` only those that some listing or the home page showed."""
        query = select(articles.c.section, func.count()).where(*_within(edition, since, until))
        if own:
            query = query.where(_shown_by(LISTED))
        with self.engine.connect() as connection:
            return {row[0] or "": row[1] for row in connection.execute(query.group_by(articles.c.section))}

    def shown_elsewhere(self, edition: str, section: str | None, since: datetime, until: datetime) -> list[str]:
        """Addresses of items of that time that only sitemaps or feeds show."""
        query = select(articles.c.url).where(*_within(edition, since, until), _shown_by(ELSEWHERE), ~_shown_by(LISTED))
        if section is not None:
            query = query.where(articles.c.section == section)
        with self.engine.connect() as connection:
            return list(connection.scalars(query.order_by(articles.c.published.desc()).limit(_MOST * 100)))

    def sitemap_read(self, edition: str, since: datetime) -> str | None:
        """When a sitemap or feed of the edition was last read, if that was after `since`."""
        fetched = func.max(pages.c.fetched)
        query = select(fetched).where(
            pages.c.edition == edition, pages.c.kind.in_(("sitemap", "feed")),
            or_(pages.c.state == "read", pages.c.state == "unchanged"),
        )  # fmt: skip
        with self.engine.connect() as connection:
            found: str | None = connection.scalar(query)
        return found if found and found >= since.astimezone(UTC).isoformat(timespec="seconds") else None


def _within(edition: str, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Compared as the column is written, in Beirut time: around a clock change an hour may count twice or not."""
    first, last = (moment.astimezone(BEIRUT).isoformat(timespec="seconds") for moment in (since, until))
    day = articles.c.published_day
    return (
        articles.c.edition == edition, day >= first[:10], day <= last[:10],
        articles.c.published >= first, articles.c.published < last,
    )  # fmt: skip


def _shown_by(channels: tuple[str, ...]) -> ColumnElement[bool]:
    shown = select(pages.c.seq).join(sightings, sightings.c.url == pages.c.url)
    return exists(shown.where(pages.c.article_id == articles.c.id, sightings.c.channel.in_(channels)))
