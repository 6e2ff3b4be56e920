"""What becomes of held articles when their pages are looked at again: versions, events, the next look.

Everything here is written in the transaction that settles the visits, so no cut can part them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from mayadeen.stores import statements as sql
from mayadeen.stores.ages import born, next_look
from mayadeen.stores.changes import compare
from mayadeen.stores.entry import IDENTITY, MISSING, Entry, Visit
from mayadeen.stores.many import chunks
from mayadeen.stores.past import DOUBT, Past
from mayadeen.stores.tables import articles, events, pages

_SEEN = update(articles).where(articles.c.id == bindparam("b_id")).values(last_seen=bindparam("b_seen"))
_FIRST = update(articles).where(articles.c.id == bindparam("b_id")).values(first_seen=bindparam("b_first"))
_EVENT = insert(events)


class Keeping:
    """`plan` are the ages at which to look again, `gone_after` the time after which an absence is confirmed."""

    def __init__(self, engine: Engine, who: Any, *, reader: str, plan: Sequence[timedelta], gone_after: timedelta):
        self.who, self.reader, self.plan, self.gone_after = who, reader, plan, gone_after
        self._store = sql.upsert_articles(engine)
        self._keep = sql.insert_revisions(engine)

    def keep(self, connection: Connection, visits: Sequence[Visit], now: str) -> None:
        _Batch(self, connection, now).keep(visits)

    def write(self, connection: Connection, batch: "_Batch") -> None:
        for statement, rows in (
            (self._keep, batch.former),
            (self._store, list(batch.rows.values())),
            (_SEEN, batch.seen),
            (_FIRST, batch.first),
            (_EVENT, batch.events),
            (DOUBT, batch.doubted),
        ):
            if rows:
                connection.execute(statement, rows)
        batch.past.write()


class _Batch:
    """The visits of one transaction."""

    def __init__(self, keeping: Keeping, connection: Connection, now: str):
        self.keeping, self.connection, self.now = keeping, connection, now
        self.held: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self.former: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.seen: list[dict[str, str]] = []
        self.first: list[dict[str, str]] = []
        self.doubted: list[dict[str, str]] = []
        self.past = Past(connection)

    def keep(self, visits: Sequence[Visit]) -> None:
        ids = {name for visit in visits for name in (visit.article_id, visit.entry.article_id) if name}
        self.held = held_rows(self.connection, ids)
        for visit in visits:
            self._keep(visit)
        self.keeping.write(self.connection, self)

    def _keep(self, visit: Visit) -> None:
        visit.due = visit.entry.due
        if visit.article and visit.entry.kind == "capture":
            self._captured(visit, visit.article)
        elif visit.article:
            self._read(visit, visit.article)
        elif visit.absence and visit.entry.article_id in self.held:
            self._absent(visit, self.held[visit.entry.article_id])
        elif visit.state == "unchanged" and visit.entry.article_id in self.held:
            self._same(visit, self.held[visit.entry.article_id])
        elif visit.state == "duplicate":
            visit.due = self._next_look(former) if (former := self._left_here(visit)) else None
        self._replaced(visit)

    def _read(self, visit: Visit, article: dict[str, Any]) -> None:
        new = sql.article_row(article) | {"reader": self.keeping.reader}
        held = self.held.get(new["id"])
        if held is None:
            new["revision"] = 1
            self._hold(visit, new)
            return
        change = compare(held, new)
        if change.former:
            self._keep_former(change.former)
        self._returned(visit, held)
        for event, detail in change.events:
            self._tell(held["id"], visit, event, detail)
        visit.state = "stored" if change.events else "unchanged"
        self._hold(visit, change.row)
        if change.row["url"] not in (held["url"], visit.entry.url):
            self._look_at(visit, change.row)  # it was reached by its old address; from now on by its own

    def _captured(self, visit: Visit, article: dict[str, Any]) -> None:
        """What an archive shows of an article; nothing in it says when the site is to be looked at again."""
        new = sql.article_row(article) | {"reader": self.keeping.reader}
        held = self.held.get(new["id"])
        visit.present = held is None or self._follows(held, new)
        if held is None:
            self._hold(visit, new | {"revision": 1})
        elif visit.present:
            change = compare(held, new)
            if change.former:
                self.past.add(former_row(change.former, new["fetched"], self.keeping.who.run))
                self.doubted.append({"b_id": held["id"]})
            for event, detail in change.events:
                self._tell(held["id"], visit, event, detail)
            self._hold(visit, change.row)
        else:
            placed = self.past.place(held, new)
            self._hold(visit, placed.versions[-1])
            visit.state = "unchanged" if placed.at is None else "stored"
            if placed.at is not None:
                self._tell(held["id"], visit, "earlier", placed.told)
        self._first_seen(held, new)
        visit.due = None

    def _follows(self, held: dict[str, Any], new: dict[str, Any]) -> bool:
        """Whether the site changed the article after it was last seen."""
        return bool(new["fetched"] > held["last_seen"] and new["content_hash"] != held["content_hash"])

    def _first_seen(self, held: dict[str, Any] | None, new: dict[str, Any]) -> None:
        if held is not None and new["fetched"] < held["first_seen"]:
            self.held[held["id"]]["first_seen"] = new["fetched"]
            self.first.append({"b_id": held["id"], "b_first": new["fetched"]})

    def _hold(self, visit: Visit, row: dict[str, Any]) -> None:
        self.held[row["id"]] = self.rows[row["id"]] = row
        visit.due = self._next_look(row)

    def _keep_former(self, former: dict[str, Any]) -> None:
        self.former.append(former_row(former, self.now, self.keeping.who.run))

    def _same(self, visit: Visit, held: dict[str, Any]) -> None:
        """The site says that its page is as it was."""
        seen = visit.fetched or self.now
        if held["id"] in self.rows:
            self.rows[held["id"]]["last_seen"] = seen
        else:
            self.seen.append({"b_id": held["id"], "b_seen": seen})
        self._returned(visit, held)
        visit.due = self._next_look(held)

    def _absent(self, visit: Visit, held: dict[str, Any]) -> None:
        """Nothing at an address of an article: is it at another one, or missing?"""
        visit.due = self._next_look(held)
        if held["url"] != visit.entry.url:
            self._look_at(visit, held)  # it moved on before: only its own address can tell more
            return
        other = self.connection.scalar(_ALIVE, {"b_id": held["id"], "b_url": held["url"]})
        if other:
            self._move(visit, held, other)
        elif visit.absence == MISSING:
            visit.due = self._after(visit.gone_since or self.now)
            if not visit.entry.gone_since:
                self._tell(held["id"], visit, "missing", {"reason": visit.reason})
        elif not visit.entry.gone_confirmed:
            self._tell(held["id"], visit, "removed", {"reason": visit.reason, "since": visit.gone_since})

    def _move(self, visit: Visit, held: dict[str, Any], other: str) -> None:
        """The address is gone and another one of the same article answers."""
        self._tell(held["id"], visit, "moved", {"from": held["url"], "to": other})
        held |= {"url": other, "run": self.keeping.who.run}
        self.rows[held["id"]] = held
        visit.end("duplicate", f"moved to {other}")
        visit.due = None
        self._look_at(visit, held)

    def _look_at(self, visit: Visit, held: dict[str, Any]) -> None:
        entry = visit.entry
        other = update(pages).where(pages.c.url == held["url"], pages.c.state == "duplicate")
        again = {"state": "pending", "reason": None, "attempts": 0, "generation": self.keeping.who.generation}
        self.connection.execute(other.values(**again))
        found = Entry(held["url"], entry.edition, "article", section=entry.section, channel=IDENTITY)
        visit.found = [each for each in visit.found if each.url != found.url] + [found]

    def _left_here(self, visit: Visit) -> dict[str, Any] | None:
        """The article whose own address this is, where it now shows another one."""
        former = self.held.get(visit.entry.article_id or "")
        gone = former and visit.article_id and visit.article_id != former["id"] and former["url"] == visit.entry.url
        return former if gone else None

    def _replaced(self, visit: Visit) -> None:
        if former := self._left_here(visit):
            self._tell(former["id"], visit, "replaced", {"by": visit.article_id})

    def _returned(self, visit: Visit, held: dict[str, Any]) -> None:
        since, shown = visit.entry.gone_since, visit.entry.article_id
        if held["url"] != visit.entry.url:
            row = self.connection.execute(_ABSENCE, {"b_url": held["url"]}).first()
            since, shown = (row.gone_since, row.article_id) if row else (None, None)
        if not since and shown not in (None, held["id"]):
            since = self.connection.scalar(_REPLACED, {"b_id": held["id"]})
        if since:
            self._tell(held["id"], visit, "returned", {"since": since})

    def _tell(self, article_id: str, visit: Visit, event: str, detail: dict[str, Any]) -> None:
        at = visit.fetched or self.now
        self.events.append(
            {"article_id": article_id, "at": at, "run": self.keeping.who.run, "event": event, "detail": detail}
        )

    def _next_look(self, row: dict[str, Any]) -> str:
        since = born(row["published"], row["first_seen"], self.now)
        return next_look(since, datetime.fromisoformat(self.now), self.keeping.plan)

    def _after(self, since: str) -> str:
        return (datetime.fromisoformat(since) + self.keeping.gone_after).isoformat(timespec="seconds")


_ALIVE = (
    select(pages.c.url)
    .where(pages.c.article_id == bindparam("b_id"), pages.c.state == "duplicate", pages.c.url != bindparam("b_url"))
    .where(pages.c.gone_since.is_(None))
    .order_by(pages.c.last_found.desc(), pages.c.seq.desc())
    .limit(1)
)
_ABSENCE = select(pages.c.gone_since, pages.c.article_id).where(pages.c.url == bindparam("b_url"))
_REPLACED = select(func.max(events.c.at)).where(events.c.article_id == bindparam("b_id"), events.c.event == "replaced")


def former_row(former: dict[str, Any], now: str, run: str) -> dict[str, Any]:
    """A row of `revisions`, of what `compare` says was replaced."""
    row = {name: value for name, value in former.items() if name != "id"}
    return row | {"article_id": former["id"], "replaced": now, "replaced_run": run}


def held_rows(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    found = dict[str, dict[str, Any]]()
    for part in chunks(sorted(ids)):
        query = select(articles).where(articles.c.id.in_(part)).with_for_update()
        found |= {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return found
