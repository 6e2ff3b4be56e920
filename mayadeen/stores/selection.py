"""Which rows of a table are exported: one consistent state of the collection, whatever a crawl does meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, and_, false, func, not_, or_, select

from mayadeen.editions import EDITIONS, Place
from mayadeen.exceptions import WrongUse
from mayadeen.items import KINDS
from mayadeen.search import matcher
from mayadeen.stores.columns import EXPORTED, Exported
from mayadeen.stores.tables import runs

BEIRUT = ZoneInfo("Asia/Beirut")
AT_ONCE = 200
"""Rows that the database hands over together."""
_NAMED = 12
"""So many values that would do are named."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is to be exported of a table; nothing said: all that no quarantined run has stored."""

    table: str = "articles"
    editions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    run: str | None = None
    text: str | None = None
    quarantined: bool = False


@contextmanager
def one_state(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the collection as it was at its first query, until it ends."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.execution_options(reading=True, **level).connect() as connection:
        yield connection


class Selection:
    """Raises WrongUse for values that the collection does not have, naming those that would do."""

    def __init__(self, connection: Connection, asked: Asked):
        self.connection, self.asked = connection, asked
        self.of = EXPORTED[asked.table]
        self.fields = self.of.fields
        self._text = _matcher(asked.text, self.of) if asked.text is not None else None
        self._conditions = [*self._edition(), *self._section(), *self._kind(), *self._run()]
        self._days = self._range()

    def rows(self, first: tuple[str, ...] = ()) -> Iterator[Row]:
        """By `first` and then by their key, in flat memory."""
        good = [] if self.asked.quarantined else [or_(self.of.table.c.run.is_(None), not_(self._bad()))]
        yield from self._stream([*self._conditions, *self._days, *good], first)

    def left_out(self) -> list[str]:
        """What was asked for and is not given, a line each."""
        told = []
        if not self.asked.quarantined and (number := self._number([*self._conditions, *self._days, self._bad()])):
            told.append(f"{number} stored by quarantined runs left out; --quarantined takes them in")
        day = self.of.table.c[self.of.day]
        if self._days and (number := self._number([*self._conditions, day.is_(None)])):
            told.append(f"{number} of no known day left out")
        return told

    def _stream(self, conditions: list[Any], first: tuple[str, ...]) -> Iterator[Row]:
        query = select(*self.of.columns()).where(and_(*conditions)) if conditions else select(*self.of.columns())
        order = [self.of.table.c[name] for name in (*first, *self.of.order)]
        found = self.connection.execute(query.order_by(*order), execution_options={"yield_per": AT_ONCE})
        for stored in found:
            row = {field.name: field.value(value) for field, value in zip(self.fields, stored, strict=True)}
            if self._text is None or self._text(row):
                yield row

    def _number(self, conditions: list[Any]) -> int:
        if self._text is not None:
            return sum(1 for _ in self._stream(conditions, ()))
        return self.connection.scalar(select(func.count()).select_from(self.of.table).where(*conditions)) or 0

    def _bad(self) -> Any:
        quarantined = list(self.connection.scalars(select(runs.c.id).where(runs.c.quarantined.is_not(None))))
        return self.of.table.c.run.in_(quarantined) if quarantined else false()

    def _edition(self) -> list[Any]:
        if not self.asked.editions:
            return []
        if "edition" in self.of.table.c:
            return [self.of.table.c.edition.in_(self.asked.editions)]
        return [or_(*(self.of.table.c.article_id.startswith(f"{code}:", autoescape=True) for code in self.asked.editions))]

    def _section(self) -> list[Any]:
        if not self.asked.sections:
            return []
        paths = {path for name in self.asked.sections for path in self._paths(name)}
        return [self.of.table.c[self.of.section or ""].in_(sorted(paths))]

    def _paths(self, name: str) -> list[str]:
        """Those that are called so: by the editions' menus, by their address, or by the label they were stored with."""
        column = self.of.table.c[self.of.section or ""]
        held = {path for path in self.connection.scalars(select(column).distinct()) if path}
        places = [place for edition in EDITIONS.values() for place in (*edition.sections, *edition.regions)]
        called = {place.path for place in places if place.is_called(name)} & held
        called |= {path for path in held if Place(path, path).is_called(name)}
        if not called and "section_name" in self.of.table.c:
            pairs = self.connection.execute(select(column, self.of.table.c.section_name).distinct())
            called = {path for path, label in pairs if path and Place(path, label or path).is_called(name)}
        known = any(place.is_called(name) for place in places)
        if not called and not known:
            raise WrongUse(f"there is no section {name!r} here; there are {_some(held)}")
        return sorted(called)

    def _kind(self) -> list[Any]:
        for name in self.asked.kinds:
            if name not in KINDS:
                raise WrongUse(f"kind must be one of {', '.join(KINDS)}, not {name!r}")
        return [self.of.table.c.kind.in_(self.asked.kinds)] if self.asked.kinds else []

    def _run(self) -> list[Any]:
        if self.asked.run is None:
            return []
        latest = list(self.connection.scalars(select(runs.c.id).order_by(runs.c.number.desc())))
        if self.asked.run not in latest:
            raise WrongUse(f"there is no run {self.asked.run!r}; there are {_some(latest)}")
        return [self.of.table.c.run == self.asked.run]

    def _range(self) -> list[Any]:
        column, found = self.of.table.c[self.of.day], []
        instants = self.of.day != "published_day"
        if self.asked.since:
            found.append(column >= (_midnight(self.asked.since) if instants else self.asked.since))
        if self.asked.until:
            found.append(column < _midnight(self.asked.until, 1) if instants else column <= self.asked.until)
        return found


def _midnight(day: str, later: int = 0) -> str:
    """When that day begins in Beirut, in UTC, as times are stored."""
    begins = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), BEIRUT)
    return begins.astimezone(UTC).isoformat(timespec="seconds")


def _matcher(text: str, of: Exported) -> Any:
    try:
        return matcher(text, of.text)
    except ValueError:
        raise WrongUse(f"text must hold a word to look for, not {text!r}") from None


def _some(values: Any) -> str:
    named = list(values) if isinstance(values, list) else sorted(values)
    return ", ".join(named[:_NAMED]) + (f" and {len(named) - _NAMED} more" if len(named) > _NAMED else "") or "none yet"
