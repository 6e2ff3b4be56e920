"""What an archive tells of articles, written as a crawl would have written it.

Versions and events, the page in the ledger, where it was seen, and which articles belong together:
all in one transaction for some articles, so that a replay that was cut is begun anew without harm.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, case, func, insert, or_, update

from mayadeen.content import changed_fields
from mayadeen.stores import statements as sql
from mayadeen.stores.ages import born, next_look
from mayadeen.stores.changes import REREAD, compare
from mayadeen.stores.clock import beirut_day
from mayadeen.stores.database import hold_relations
from mayadeen.stores.entry import Entry, Visit
from mayadeen.stores.keeping import former_row, held_rows
from mayadeen.stores.ledger import Beside, Identity
from mayadeen.stores.many import insert_rows
from mayadeen.stores.past import DOUBT, Past
from mayadeen.stores.tables import articles, events, pages

_KEPT = ("id", "regions", "cluster", "fetched", "first_seen", "last_seen", "revision", "warc")
"""What a new reading of the same bytes leaves alone; the revision, too, for the site changed nothing."""
_READING = tuple(column.name for column in articles.columns if column.name not in _KEPT)
_OURS = ("provenance", "content_hash", "run", "reader")
MENDED = "mended"


@dataclass
class Story:
    """An article's captures, in the order they were made in: each a visit with its article; and where it was seen."""

    visits: list[Visit]
    sightings: Sequence[tuple[str, str]] = ()

    row: dict[str, Any] = field(default_factory=dict)
    """What is to be held in the end."""
    present: Visit | None = None
    """The visit that showed it; None where it is what was held before."""

    @property
    def article_id(self) -> str:
        return self.visits[0].article_id or ""


class Readings:
    def __init__(
        self, engine: Engine, who: Identity, beside: Sequence[Beside], *, reader: str, plan: Sequence[timedelta]
    ):
        self.engine, self.who, self.beside, self.reader, self.plan = engine, who, beside, reader, plan
        self._store = sql.upsert_articles(engine)
        self._sight, self._page = sql.upsert_sightings(engine), _upsert_pages(engine)

    def write(self, stories: Sequence[Story], now: str) -> int:
        """Gives back how many articles it wrote. Raises sqlalchemy.exc.DBAPIError, and nothing is written then."""
        with self.engine.begin() as connection:
            hold_relations(connection)
            batch = _Batch(self, connection, stories, now)
            writes: tuple[tuple[Any, list[Any]], ...] = (
                (self._store, [story.row for story in batch.written]),
                (_FIRST, batch.first),
                (insert(events), batch.events),
                (DOUBT, batch.doubted),
                (self._page, [self._page_row(story, now) for story in batch.written]),
            )
            for statement, rows in writes:
                if rows:
                    connection.execute(statement, rows)
            insert_rows(connection, self._sight, sql.SIGHTING, list(self._sightings(batch.written)))
            batch.past.write()
            shown = [story.present for story in batch.written if story.present]
            for one in self.beside if shown else ():
                one.write(connection, shown)
            return len(batch.written)

    def confirm(self, versions: Iterable[tuple[str, str]]) -> None:
        """(id, fetched) of articles that today's reader reads as they are stored: what differs later is the site's edit."""
        rows = [{"b_id": id_, "b_fetched": fetched, "b_reader": self.reader} for id_, fetched in versions]
        if rows:
            with self.engine.begin() as connection:
                hold_relations(connection)
                connection.execute(_CONFIRM, rows)

    def _page_row(self, story: Story, now: str) -> dict[str, Any]:
        row, entry = story.row, story.visits[-1].entry
        since = born(row["published"], row["first_seen"], now)
        return sql.page_row(replace(entry, url=row["url"]), self.who, now) | {
            "state": "stored",
            "settled_run": self.who.run,
            "article_id": row["id"],
            "day": row["published_day"] or beirut_day(row["fetched"]),
            "fetched": row["fetched"],
            "due": next_look(since, datetime.fromisoformat(now), self.plan),
        }

    def _sightings(self, stories: Iterable[Story]) -> Iterable[tuple[Any, ...]]:
        for story in stories:
            for channel, place in dict.fromkeys(story.sightings):
                entry = Entry(story.row["url"], "", "article", channel=channel, place=place)
                yield sql.sighting_row(entry, self.who)


