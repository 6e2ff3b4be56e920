"""Articles of other editions that tell the same story: kept true in the transaction that writes an article.

What is linked depends on what is held, not on the order in which it came: a picture that a second
article of an edition turns out to have withdraws the links that stood on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from mayadeen import sisters
from mayadeen.editions import EDITIONS
from mayadeen.stores.entry import Visit
from mayadeen.stores.many import among, insert_rows, rows_of
from mayadeen.stores.tables import articles, traces
from mayadeen.stores.tables import sisters as links

_HELD = select(traces.c.trace, traces.c.article_id)
_BY_ARTICLE = _HELD.where(among(traces.c.article_id))
_BY_TRACE = _HELD.where(among(traces.c.trace))
_COUNT = select(traces.c.trace, func.count()).where(among(traces.c.trace)).group_by(traces.c.trace)
_ARTICLES = select(articles.c.id, articles.c.url, articles.c.published)
_BY_ID = _ARTICLES.where(among(articles.c.id))
_BY_URL = _ARTICLES.where(among(articles.c.url))
_FORGET = delete(traces).where(traces.c.trace == bindparam("b_trace"), traces.c.article_id == bindparam("b_id"))
_UNLINK = delete(links).where(
    and_(links.c.article_id == bindparam("b_article"), links.c.sister_id == bindparam("b_sister"))
)

Traces = Mapping[str, set[str]]


class Sisters:
    def write(self, connection: Connection, visits: Sequence[Visit]) -> None:
        """Notes the traces of the articles of `visits`, already stored, and links or unlinks what they touch."""
        new = {v.article["id"]: sisters.traces(v.article, v.alternates) for v in visits if v.article}
        old = _grouped(rows_of(connection, _BY_ARTICLE, new), "article_id", "trace")
        changed = {one: new[one] ^ old.get(one, set()) for one in new}
        own = {sisters.page(v.article["url"]) for v in visits if v.article}
        touched = set[str]().union(*new.values(), *changed.values()) | own
        common = _common(connection, touched)
        lost = any(held - new[one] for one, held in old.items())
        before = _holders(connection, touched - common) if lost else {}  # else those after are all of these and more
        _replace(connection, new, old)
        if lost:
            common &= _common(connection, touched)
        after = _holders(connection, touched - common)
        # With those that had a trace before: what stood on it may have to go.
        self._link(connection, [before.get(trace, set()) | after.get(trace, set()) for trace in before | after])

    def _link(self, connection: Connection, sharing: Iterable[set[str]]) -> None:
        found = {pair for ids in sharing for pair in combinations(sorted(ids), 2)}
        pairs = [pair for pair in sorted(found) if sisters.edition_of(pair[0]) != sisters.edition_of(pair[1])]
        if not pairs:
            return
        ids = {one for pair in pairs for one in pair}
        known = {row.id: row for row in rows_of(connection, _BY_ID, ids)}
        has = _grouped(rows_of(connection, _BY_ARTICLE, ids), "article_id", "trace")
        for one in known.values():
            has.setdefault(one.id, set()).add(sisters.page(one.url))
        shared = {pair: has[pair[0]] & has[pair[1]] for pair in pairs}
        holders = _holders(connection, set[str]().union(*shared.values()))
        telling = {trace for trace, ids in holders.items() if sisters.telling(ids)}
        times = {pair: (known[pair[0]].published, known[pair[1]].published) for pair in pairs}
        _write(connection, {pair: sisters.judge(shared[pair] & telling, *times[pair]) for pair in pairs})


def _common(connection: Connection, wanted: Iterable[str]) -> set[str]:
    """Traces that more articles have than there are editions: they tell nothing, whatever comes."""
    return {trace for trace, number in rows_of(connection, _COUNT, wanted) if number > len(EDITIONS)}


def _replace(connection: Connection, new: Traces, old: Traces) -> None:
    gone = [{"b_trace": trace, "b_id": one} for one, held in old.items() for trace in sorted(held - new[one])]
    added = [(trace, one) for one in new for trace in sorted(new[one] - old.get(one, set()))]
    if gone:
        connection.execute(_FORGET, gone)
    insert_rows(connection, insert(traces), ("trace", "article_id"), added)


def _holders(connection: Connection, wanted: Iterable[str]) -> dict[str, set[str]]:
    """The articles that have each trace; an address is held by its own article too."""
    wanted = set(wanted)
    found = _grouped(rows_of(connection, _BY_TRACE, wanted), "trace", "article_id")
    addresses = [trace.removeprefix("page:") for trace in wanted if trace.startswith("page:")]
    for row in rows_of(connection, _BY_URL, addresses):
        found.setdefault(sisters.page(row.url), set()).add(row.id)
    return found


def _write(connection: Connection, judged: Mapping[tuple[str, str], Any]) -> None:
    both = [(one, other, found) for pair, found in judged.items() for one, other in (pair, pair[::-1])]
    connection.execute(_UNLINK, [{"b_article": one, "b_sister": other} for one, other, _ in both])
    rows = [
        {"article_id": one, "sister_id": other, "score": found[0], "evidence": found[1]}
        for one, other, found in both
        if found
    ]
    if rows:
        connection.execute(insert(links), rows)


def _grouped(rows: Iterable[Any], key: str, value: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[getattr(row, key)].add(getattr(row, value))
    return found
