"""At which ages an article is looked at again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

MONTH = timedelta(days=30)


def ages(minutes: Sequence[float]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=each) for each in sorted(minutes))


def born(published: str | None, first_seen: str | None, now: str) -> str:
    """What an article's ages are counted from. A publication yet to come is the page's mistake: counted from it, nobody
    would look again before that day.

    >>> born("2026-01-01T02:00:00+02:00", None, "2026-01-01T00:00:00+00:00")
    '2026-01-01T02:00:00+02:00'
    >>> born("2062-01-01T02:00:00+02:00", "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00")
    '2026-01-01T00:00:00+00:00'
    """
    if published and datetime.fromisoformat(published) <= datetime.fromisoformat(now):
        return published
    return first_seen or now


def next_look(born: str, now: datetime, plan: Sequence[timedelta]) -> str:
    """The first age of the plan that is yet to come, counted from `born`; after the last one every month.

    >>> look = lambda now: next_look("2026-01-01T02:00:00+02:00", datetime.fromisoformat(now), ages([10, 60]))
    >>> look("2026-01-01T00:10:00+00:00"), look("2026-01-01T01:00:00+00:00"), look("2026-03-05T00:00:00+00:00")
    ('2026-01-01T01:00:00+00:00', '2026-01-31T01:00:00+00:00', '2026-04-01T01:00:00+00:00')
    """
    start = datetime.fromisoformat(born).astimezone(UTC)
    for age in plan:
        if start + age > now:
            return _text(start + age)
    last = start + (plan[-1] if plan else timedelta())
    months = (now - last) // MONTH + 1
    return _text(last + months * MONTH)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
