"""All numbers of a report as plain data: what `--json` prints and the page shows (docs/operations.md, "Report")."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Engine

from mayadeen import __version__
from mayadeen.observed import READ
from mayadeen.report import reading, receipt
from mayadeen.report.evidence import beirut_day, known
from mayadeen.report.gaps import ALL, STATES, Stretch, after, stretches
from mayadeen.report.order import in_order, rank
from mayadeen.report.times import Times, each_day
from mayadeen.stores.clock import now
from mayadeen.stores.report import Report
from mayadeen.stores.summary import Summary

MOST_SECTIONS = 100
"""Rows of the heat map: the sections with the most items."""
MOST_GAPS = 300
"""Stretches that are named; all are counted."""

Days = dict[tuple[str, str], dict[str, int]]


def told(engine: Engine, run: dict[str, Any] | None) -> dict[str, Any]:
    """Of the whole collection, or of what that run stored."""
    summary = Summary(engine, run["id"] if run else None)
    days, runs = _days(summary), list(summary.runs())
    last = max((each["finished"] or "" for each in runs), default="")
    times = Times.of(_sum(days), beirut_day(last) if last and not run else "")
    gaps = [] if run or times is None else _gaps(summary, days, runs, times)
    return {
        "program": f"mayadeen {__version__}",
        "made": now(),
        "run": run and _run(run),
        "items": _items(summary, days, times, gaps),
        "gaps": None if run else _told_gaps(gaps),
        "kinds": _nested(summary.kinds()),
        "reading": reading.told(summary, READ),
        "changes": _changes(summary),
        "duplicates": _duplicates(summary),
        "account": Report(engine, summary.run).law("edition", "kind", "section"),
        "reasons": list(summary.reasons()),
        **receipt.told(summary, runs),
    }


def _days(summary: Summary) -> Days:
    days: Days = defaultdict(dict)
    for edition, section, day, number in summary.days():
        days[edition, section][day] = number
    return dict(days)


def _sum(days: Days, edition: str | None = None) -> dict[str, int]:
    numbers: dict[str, int] = defaultdict(int)
    for each in (each for (code, _), each in days.items() if edition in (None, code)):
        for day, number in each.items():
            numbers[day] += number
    return dict(numbers)


def _run(run: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in run.items() if name not in ("number", "observed", "job")}


def _items(summary: Summary, days: Days, times: Times | None, gaps: list[Stretch]) -> dict[str, Any]:
    most = sorted(days, key=lambda each: (-sum(days[each].values()), each))[:MOST_SECTIONS]
    rows = [_row(*each, days[each], times) | {"name": summary.label(*each)} for each in most]
    rows.sort(key=lambda row: (rank(row["edition"]), -row["items"], row["section"]))
    whole = [_row(edition, ALL, numbers, times) for edition, numbers in _editions(days).items()]
    _mark([*whole, *rows], times, gaps)
    every, undated = _sum(days), sum(numbers.get("", 0) for numbers in days.values())
    return {
        "all": sum(every.values()),
        "undated": undated,
        "outside": sum(every.values()) - undated - sum(sum(row["numbers"]) for row in whole),
        "step": times and times.step,
        "first": times and times.first,
        "last": times and times.last,
        "times": list(times.names) if times else [],
        "editions": whole,
        "sections": rows,
        "other_sections": {
            "sections": len(days) - len(rows),
            "items": sum(every.values()) - sum(row["items"] for row in rows),
        },
    }


def _row(edition: str, section: str, numbers: dict[str, int], times: Times | None) -> dict[str, Any]:
    return {
        "edition": edition,
        "section": section,
        "name": None,
        "items": sum(numbers.values()),
        "numbers": times.counted(numbers.items()) if times else [],
        "gaps": {},
    }


def _editions(days: Days) -> dict[str, dict[str, int]]:
    return in_order({edition: _sum(days, edition) for edition in {edition for edition, _ in days}})


def _gaps(summary: Summary, days: Days, runs: list[dict[str, Any]], times: Times) -> list[Stretch]:
    both = days | {(edition, ALL): numbers for edition, numbers in _editions(days).items()}
    evidence = known(both, runs, summary.sitemaps(), summary.unsettled())
    found, end = [], _end(times, runs)
    for section, numbers in both.items():
        dated = {day: number for day, number in numbers.items() if times.place(day) is not None}
        found += stretches(section, dated, evidence[section], times.first, end)
    return found


def _end(times: Times, runs: list[dict[str, Any]]) -> str:
    """The last day that was over when the last run began: of later ones nobody could know."""
    begun = max((run["started"] for run in runs), default="")
    return min(times.last, after(beirut_day(begun), -1)) if begun else times.last


def _mark(rows: list[dict[str, Any]], times: Times | None, gaps: list[Stretch]) -> None:
    """`gaps` of a row: the column's number -> state -> days."""
    table: dict[tuple[str, str], dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for gap in gaps:
        for day in each_day(gap.first, gap.last):
            place = times.place(day) if times else None
            if place is not None:
                table[gap.edition, gap.section][place][gap.state] += 1
    for row in rows:
        row["gaps"] = {str(place): dict(states) for place, states in table[row["edition"], row["section"]].items()}


def _told_gaps(gaps: list[Stretch]) -> dict[str, Any]:
    order = sorted(gaps, key=lambda gap: (STATES.index(gap.state), -gap.days, gap.first))
    days = {state: sum(gap.days for gap in gaps if gap.state == state) for state in STATES}
    return {"days": days, "stretches": len(gaps), "named": [vars(gap) for gap in order[:MOST_GAPS]]}


def _nested(rows: Any) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for one, other, number in rows:
        table[one or ""][other or ""] = number
    return in_order(table)


def _changes(summary: Summary) -> dict[str, Any]:
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, event, change, number in summary.events():
        table[f"{event}, {change}" if change else event][day] += number
    days: dict[str, int] = defaultdict(int)
    for numbers in table.values():
        for day, number in numbers.items():
            days[day] += number
    times = Times.of(days)
    return {
        "all": {event: sum(numbers.values()) for event, numbers in sorted(table.items())},
        "step": times and times.step,
        "times": list(times.names) if times else [],
        "events": {event: times.counted(numbers.items()) for event, numbers in sorted(table.items())} if times else {},
    }


def _duplicates(summary: Summary) -> dict[str, Any]:
    sizes = dict(tuple(row) for row in summary.cluster_sizes())
    return {
        "groups": sum(sizes.values()),
        "items": sum(size * number for size, number in sizes.items()),
        "sizes": {str(size): number for size, number in sizes.items()},
        "sisters": [{"editions": [one, other], "pairs": number} for one, other, number in summary.sister_pairs()],
        "archived": dict(zip(("payloads", "bytes"), summary.archived(), strict=True)),
    }
