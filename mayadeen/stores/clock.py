"""The time, in one place, so that a test can run a whole crawl an hour later."""

import os
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

VARIABLE = "MAYADEEN_CLOCK"
"""An environment variable that only tests set: the time it is for the whole process, ISO 8601 with an offset."""


def moment() -> datetime:
    stopped = os.environ.get(VARIABLE)
    return datetime.fromisoformat(stopped).astimezone(UTC) if stopped else datetime.now(UTC)


def now() -> str:
    """The time, UTC, ISO 8601 to the second."""
    return moment().isoformat(timespec="seconds")


@lru_cache(maxsize=256)
def beirut_day(moment: str) -> str:
    """The day it was in Beirut.

    >>> beirut_day("2026-01-31T21:59:59+00:00"), beirut_day("2026-01-31T22:00:00+00:00")
    ('2026-01-31', '2026-02-01')
    """
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Asia/Beirut")).date().isoformat()
