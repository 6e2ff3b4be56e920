"""Pages that failed: in how many runs each is tried again, and which failures do not count."""

from typing import Any

from sqlalchemy import Update, bindparam, null, update

from mayadeen.stores.tables import pages

_LITERALLY: Any = bindparam("unsettled", ("leased", "failed"), expanding=True, literal_execute=True)
unsettled = pages.c.state.in_(_LITERALLY)
"""SQLite takes the index of these pages, and does not read all, where a query says what the index says, word for word."""

EXCUSE: Update = (
    update(pages)
    .where(
        unsettled,
        pages.c.state == "failed",
        pages.c.settled_run == bindparam("b_run"),
        pages.c.edition == bindparam("b_edition"),
        pages.c.failures > 0,
    )
    .values(failures=pages.c.failures - 1)
)
"""Takes back what a run counted against the pages of an edition."""


def reopen_failed(job: str, generation: str, max_failures: int) -> Update:
    return (
        update(pages)
        .where(
            unsettled,
            pages.c.state == "failed",
            pages.c.job == job,
            pages.c.generation != generation,
            pages.c.failures < max_failures,
        )
        .values(state="pending", reason=null(), attempts=0, generation=generation)
    )
