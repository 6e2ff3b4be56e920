"""Whether articles that were found are still to be read."""

from collections.abc import Sequence

from sqlalchemy import Engine, select

from mayadeen.stores.entry import PRIORITIES
from mayadeen.stores.many import chunks
from mayadeen.stores.tables import pages


def unsettled(engine: Engine, urls: Sequence[str]) -> bool:
    """Whether any of `urls` is pending, or leased by someone who may yet fail; but for those that wait for all others."""
    open_ = pages.c.state.in_(("pending", "leased")) & (pages.c.priority != PRIORITIES["again"])
    with engine.execution_options(reading=True).connect() as connection:
        queries = (select(pages.c.seq).where(pages.c.url.in_(part), open_).limit(1) for part in chunks(urls))
        return any(connection.execute(query).first() for query in queries)
