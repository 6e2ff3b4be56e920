"""Whether the ledger's law holds for a run that has ended."""

from collections.abc import Iterator

from sqlalchemy import Engine, func, select

from mayadeen.stores.account import OUTCOMES
from mayadeen.stores.report import Report
from mayadeen.stores.tables import articles, pages


def broken(engine: Engine, run: str) -> Iterator[tuple[str, str]]:
    """(edition, what is wrong): an outcome nobody knows, or a page stored without its article."""
    for row in Report(engine, run).law():
        known = sum(row[name] for name in OUTCOMES)
        if known != row["found"]:
            yield row["edition"], f"{row['section']} {row['day']}: found {row['found']}, accounted for {known}"
    orphan = (
        select(pages.c.edition, func.count(), func.min(pages.c.url))
        .outerjoin(articles, articles.c.id == pages.c.article_id)
        .where(pages.c.run == run, pages.c.settled_run == run, pages.c.kind == "article", pages.c.state == "stored", articles.c.id.is_(None))
    )
    with engine.execution_options(reading=True).connect() as connection:
        for edition, number, url in connection.execute(orphan.group_by(pages.c.edition)):
            yield edition, f"{number} pages stored without their article, {url} among them"
