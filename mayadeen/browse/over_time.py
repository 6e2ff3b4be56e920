"""How many articles a day, month or year, of each edition: a plot and its table, of all or of what a search finds."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import path_with_replaced_args
from datasette.utils.asgi import Response

from mayadeen.browse.filters import COLUMNS, conditions
from mayadeen.looks.charts import stacked_bars

MOST_BARS = 120
MOST_ASKED = 400
"""Of a step that was asked for: 20,000 took five seconds, and nobody sees them."""
MOST_DAYS = 20_000
"""Between the first and the last; over more than these, times without articles are left out."""
_STEPS = {"day": 10, "month": 7, "year": 4}
"""How many signs of a day tell them apart."""


async def view(request: Any, datasette: Any) -> Response:
    where, parameters, told = _wanted(request.args)
    database = datasette.get_database("search")
    shown: dict[str, Any] = {"told": told, "search": request.args.get("_search") or "", "query": request.query_string}
    try:
        step = await _step(database, request.args.get("by"), where, parameters)
        series = _series(await _counts(database, step, where, parameters))
        parts = sorted({name for counts in series.values() for name in counts})
        shown |= {"step": step, "coarser": request.args.get("by") in _STEPS and request.args.get("by") != step, "counts": series, "parts": parts, "plot": _plot(series, parts, step)}
    except QueryInterrupted:
        shown["too_long"] = True
    shown["other_steps"] = {step: _without_by(request, step) for step in _STEPS}
    return Response.html(await datasette.render_template("over_time.html", shown, request=request))


def _wanted(arguments: Any) -> tuple[str, dict[str, str], list[str]]:
    filters = conditions(arguments)
    clauses, parameters, told = ["day > ''", *filters.where_clauses], dict(filters.params), filters.human_descriptions
    for column in COLUMNS:
        if arguments.get(column):
            clauses.append(f"{column} = :{column}")
            parameters[column] = arguments.get(column)
            told.append(f"{column} is “{arguments.get(column)}”")
    return " and ".join(clauses), parameters, told


async def _step(database: Any, asked: str | None, where: str, parameters: dict[str, str]) -> str:
    """The one asked for, or a coarser one beyond MOST_ASKED bars; else the finest of no more than MOST_BARS."""
    found = (await database.execute(f"select min(day), max(day) from articles where {where}", parameters)).first()  # noqa: S608
    first, last = (str(day or "0000-01-01") for day in found)
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    bars = {"day": months * 30, "month": months, "year": 0}
    finest, most = (asked, MOST_ASKED) if asked in _STEPS else ("day", MOST_BARS)
    return next(step for step in list(_STEPS)[list(_STEPS).index(finest) :] if bars[step] < most)


async def _counts(database: Any, step: str, where: str, parameters: dict[str, str]) -> list[tuple[str, str, int]]:
    query = (
        f"select substr(day, 1, {_STEPS[step]}), edition, count(*) from articles "  # noqa: S608
        f"where {where} group by 1, 2 order by 1 desc limit {MOST_BARS * 30}"
    )
    return [tuple(row) for row in (await database.execute(query, parameters)).rows]


def _series(counts: list[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """By time, the earliest first, and edition; the newest 3,600 / editions of them."""
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for time, edition, number in reversed(counts):
        table[time][edition or ""] = number
    return {time: table.get(time, {}) for time in _without_gaps(list(table))}


def _without_gaps(times: list[str]) -> list[str]:
    """Also those in which there was nothing: a gap must be seen."""
    if not times:
        return times
    begin, end = (date.fromisoformat(f"{time}-01-01"[:10]) for time in (times[0], times[-1]))
    days = (end - begin).days + 1
    if days > MOST_DAYS:
        return times
    return list(dict.fromkeys((begin + timedelta(days=n)).isoformat()[: len(times[0])] for n in range(days)))


def _plot(series: dict[str, dict[str, int]], parts: list[str], step: str) -> str:
    told = f"Articles by {step} and edition; the table below has the numbers."
    numbers = {name: [counts.get(name, 0) for counts in series.values()] for name in parts}
    return stacked_bars("over-time", "Articles over time", told, list(series), numbers)


def _without_by(request: Any, step: str) -> str:
    return str(path_with_replaced_args(request, {"by": step}))