class _Batch:
    """The stories of one transaction, followed from what is held."""

    def __init__(self, readings: Readings, connection: Connection, stories: Sequence[Story], now: str):
        self.readings, self.now = readings, now
        self.past = Past(connection)
        self.events: list[dict[str, Any]] = []
        self.written: list[Story] = []
        self.first: list[dict[str, str]] = []
        self.doubted: list[dict[str, str]] = []
        held = held_rows(connection, {story.article_id for story in stories})
        for story in stories:
            before = held.get(story.article_id)
            self._follow(story, before)
            if story.row is not before:
                self.written.append(story)
            if before and story.row["first_seen"] != before["first_seen"]:
                self.first.append(_named(story.row, "id", "first_seen"))

    def _follow(self, story: Story, row: dict[str, Any] | None) -> None:
        for visit in story.visits:
            new = sql.article_row(visit.article or {}) | {"reader": self.readings.reader}
            if row is None:
                row, story.present = new | {"revision": 1}, visit
            elif new["fetched"] == row["fetched"]:
                row, story.present = self._mended(row, new), visit
            elif new["fetched"] > row["last_seen"]:
                row, story.present = self._changed(row, new), visit
            else:
                row = self._placed(row, new)
        story.row = row or {}
        if story.present:
            story.present.article = story.row

    def _mended(self, held: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """The same bytes, read otherwise. Two readings by one reader have no place beside each other: one was a bug."""
        row = held | {name: new[name] for name in _READING}
        if held["reader"] != new["reader"] and held["content_hash"] != new["content_hash"]:
            fields = changed_fields(held, new)
            former = {**held, "change": REREAD, "changed": fields}
            self.past.add(former_row(former, self.now, new["run"]))
            self._tell(row, "reread", {"fields": fields, "change": REREAD})
        else:
            otherwise = (name for name in _READING if name not in _OURS and (held[name] or None) != (new[name] or None))
            self._tell(row, MENDED, {"fields": ", ".join(otherwise)})
        return row

    def _changed(self, held: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """The site changed it since: the version that was held is kept whole, as after a crawl."""
        change = compare(held, new)
        if change.former:
            self.past.add(former_row(change.former, new["fetched"], new["run"]))
            self.doubted.append({"b_id": held["id"]})
        for event, detail in change.events:
            self._tell(change.row, event, detail)
        return change.row

    def _placed(self, held: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        """It was so before the site last showed what is held."""
        placed = self.past.place(held, new)
        row = placed.versions[-1] | {"first_seen": min(held["first_seen"], new["fetched"])}
        if placed.at is not None:
            self._tell(row | {"fetched": new["fetched"]}, "earlier", placed.told)
        return row

    def _tell(self, row: dict[str, Any], event: str, detail: dict[str, Any]) -> None:
        at = self.now if event in (MENDED, "reread") else row["fetched"]
        run = self.readings.who.run
        self.events.append({"article_id": row["id"], "at": at, "run": run, "event": event, "detail": detail})


def _named(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {f"b_{name}": row[name] for name in names}


_CONFIRM = (
    update(articles)
    .where(articles.c.id == bindparam("b_id"), articles.c.fetched == bindparam("b_fetched"))
    .values(reader=bindparam("b_reader"))
)
_FIRST = update(articles).where(articles.c.id == bindparam("b_id")).values(first_seen=bindparam("b_first_seen"))


def _upsert_pages(engine: Engine) -> Any:
    """A page that is known stays as the crawl left it, but for what it is now known to be."""
    insert_page = sql.insert_into(engine, pages)
    new = insert_page.excluded
    kept = or_(pages.c.state == "stored", pages.c.state == "unchanged")  # an IN takes no many rows
    changes = {
        "article_id": func.coalesce(pages.c.article_id, new.article_id),
        "day": case((pages.c.article_id.is_(None), new.day), else_=func.coalesce(pages.c.day, new.day)),
        "run": case((kept, new.run), else_=pages.c.run),
        "settled_run": case((kept, new.settled_run), else_=pages.c.settled_run),
    }
    return insert_page.on_conflict_do_update(index_elements=["url"], set_=changes)
