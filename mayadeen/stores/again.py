"""Which pages a run that looks again opens: what is due, or all that was ever read; and what an unchanged page leaves to do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Update, and_, case, exists, null, or_, select, update

from mayadeen.stores.entry import GONE, NOT_ASKED_FOR, OUT_OF_RANGE, PRIORITIES
from mayadeen.stores.tables import articles, pages, sightings


@dataclass(frozen=True)
class Scope:
    """What of an edition is asked for: all where neither sections nor regions are named; `everything` due or not."""

    edition: str
    sections: Collection[str] = ()
    """Their paths."""
    regions: Collection[str] = ()
    """The last parts of their paths."""
    since: str | None = None
    until: str | None = None
    everything: bool = False


def look_again(scope: Scope, who: Any, now: str) -> Update:
    """Opens them for this run. Those of this generation are left alone: it has opened or settled them."""
    conditions = [
        pages.c.kind == "article",
        pages.c.edition == scope.edition,
        pages.c.generation != who.generation,
        pages.c.state != "leased",
        _ever_read() if scope.everything else and_(pages.c.due <= now, _own_address()),
        *_days(scope),
    ]
    if scope.sections or scope.regions:
        conditions.append(or_(*_in_sections(scope.sections), pages.c.url.in_(_shown("region", scope.regions))))
    priority = case((_stands(), PRIORITIES["again"]), else_=PRIORITIES["aside"])
    opened = {"state": "pending", "reason": null(), "attempts": 0, "priority": priority}
    mine = {"job": who.job, "generation": who.generation, "run": who.run}
    return update(pages).where(*conditions).values(**opened, **mine)


def to_be_found(place: str, who: Any, max_failures: int) -> Select[Any]:
    """A page among those seen at `place` of which another look there could make more: it waits in another job, it
    failed or was not there, or another job's arguments left it out. See `statements.upsert_pages`, which says what
    finding it does."""
    others, another_run = pages.c.job != who.job, pages.c.generation != who.generation
    waits = pages.c.state.in_(("pending", "leased")) & others
    failed = (pages.c.state == "failed") & (pages.c.failures < max_failures) & another_run
    gone = (pages.c.state == "filtered") & pages.c.reason.startswith(GONE) & another_run
    left_out = (pages.c.state == "filtered") & pages.c.reason.in_((NOT_ASKED_FOR, OUT_OF_RANGE)) & others
    seen = select(pages.c.seq).join(sightings, sightings.c.url == pages.c.url).where(sightings.c.place == place)
    return seen.where(or_(waits, failed, gone, left_out)).limit(1)


def _ever_read() -> Any:
    """Held, whatever the last try came to, or answered once; what was never asked for stays left out."""
    return or_(pages.c.article_id.is_not(None), pages.c.status.is_not(None))


def _own_address() -> Any:
    """An article that moved is looked at where it is now; by the old address only while the new has no page, or shows
    another article."""
    other = pages.alias("other")
    new = exists().where(
        articles.c.id == pages.c.article_id,
        other.c.url == articles.c.url,
        or_(other.c.article_id.is_(None), other.c.article_id == articles.c.id),
    )
    return or_(_stands(), ~new)


def _stands() -> Any:
    """Whether the address is an article's own: that of one it showed before, if it shows another now."""
    return exists().where(articles.c.url == pages.c.url)


def _days(scope: Scope) -> list[Any]:
    since, until = scope.since, scope.until
    return [*([pages.c.day >= since] if since else []), *([pages.c.day <= until] if until else [])]


def _in_sections(paths: Collection[str]) -> list[Any]:
    """By the address's section; where that is a part of the path only, as `/articles/<slug>`, if its listing shows it."""
    below = [pages.c.section.startswith(f"{path}/", autoescape=True) for path in paths]
    above = [
        (pages.c.section == path.rpartition("/")[0]) & pages.c.url.in_(_shown("listing", [path]))
        for path in paths
        if "/" in path
    ]
    return [pages.c.section.in_(paths), *below, *above]


def _shown(channel: str, places: Collection[str]) -> Any:
    return select(sightings.c.url).where(sightings.c.channel == channel, sightings.c.place.in_(places))
