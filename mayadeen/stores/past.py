"""The former versions of articles that a transaction finds older ones of."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, null, select, update

from mayadeen.stores.tables import pages, revisions
from mayadeen.stores.timeline import Placed, Row, place

_OF = revisions.c.article_id == bindparam("b_id")
_FORMER = select(revisions).where(_OF).order_by(revisions.c.fetched, revisions.c.revision, revisions.c.replaced)
_FORGET = delete(revisions).where(_OF)

DOUBT = (
    update(pages)
    .where(pages.c.article_id == bindparam("b_id"), pages.c.kind == "article")
    .values(etag=null(), last_modified=null())
)
"""An archive showed a later version than the site did: that its page is as it was would not tell which of them it shows."""


class Past:
    def __init__(self, connection: Connection):
        self.connection = connection
        self._former: dict[str, list[Row]] = {}

    def add(self, former: Row) -> None:
        self._of(former["article_id"]).append(former)

    def place(self, present: Row, capture: Row) -> Placed:
        """Puts a capture among the versions of the article, the present one last."""
        former = self._of(present["id"])
        placed = place([*({"id": present["id"]} | row for row in former), present], capture)
        former[:] = [_former(row) for row in placed.versions[:-1]]
        return placed

    def write(self) -> None:
        """All of each article anew: the numbers of those that follow may have moved."""
        if self._former:
            self.connection.execute(_FORGET, [{"b_id": article_id} for article_id in self._former])
        if rows := [row for former in self._former.values() for row in former]:
            self.connection.execute(insert(revisions), rows)

    def _of(self, article_id: str) -> list[Row]:
        if article_id not in self._former:
            found = self.connection.execute(_FORMER, {"b_id": article_id}).mappings()
            self._former[article_id] = [dict(row) for row in found]
        return self._former[article_id]


def _former(row: Row) -> dict[str, Any]:
    return {column.name: row.get(column.name) for column in revisions.columns} | {"article_id": row["id"]}
