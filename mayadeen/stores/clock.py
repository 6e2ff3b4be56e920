"""The time, in one place, so that a test can run a whole crawl an hour later."""

import os
from datetime import UTC, datetime

VARIABLE = "MAYADEEN_CLOCK"
"""An environment variable that only tests set: the time it is for the whole process, ISO 8601 with an offset."""


def moment() -> datetime:
    stopped = os.environ.get(VARIABLE)
    return datetime.fromisoformat(stopped).astimezone(UTC) if stopped else datetime.now(UTC)


def now() -> str:
    """The time, UTC, ISO 8601 to the second."""
    return moment().isoformat(timespec="seconds")
