"""Search and labels, as conditions on the index's `articles` and as a facet."""

from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.filters import FilterArguments
from datasette.utils import path_with_added_args, path_with_removed_args

from mayadeen.search import expression

LABELS = ("tag", "author")
COLUMNS = ("edition", "section", "kind", "day")
_FOUND = "number in (select rowid from words where words match :search)"
_AMONG = "and number in (select number from ({}))"
_LABELLED = "number in (select number from labels where label = '{label}' and value = :{label}{n})"


def conditions(arguments: Any) -> FilterArguments:
    """Of `_search`, `_tag` and `_author`, which may be repeated; the columns are Datasette's own filters."""
    clauses, parameters, told = [], {}, []
    search = (arguments.get("_search") or "").strip()
    if search:
        wanted = expression(search)
        clauses.append(_FOUND if wanted else "0")
        parameters |= {"search": wanted} if wanted else {}
        told.append(f"search matches “{search}”")
    for label in LABELS:
        for n, value in enumerate(arguments.getlist(f"_{label}")):
            clauses.append(_LABELLED.format(label=label, n=n))
            parameters[f"{label}{n}"] = value
            told.append(f"{label} is “{value}”")
    return FilterArguments(clauses, parameters, told, {"search": search})


class LabelFacet(Facet):
    """Tags and authors, counted in a table of their own: Datasette's array facet reads every list anew."""

    type = "label"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        results, timed_out = [], []
        for configured in self.get_configs():
            label = configured["config"]["simple"]
            if label not in LABELS:
                continue
            try:
                results.append(await self._facet(label))
            except QueryInterrupted:
                timed_out.append(label)
        return results, timed_out

    async def _facet(self, label: str) -> dict[str, Any]:
        size = self.get_facet_size()
        whole = self.sql.rstrip().endswith("from articles")
        among = "" if whole else _AMONG.format(self.sql)
        found = await self.ds.execute(
            self.database,
            f"select value, count(*) as count from labels where label = :label_of_facet {among} "  # noqa: S608
            f"group by value order by count desc, value limit {size + 1}",
            {**dict(self.params), "label_of_facet": label},
            custom_time_limit=self.ds.setting("facet_time_limit_ms"),
        )
        return {
            "name": label,
            "type": self.type,
            "hideable": False,
            "toggle_url": "",
            "results": [self._value(label, row["value"], row["count"]) for row in found.rows[:size]],
            "truncated": len(found.rows) > size,
        }

    def _value(self, label: str, value: str, count: int) -> dict[str, Any]:
        selected = (f"_{label}", value) in self.get_querystring_pairs()
        toggle = (
            path_with_removed_args(self.request, {f"_{label}": value})
            if selected
            else path_with_added_args(self.request, {f"_{label}": value, "_next": None})
        )
        return {
            "value": value,
            "label": value,
            "count": count,
            "selected": selected,
            "toggle_url": self.ds.urls.path(toggle),
        }
