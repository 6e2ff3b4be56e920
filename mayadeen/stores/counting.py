"""The SQL that counts what became of a run's pages."""

from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select

from mayadeen.stores.tables import pages

_settled_here = pages.c.settled_run == bindparam("b_run")
_outcome = case(
    (pages.c.state.in_(("pending", "leased")), "pending"),
    (and_(pages.c.state == "stored", ~_settled_here), "unchanged"),
    else_=pages.c.state,
)
COUNTS: Select[Any] = (
    select(
        pages.c.edition,
        pages.c.section,
        pages.c.kind,
        _outcome.label("outcome"),
        func.coalesce(pages.c.reason, "").label("reason"),
        func.count().label("number"),
    )
    .where(pages.c.run == bindparam("b_run"))
    .group_by(pages.c.edition, pages.c.section, pages.c.kind, _outcome, pages.c.reason)
    .order_by(pages.c.edition, pages.c.section)
)

_not_modified = _settled_here & (pages.c.status == 304)
_not_asked = pages.c.state.in_(("stored", "unchanged")) & ~_settled_here
SAVED: Select[Any] = select(
    func.count().filter(_not_modified).label("not_modified"),
    func.count().filter(_not_asked).label("not_asked"),
    func.coalesce(func.sum(pages.c.size).filter(or_(_not_modified, _not_asked)), 0).label("bytes"),
).where(pages.c.run == bindparam("b_run"))
"""What a run was spared: pages that had not changed, held pages that it did not ask for, and their bytes."""
