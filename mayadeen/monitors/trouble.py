"""Pages that fail, that are suddenly no items, and walls before the site."""

from collections.abc import Callable, Iterator
from typing import Any

from mayadeen.monitors.alarm import Alarm
from mayadeen.monitors.bounds import at_most, smoothed
from mayadeen.monitors.reading import KNOWN, UNLIKELY

Why = Callable[[str, str], "tuple[str, str | None]"]
"""(edition, "failed" or "no item") -> the most frequent reason, and a page."""
_SAID = {"failed": "failed", "no item": "were read as no item"}


def failing(observed: dict[str, Any], past: list[dict[str, Any]], most: float, why: Why) -> Iterator[Alarm]:
    """`most` is the share of pages that may fail in any case."""
    for edition, pages in observed["pages"].items():
        before = [run["pages"].get(edition, {}) for run in past]
        visited = sum(each.get("visited", 0) for each in before)
        if visited < KNOWN:
            continue
        if pages.get("blocked"):
            told = f"{pages['blocked']} of {pages['visited']} pages; slow down, or wait"
            yield Alarm(edition, "blocked", told)
        for what in ("failed", "no item"):
            usual = smoothed(sum(each.get(what, 0) for each in before), visited)
            share = pages.get(what, 0) / pages["visited"]
            fine = pages["visited"] - pages.get(what, 0)
            if share > max(most, 2 * usual) and at_most(fine, pages["visited"], 1 - usual) < UNLIKELY:
                reason, page = why(edition, what)
                told = f"{pages[what]} of {pages['visited']} pages {_SAID[what]}, before {usual:.1%}; mostly: {reason}"
                yield Alarm(edition, what, told, page)
