"""What the ledger of a collection, or of one run, says: the law day by day, what is not settled, and the channels."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, case, func, select, true

from mayadeen.exceptions import WrongUse
from mayadeen.stores.account import OUTCOMES
from mayadeen.stores.entry import ITEMS
from mayadeen.stores.tables import pages, runs, sightings

CHANNELS = (
    "listing", "region", "home", "menu", "sitemap", "feed", "robots", "ticker", "argument", "replay", "start", "further",
)  # fmt: skip
"""By which an address may have become known."""


class Report:
    """Of the pages that `run` was the last to find, of all without one."""

    def __init__(self, engine: Engine, run: str | None = None, connection: Connection | None = None):
        self.engine = engine.execution_options(reading=True)
        self._connection = connection
        self._asked = pages.c.run == run if run else true()
        here = pages.c.settled_run == run if run else true()
        self._outcome = case(
            (pages.c.state == "leased", "pending"),
            ((pages.c.state == "stored") & ~here, "unchanged"),
            else_=pages.c.state,
        )

    def law(self, *by: str) -> list[dict[str, Any]]:
        """For each edition, kind of item, section and day, or `by` fewer of them: found, and the number of each outcome."""
        of = [pages.c[name] for name in by or ("edition", "kind", "section", "day")]
        numbers = [func.count().filter(self._outcome == name).label(name) for name in OUTCOMES]
        query = select(*of, func.count().label("found"), *numbers).where(self._asked, pages.c.kind.in_(ITEMS))
        return self._rows(query.group_by(*of).order_by(*of))

    def unsettled(self) -> Iterator[dict[str, Any]]:
        """Every address that failed or pends, listings included."""
        query = select(pages.c.edition, pages.c.kind, self._outcome.label("outcome"), pages.c.reason, pages.c.url)
        wanted = query.where(self._asked, pages.c.state.in_(("failed", "pending", "leased")))
        with self.engine.connect().execution_options(yield_per=1000) as connection:
            for row in connection.execute(wanted.order_by(pages.c.edition, pages.c.state, pages.c.seq)).mappings():
                yield _plain(row)

    def channels(self) -> list[dict[str, Any]]:
        """How many addresses each channel showed, and how many of them each other channel never did."""
        names = self._channels()
        if not names:
            return []
        shown = [func.max(case((sightings.c.channel == name, 1), else_=0)).label(f"c{n}") for n, name in enumerate(names)]
        joined = select(pages.c.edition, *shown).join(sightings, sightings.c.url == pages.c.url)
        each = joined.where(self._asked, pages.c.kind == "article").group_by(pages.c.edition, pages.c.url).subquery()
        flags = [each.c[f"c{n}"] for n in range(len(names))]
        table: dict[tuple[str, str], dict[str, int]] = {}
        for row in self._rows(select(each.c.edition, *flags, func.count().label("number")).group_by(each.c.edition, *flags)):
            by = {name: bool(row[f"c{n}"]) for n, name in enumerate(names)}
            for name in (name for name in names if by[name]):
                others = (other for other in names if other != name)
                line = table.setdefault((row["edition"], name), dict.fromkeys(("shown", *others), 0))
                line["shown"] += row["number"]
                for other in (other for other in names if not by[other]):
                    line[other] += row["number"]
        return [
            {"edition": edition, "channel": name, "shown": line.pop("shown"), "never_shown_by": line}
            for (edition, name), line in sorted(table.items())
        ]

    def shown_only(self, channel: str, other: str) -> list[str]:
        """The articles' addresses that `channel` showed and `other` never did. Raises WrongUse for none of CHANNELS."""
        for name in (channel, other):
            if name not in CHANNELS:
                raise WrongUse(f"there is no channel {name!r}; there are {', '.join(CHANNELS)}")
        by = select(sightings.c.url)
        query = select(pages.c.url).where(
            self._asked,
            pages.c.kind == "article",
            pages.c.url.in_(by.where(sightings.c.channel == channel)),
            pages.c.url.not_in(by.where(sightings.c.channel == other)),
        )
        return [row["url"] for row in self._rows(query.order_by(pages.c.seq))]

    def _channels(self) -> list[str]:
        query = select(sightings.c.channel).join(pages, pages.c.url == sightings.c.url)
        rows = self._rows(query.where(pages.c.kind == "article").distinct().order_by(sightings.c.channel))
        return [row["channel"] for row in rows]

    def run(self, run_id: str) -> dict[str, Any] | None:
        found = self._rows(select(runs).where(runs.c.id == run_id))
        return found[0] if found else None

    def _rows(self, query: Any) -> list[dict[str, Any]]:
        with nullcontext(self._connection) if self._connection is not None else self.engine.connect() as connection:
            return [_plain(row) for row in connection.execute(query).mappings()]


def _plain(row: Any) -> dict[str, Any]:
    """SQLAlchemy's names of labels are no plain strings."""
    return {str(name): value for name, value in row.items()}
