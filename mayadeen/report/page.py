"""The report as one HTML file: no script, nothing from elsewhere, everything of the site's escaped. Pure."""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from mayadeen.editions import EDITIONS
from mayadeen.looks import charts, style, web
from mayadeen.looks.charts import MOST_LABELS
from mayadeen.report import shares
from mayadeen.report.gaps import ALL, STATES
from mayadeen.stores.account import OUTCOMES

LEVELS = 5
"""Shades of the heat map, `h1` to `h5`; `h0` is nothing."""
WIDE = 31
"""Columns up to which cells show their numbers."""
_EDITS = ("revised, declared", "revised, silent", "dates", "section", "moved", "replaced")
_ABSENCES = ("missing", "removed", "returned")
_NUMBERS = ("found", *OUTCOMES)
_SIGNS = {"missing": "×", "unseen": "?", "listed": "·", "none": "–"}
_GROUPS = {"day": (7, 8), "week": (7, 8), "month": (4, 5), "year": (3, 2)}
"""Step -> how many signs of its columns' names tell their group, and from which sign on they tell the column."""


def page(told: dict[str, Any]) -> str:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "web": web, "thousands": "{:,}".format, "percent": _percent, "level": _level, "short": _short, "size": _size,
        "direction": lambda edition: EDITIONS[edition].direction if edition in EDITIONS else "auto",
        "language": lambda edition: EDITIONS[edition].language if edition in EDITIONS else "",
    }  # fmt: skip
    css = style("base", "charts", "report")
    template = environment.from_string((files(__package__) / "page.html").read_text(encoding="utf-8"))
    shown = {
        "heat": _heat(told["items"]), "charts": _charts(told), "signs": _SIGNS, "states": STATES, "all_sections": ALL,
        "over_time": _over_time(told["items"]), "fields": shares.fields(told["reading"]["filled"]),
        "layers": shares.layers(told["reading"]["layers"]), "totals": _totals(told["account"]), "outcomes": _NUMBERS,
    }  # fmt: skip
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return template.render(told | shown, css=Markup(css), digest=digest)  # noqa: S704 our own style sheets


def _heat(items: dict[str, Any]) -> dict[str, Any]:
    """What the template makes the map of: `groups` of columns, and of each edition the rows with their cells.

    `scale` says which shade begins at which number; what is of all sections has shades of its own.
    """
    scale, of_all = (
        _scale(number for row in items[name] for number in row["numbers"]) for name in ("sections", "editions")
    )
    signs, rest = _GROUPS.get(items["step"], (0, 0))
    editions: dict[str, list[dict[str, Any]]] = {}
    for row in [*items["editions"], *items["sections"]]:
        shades = of_all if row["section"] == ALL else scale
        cells = [_cell(number, row["gaps"].get(str(n)), shades) for n, number in enumerate(row["numbers"])]
        editions.setdefault(row["edition"], []).append(row | {"cells": cells, "name": _name(row)})
    return {
        "groups": Counter(name[:signs] for name in items["times"]),
        "columns": [name[rest:] for name in items["times"]],
        "editions": editions,
        "narrow": len(items["times"]) > WIDE,
        "scale": scale,
    }


def _name(row: dict[str, Any]) -> str:
    place = EDITIONS[row["edition"]].place(row["section"]) if row["edition"] in EDITIONS and row["section"] else None
    return row["name"] or (place.label if place else "") or ("" if row["section"] else "no section")


def _cell(number: int, gaps: dict[str, int] | None, scale: dict[int, int]) -> dict[str, Any]:
    states = [state for state in STATES if gaps and gaps.get(state)]
    told = ", ".join(f"{gaps[state]} {'day' if gaps[state] == 1 else 'days'} {state}" for state in states if gaps)
    level = max((level for least, level in scale.items() if number >= least), default=0)
    return {"number": number, "level": level, "state": states[0] if states else "", "told": told}


