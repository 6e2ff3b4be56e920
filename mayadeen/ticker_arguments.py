"""The arguments of `scrapy crawl ticker`."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from mayadeen.arguments import Arguments
from mayadeen.exceptions import WrongUse
from mayadeen.urls import is_loopback

NAMES = ("edition", "sections", "regions", "base", "every")
HELP = (
    "edition, base: as above",
    "sections=politics, regions=africa: also what the first pages of these show",
    "every=60: look again every so many seconds, until SIGTERM (default: once)",
)
SHORTEST, SHORTEST_ON_LOOPBACK, LONGEST = 10, 1, 86400


@dataclass(frozen=True)
class TickerArguments(Arguments):
    every: float | None = None
    """Seconds; None is one look."""

    @classmethod
    def parse(cls, **given: Any) -> Self:
        for name in given:
            if name not in NAMES and not name.startswith("_"):
                raise WrongUse(f"ticker has no argument {name!r}; it has {', '.join(NAMES)}")
        arguments = super().parse(**{name: value for name, value in given.items() if name != "every"})
        return replace(arguments, every=_every(given.get("every"), arguments))


def _every(value: Any, arguments: Arguments) -> float | None:
    if value is None:
        return None
    own = arguments.base and all(is_loopback(urlsplit(base).hostname) for _, base in arguments.base)
    least = SHORTEST_ON_LOOPBACK if own else SHORTEST
    try:
        seconds = float(str(value).strip())
    except ValueError:
        seconds = -1.0
    if not least <= seconds <= LONGEST:  # not a number is neither
        raise WrongUse(f"every must be seconds from {least} to {LONGEST} between two looks, not {str(value)!r}")
    return seconds
