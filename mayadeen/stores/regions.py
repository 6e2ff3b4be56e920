"""The regions of articles: those whose menus lead to any of an article's addresses, whichever was read first."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from mayadeen.stores.entry import Entry
from mayadeen.stores.many import chunks
from mayadeen.stores.tables import articles, pages, sightings

_PLACES: Select[Any] = (
    select(pages.c.article_id, sightings.c.place)
    .join(sightings, sightings.c.url == pages.c.url)
    .where(sightings.c.channel == "region", pages.c.article_id.in_(bindparam("ids", expanding=True)))
)
_SET = update(articles).where(articles.c.id == bindparam("b_id")).values(regions=bindparam("b_regions"))


def write(connection: Connection, found: Sequence[Entry], stored: Collection[str]) -> None:
    """Of the articles `stored` just now, and of those held that were `found` in a region's menu."""
    ids = set(stored)
    for part in chunks(sorted({e.url for e in found if e.channel == "region" and e.kind == "article"})):
        known = select(pages.c.article_id).where(pages.c.url.in_(part), pages.c.article_id.is_not(None))
        ids.update(connection.scalars(known))
    for part in chunks(sorted(ids)):
        regions: dict[str, set[str]] = {}
        for article_id, place in connection.execute(_PLACES, {"ids": part}):
            regions.setdefault(article_id, set()).add(place)
        if regions:
            rows = [{"b_id": one, "b_regions": sorted(places)} for one, places in regions.items()]
            connection.execute(_SET, rows)