def _scale(numbers: Iterable[int]) -> dict[int, int]:
    """The least number of each shade -> its level: as many cells in each, so that any collection shows its pattern.

    >>> _scale([0, 5, 5, 9]), _scale(range(100))
    ({5: 2, 9: 3}, {1: 1, 20: 2, 40: 3, 60: 4, 80: 5})
    """
    some = sorted(number for number in numbers if number)
    least = sorted(set(some))
    if len(least) > LEVELS:
        least = sorted({some[len(some) * n // LEVELS] for n in range(LEVELS)})
    lightest = 1 + (LEVELS - len(least)) // 2
    return {number: lightest + n for n, number in enumerate(least)}


def _over_time(items: dict[str, Any]) -> dict[str, list[int]]:
    return {row["edition"]: row["numbers"] for row in items["editions"]}


def _totals(account: list[dict[str, Any]]) -> list[dict[str, Any]]:
    totals: dict[tuple[str, str], dict[str, Any]] = {}
    for row in account:
        line = totals.setdefault(
            (row["edition"], row["kind"]), {"edition": row["edition"], "kind": row["kind"], "section": "all"}
        )
        line |= {name: line.get(name, 0) + row[name] for name in _NUMBERS}
    return list(totals.values())


def _charts(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each its title and its SVG, which is empty where there is nothing to see."""
    items, changes, runs = told["items"], told["changes"], told["runs"]
    by, when = f"Items by {items['step']} and edition.", f"By {changes['step']}, at the UTC time they were noticed."
    kinds = sorted({kind for each in told["kinds"].values() for kind in each})
    of_kinds = {edition: [each.get(kind, 0) for kind in kinds] for edition, each in told["kinds"].items()}
    stored = {name: numbers for name, numbers in runs["counts"].items() if name in ("stored", "failed", "pending")}
    return {
        "editions": _bars("editions", "Items over time", by, items["times"], _over_time(items)),
        "kinds": _bars("kinds", "Items by kind", "Items of each kind, by edition.", kinds, of_kinds),
        "edits": _bars("edits", "Edits over time", when, changes["times"], _some(changes["events"], _EDITS)),
        "absences": _bars(
            "absences", "Removals over time", when, changes["times"], _some(changes["events"], _ABSENCES)
        ),
        "runs": _bars("runs", "What runs stored, by the time they began", f"By {runs['step']}.", runs["times"], stored),
        "shares": _not_modified(runs["last"]),
    }


def _bars(name: str, title: str, told: str, columns: list[str], series: dict[str, list[int]]) -> dict[str, Any]:
    """Nothing where a single bar would be all."""
    told, labels = f"{told} The table below has the numbers.", MOST_LABELS if name != "kinds" else len(columns)
    drawn = charts.stacked_bars(f"chart-{name}", title, told, columns, series, labels) if len(columns) > 1 else ""
    return {"title": title, "drawn": drawn}


def _some(events: dict[str, list[int]], names: tuple[str, ...]) -> dict[str, list[int]]:
    return {name: events[name] for name in names if name in events}


def _not_modified(runs: list[dict[str, Any]]) -> dict[str, Any]:
    shares = [None if run["not_modified_share"] is None else 100 * run["not_modified_share"] for run in runs]
    title, told = (
        "Answers 304, in per cent, run by run",
        "The share of answers that said not modified; the table of runs has it.",
    )
    times = [run["started"][:10] for run in runs]
    drawn = charts.lines("chart-shares", title, told, times, {"304, %": shares}) if len(runs) > 1 else ""
    return {"title": title, "drawn": drawn}


def _percent(number: float | None) -> str:
    if number is None:
        return "unknown"
    return f"{100 * number:.0f}%" if number in (0, 1) else f"{min(max(100 * number, 0.1), 99.9):.3g}%"


def _level(share: float) -> int:
    return 0 if not share else 1 + min(LEVELS - 1, int(LEVELS * share))


def _short(text: Any, most: int = 160) -> str:
    told = str(text or "")
    return told if len(told) <= most else f"{told[:most]}…"


def _size(number: int) -> str:
    """
    >>> _size(999), _size(1_500_000)
    ('999 B', '1.5 MB')
    """
    for unit, of in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= of:
            return f"{number / of:.1f} {unit}"
    return f"{number} B"
