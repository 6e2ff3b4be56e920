"""The SQL of the ledger, built once: Core builds a statement in more time than SQLite runs it."""

from typing import Any

from sqlalchemy import (
    Engine,
    Integer,
    Update,
    and_,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    update,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite

from mayadeen.stores.chances import unsettled
from mayadeen.stores.clock import beirut_day
from mayadeen.stores.entry import DISALLOWED, GONE, NOT_ASKED_FOR, OTHERWISE_WANTED, OUT_OF_RANGE, Entry, Visit
from mayadeen.stores.tables import articles, pages, revisions, sightings


def insert_into(engine: Engine, table: Any) -> Any:
    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def page_row(entry: Entry, who: Any, now: str) -> dict[str, Any]:
    return {
        "url": entry.url,
        "edition": entry.edition,
        "kind": entry.kind,
        "section": entry.section,
        "context": entry.context,
        "priority": entry.priority,
        "state": "filtered" if entry.refused else "pending",
        "reason": entry.refused,
        "attempts": 0,
        "failures": 0,
        "job": who.job,
        "generation": who.generation,
        "run": who.run,
        "settled_run": who.run if entry.refused else None,
        "first_found": now,
        "last_found": now,
        "day": beirut_day(now),
    }


def upsert_pages(engine: Engine, max_failures: int) -> dict[bool, Any]:
    """Found addresses: new ones are opened, known ones noted; which known ones are opened again depends.

    The statement under True is for pages visited once in every run (home, listings), that under
    False for the others: failed ones get another chance in a new run, as does what robots.txt forbade,
    and what was left out by arguments may be wanted after all.
    """
    insert = insert_into(engine, pages)
    new = insert.excluded
    wanted, another_run = new.state == "pending", pages.c.generation != new.generation
    again = and_(pages.c.state == "failed", pages.c.failures < max_failures, another_run, wanted)
    # What a listing left out its own may want, and what one sitemap another; what was read, only another range may.
    otherwise = or_(*(pages.c.reason == reason for reason in OTHERWISE_WANTED))
    not_read = and_(pages.c.reason == OUT_OF_RANGE, pages.c.fetched.is_(None))
    left_out = or_(pages.c.reason == NOT_ASKED_FOR, not_read, and_(otherwise, pages.c.job != new.job))
    shown_again = or_(pages.c.reason.startswith(GONE), pages.c.reason == DISALLOWED)
    back = and_(pages.c.state == "filtered", shown_again, another_run, wanted)
    other_arguments = and_(pages.c.state == "filtered", left_out, wanted)
    settled = and_(pages.c.state != "pending", pages.c.state != "leased")
    opened = {True: and_(settled, another_run, wanted), False: or_(again, back, other_arguments)}
    return {always: _noting(insert, condition) for always, condition in opened.items()}


def _noting(insert: Any, opened: Any) -> Any:
    new = insert.excluded
    waiting = or_(opened, and_(pages.c.state == "pending", new.state == "pending"))
    others = and_(pages.c.state == "pending", pages.c.job != new.job, new.state != "pending")  # this job leaves it alone
    taken_over = and_(waiting, pages.c.job != new.job)  # each job has an order of its own
    anew = or_(opened, taken_over)
    # Somebody may have taken it for another kind of page: it is read as what it is wanted as now.
    mistaken = and_(anew, pages.c.kind != new.kind)
    changes = {name: case((mistaken, null()), else_=pages.c[name]) for name in ("etag", "last_modified", "shown")} | {
        "kind": case((anew, new.kind), else_=pages.c.kind),
        "section": case((anew, new.section), else_=pages.c.section),
        "state": case((opened, "pending"), else_=pages.c.state),
        "reason": case((opened, null()), else_=pages.c.reason),
        "attempts": case((opened, 0), else_=pages.c.attempts),
        "priority": case((anew, new.priority), else_=pages.c.priority),
        "generation": case((opened, new.generation), else_=pages.c.generation),
        "context": case((opened, new.context), else_=pages.c.context),
        "job": case((waiting, new.job), else_=pages.c.job),
        "run": case((others, pages.c.run), else_=new.run),
        "last_found": new.last_found,
    }
    return insert.on_conflict_do_update(index_elements=["url"], set_=changes)


SIGHTING = ("url", "channel", "place", "number", "generation")


def sighting_row(entry: Entry, who: Any) -> tuple[Any, ...]:
    return entry.url, entry.channel, entry.place, entry.number, who.generation


def upsert_sightings(engine: Engine) -> Any:
    """Where an address was seen; `number` is the first page of the listing that showed it in this run."""
    insert = insert_into(engine, sightings)
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["url", "channel", "place"],
        set_={"number": new.number, "generation": new.generation},
        where=sightings.c.generation != new.generation,
    )


_ARTICLE = tuple(articles.columns.keys())


