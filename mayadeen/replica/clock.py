"""When articles appear, and how the site writes an instant."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

BEIRUT = ZoneInfo("Asia/Beirut")
ANCHOR = datetime(2026, 1, 31, 18, 0, tzinfo=UTC)
"""The newest article of a plain start is not younger than this."""

SPAN_DAYS = 420
"""At least so many days are covered, so that there are months, years and both clock changes."""
STEP_MINUTES = 20
"""At most so many minutes lie between two articles once there are enough to fill the span."""


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def beirut(instant: datetime) -> datetime:
    """In Beirut time with a fixed offset: in the repeated hour of autumn a datetime of the zone
    itself equals no other, and adding to it counts by the wall clock."""
    local = instant.astimezone(BEIRUT)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def stated(instant: datetime) -> datetime:
    """With the offset the site's script states, which is not always that of Asia/Beirut.

    Around the switches it was seen to say +03:00 from the Friday before the last Sunday of
    March and through the last Sunday of October.
    """
    summer = instant.astimezone(timezone(timedelta(hours=3)))
    winter = instant.astimezone(timezone(timedelta(hours=2)))
    first = last_sunday(winter.year, 3) - timedelta(days=2)
    return summer if winter.date() >= first and summer.date() <= last_sunday(winter.year, 10) else winter


def unmarked_utc(instant: datetime) -> str:
    """The form of the meta tags: UTC without saying so, seven decimals."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.0000000")


def minute(instant: datetime) -> int:
    return int(instant.timestamp()) // 60


def _switches() -> list[int]:
    """Minutes around the clock changes at which an article must stand."""
    found = []
    for year in range(2000, 2050):
        spring = datetime.combine(last_sunday(year, 3), datetime.min.time(), UTC)
        autumn = datetime.combine(last_sunday(year, 10), datetime.min.time(), UTC)
        moments = (
            spring - timedelta(hours=36),
            spring - timedelta(hours=1, minutes=40),
            autumn - timedelta(hours=2, minutes=20),
            autumn + timedelta(hours=9),
        )
        found += [minute(moment) for moment in moments]
    return found


SWITCHES = _switches()


class Calendar:
    """The instant of each article number: ever growing, one in each slot of equal length."""

    def __init__(self, articles: int, seed: int) -> None:
        self.articles = articles
        self.seed = seed
        self.step = max(STEP_MINUTES, SPAN_DAYS * 1440 // articles)

    def published(self, number: int) -> datetime:
        start = minute(ANCHOR) - (self.articles - number + 1) * self.step
        place = bisect_left(SWITCHES, start)
        if place < len(SWITCHES) and SWITCHES[place] < start + self.step:
            moment = SWITCHES[place]
        else:
            moment = start + (number * 7919 + self.seed * 31) % self.step
        return beirut(datetime.fromtimestamp(moment * 60, UTC))
