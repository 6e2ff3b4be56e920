"""Numbers of a whole collection, or of what one run stored, for its report: counted by the database, in bounded rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, BigInteger, Engine, Select, Text, case, cast, func, literal, or_, select
from sqlalchemy.sql import FromClause

from mayadeen.stores.entry import ITEMS
from mayadeen.stores.tables import articles, captures, events, pages, revisions, runs, sisters

UNSETTLED = ("failed", "pending", "leased")
MOST_REASONS = 100
_COLUMNS = ("edition", "section", "kind", "published_day", "cluster")


class Summary:
    def __init__(self, engine: Engine, run: str | None = None):
        self.engine = engine.execution_options(reading=True)
        self.run = run

    def days(self) -> Iterator[tuple[str, str, str, int]]:
        """(edition, section, Beirut day, items); "" for a day or section that is not known."""
        items = self._items()
        of = [func.coalesce(items.c[name], "") for name in ("edition", "section", "published_day")]
        return self._rows(select(*of, func.count()).select_from(items).group_by(*of))

    def kinds(self) -> Iterator[tuple[str, str, int]]:
        """(edition, kind, items)"""
        items = self._items()
        return self._rows(select(items.c.edition, items.c.kind, func.count()).group_by(items.c.edition, items.c.kind))

    def filled(self, names: Sequence[str]) -> Iterator[dict[str, Any]]:
        """For each edition and kind of the whole collection the items, and how many hold each field: one walk."""
        numbers = [func.count().filter(_holds(name)).label(f"f_{name}") for name in names]
        of = [articles.c.edition, articles.c.kind]
        with self.engine.connect() as connection:
            for row in connection.execute(select(*of, func.count().label("items"), *numbers).group_by(*of)).mappings():
                fields = {name: row[f"f_{name}"] for name in names}
                yield {"edition": row["edition"], "kind": row["kind"], "items": row["items"], "fields": fields}

    def label(self, edition: str, section: str) -> str | None:
        """What the newest item says that its section is called."""
        query = select(articles.c.section_name).where(
            articles.c.edition == edition, articles.c.section == section, articles.c.section_name.is_not(None)
        )
        return next((row[0] for row in self._rows(query.order_by(articles.c.published_day.desc()).limit(1))), None)

    def events(self) -> Iterator[tuple[str, str, str | None, int]]:
        """(UTC day, event, whether an edit was `declared` or `silent`, number)"""
        day, change = func.substr(events.c.at, 1, 10), events.c.detail["change"].as_string()
        told = case((events.c.event == "revised", change)).label("change")
        query = select(day, events.c.event, told, func.count())
        if self.run:
            query = query.where(events.c.run == self.run)
        return self._rows(query.group_by(day, events.c.event, told))

    def cluster_sizes(self) -> Iterator[tuple[int, int]]:
        """(items in a group of near-duplicates, groups of that size); with a run, of its items in each group."""
        items = self._items()
        groups = select(func.count().label("size")).select_from(items).where(items.c.cluster.is_not(None))
        sizes = groups.group_by(items.c.cluster).subquery()
        return self._rows(select(sizes.c.size, func.count()).group_by(sizes.c.size).order_by(sizes.c.size))

    def sister_pairs(self) -> Iterator[tuple[str, str, int]]:
        """(edition, edition, pairs of articles that tell the same story), each pair once."""
        one, other = func.substr(sisters.c.article_id, 1, 2), func.substr(sisters.c.sister_id, 1, 2)
        query = select(one, other, func.count()).where(sisters.c.article_id < sisters.c.sister_id)
        if self.run:
            mine = select(articles.c.id).where(articles.c.run == self.run)
            query = query.where(or_(sisters.c.article_id.in_(mine), sisters.c.sister_id.in_(mine)))
        return self._rows(query.group_by(one, other).order_by(one, other))

    def archived(self) -> tuple[int, int]:
        """Payloads in the archive and their bytes there, of the run's own files with a run."""
        size = cast(func.coalesce(func.sum(captures.c.length), 0), BigInteger)  # PostgreSQL sums to a Decimal
        query = select(func.count(), size).select_from(captures)
        if self.run:
            query = query.where(captures.c.file.startswith(f"mayadeen-{self.run}-", autoescape=True))
        number, length = next(self._rows(query))
        return number, length

    def reasons(self) -> Iterator[dict[str, Any]]:
        """What failed, pends or was filtered, and why, with one address of each: the most frequent MOST_REASONS."""
        outcome = case((pages.c.state == "leased", "pending"), else_=pages.c.state).label("outcome")
        of = [pages.c.edition, pages.c.kind, outcome, func.coalesce(pages.c.reason, "").label("reason")]
        query = select(*of, func.count().label("number"), func.min(pages.c.url).label("example"))
        query = query.where(pages.c.state.in_((*UNSETTLED, "filtered"))).group_by(*of)
        if self.run:
            query = query.where(pages.c.run == self.run)
        with self.engine.connect() as connection:
            found = connection.execute(query.order_by(func.count().desc(), *of).limit(MOST_REASONS)).mappings()
            yield from ({str(name): value for name, value in row.items()} for row in found)

    def unsettled(self) -> Iterator[tuple[str, str, str, int]]:
        """(edition, section, the ledger's day, addresses of items that failed or pend)"""
        of = [pages.c.edition, pages.c.section, func.coalesce(pages.c.day, "")]
        query = select(*of, func.count()).where(pages.c.state.in_(UNSETTLED), pages.c.kind.in_(ITEMS))
        return self._rows(query.group_by(*of))

    def sitemaps(self) -> Iterator[tuple[str, str, str]]:
        """(edition, address, when it was last fetched) of the sitemaps that were read whole."""
        query = select(pages.c.edition, pages.c.url, pages.c.fetched)
        read = pages.c.state.in_(("read", "unchanged")) & (pages.c.kind == "sitemap") & pages.c.fetched.is_not(None)
        return self._rows(query.where(read))

    def runs(self) -> Iterator[dict[str, Any]]:
        """All of them, or the one, the oldest first; without what was observed."""
        columns = [column for column in runs.c if column.name != "observed"]
        with self.engine.connect().execution_options(yield_per=1000) as connection:
            for row in connection.execute(self._of_runs(select(*columns))).mappings():
                yield {str(name): value for name, value in row.items()}

    def observed(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(run, start, what it observed) of those that are remembered, the oldest first."""
        query = self._of_runs(select(runs.c.id, runs.c.started, runs.c.observed))
        return self._rows(query.where(runs.c.observed.is_not(None)))

    def _of_runs(self, query: Select[Any]) -> Select[Any]:
        return (query.where(runs.c.id == self.run) if self.run else query).order_by(runs.c.number)

    def _items(self) -> FromClause:
        """The articles, or the versions that the run stored, those included that were replaced since: each article once."""
        if not self.run:
            return articles
        now = select(articles.c.id, *(articles.c[name] for name in _COLUMNS)).where(articles.c.run == self.run)
        mine = select(articles.c.id).where(articles.c.run == self.run)
        then = select(revisions.c.article_id, *(func.max(revisions.c[name]) for name in _COLUMNS))
        former = then.where(revisions.c.run == self.run, revisions.c.article_id.not_in(mine))
        return now.union_all(former.group_by(revisions.c.article_id)).subquery()

    def _rows(self, query: Any) -> Iterator[Any]:
        with self.engine.connect().execution_options(yield_per=5000) as connection:
            yield from connection.execute(query)


def _holds(name: str) -> Any:
    column = articles.c[name]
    if isinstance(column.type, JSON):
        return column.is_not(None) & cast(column, Text).not_in(("[]", "{}", "null"))
    return column.is_not(None) & (column != literal("")) if isinstance(column.type, Text) else column.is_not(None)