def article_row(article: dict[str, Any]) -> dict[str, Any]:
    return {name: article.get(name) for name in _ARTICLE}


def upsert_articles(engine: Engine) -> Any:
    insert = insert_into(engine, articles)
    kept = ("id", "first_seen", "regions", "cluster")
    changes = {c.name: insert.excluded[c.name] for c in articles.columns if c.name not in kept}
    return insert.on_conflict_do_update(index_elements=["id"], set_=changes)


def insert_revisions(engine: Engine) -> Any:
    return insert_into(engine, revisions).on_conflict_do_nothing()


def claim(engine: Engine) -> Any:
    chosen = (
        select(pages.c.seq)
        .where(
            pages.c.state == "pending",
            pages.c.job == bindparam("b_job"),
            pages.c.edition == bindparam("b_edition"),
            pages.c.priority >= bindparam("b_least", type_=Integer),
        )
        .order_by(pages.c.priority.desc(), pages.c.seq)
        .limit(bindparam("b_count", type_=Integer))
        .with_for_update(skip_locked=True)  # SQLite leaves this out: it has one writer
        .cte("chosen")
    )
    return (
        update(pages)
        .where(pages.c.seq.in_(select(chosen.c.seq)))
        .values(
            state="leased",
            attempts=pages.c.attempts + 1,
            run=bindparam("b_run"),
            generation=bindparam("b_generation"),
            worker=bindparam("b_worker"),
            lease_until=bindparam("b_until"),
        )
        .returning(pages)
    )


def settle_row(visit: Visit, who: Any, reader: str) -> dict[str, Any]:
    entry, kept = visit.entry, visit.state in ("stored", "unchanged", "read")
    there = not visit.absence and visit.state != "failed" and visit.status is not None
    return {
        "b_url": entry.url,
        "b_worker": who.worker,
        "b_run": who.run,
        "b_state": visit.state,
        "b_reason": visit.reason,
        "b_failed": int(visit.state == "failed" and not visit.absence),
        "b_status": visit.status,
        # Validators only of what was kept: else a page that was dropped would answer 304 for ever.
        "b_etag": visit.etag if kept else None,
        "b_modified": visit.last_modified if kept else None,
        "b_final": visit.final_url,
        "b_article": visit.article_id,
        "b_day": visit.day,
        "b_fetched": visit.fetched,
        # Neither a block, a broken network nor robots.txt says that the page is there again.
        "b_gone": None if there else entry.gone_since or visit.gone_since,
        "b_confirmed": None if there else entry.gone_confirmed or visit.gone_confirmed,
        "b_due": visit.due,
        "b_reader": reader if kept else None,
        "b_size": visit.size if visit.status != 304 else None,
        # Only together with the validators it was read under: another spider may have read the page since.
        "b_shown": entry.shown if visit.status == 304 else visit.shown,
    }


SETTLE: Update = (
    update(pages)
    .where(pages.c.url == bindparam("b_url"), pages.c.state == "leased", pages.c.worker == bindparam("b_worker"))
    .values(
        state=bindparam("b_state"),
        reason=bindparam("b_reason"),
        failures=case((bindparam("b_failed", type_=Integer) == 1, pages.c.failures + 1), else_=0),
        status=bindparam("b_status"),
        etag=bindparam("b_etag"),
        last_modified=bindparam("b_modified"),
        final_url=bindparam("b_final"),
        article_id=func.coalesce(bindparam("b_article"), pages.c.article_id),
        day=func.coalesce(bindparam("b_day"), pages.c.day),
        fetched=func.coalesce(bindparam("b_fetched"), pages.c.fetched),
        gone_since=bindparam("b_gone"),
        gone_confirmed=bindparam("b_confirmed"),
        due=bindparam("b_due"),
        reader=bindparam("b_reader"),
        size=func.coalesce(bindparam("b_size"), pages.c.size),
        shown=bindparam("b_shown", type_=pages.c.shown.type),
        settled_run=bindparam("b_run"),
        worker=null(),
        lease_until=null(),
    )
)

RELEASE: Update = (
    update(pages)
    .where(unsettled, pages.c.state == "leased", pages.c.worker == bindparam("b_worker"))
    .values(state="pending", attempts=pages.c.attempts - 1, worker=null(), lease_until=null())
)


def takeover(expired: Any, max_attempts: int) -> Update:
    spent = pages.c.attempts >= max_attempts
    return (
        update(pages)
        .where(expired)
        .values(
            state=case((spent, "failed"), else_="pending"),
            reason=case((spent, f"given up after {max_attempts} attempts"), else_=null()),
            failures=pages.c.failures + cast(spent, Integer),
            settled_run=case((spent, pages.c.run), else_=pages.c.settled_run),
            worker=null(),
            lease_until=null(),
        )
    )
