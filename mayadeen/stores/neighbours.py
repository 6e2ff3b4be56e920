"""Groups of near-duplicates: kept true in the transaction that writes an article.

A group is what hangs together by likeness, so it is the same in whatever order its members came.
`cluster` is the id of its earliest member, by publication and then by id; null of an article alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, or_, select, update

from mayadeen import neighbours
from mayadeen.stores import signatures
from mayadeen.stores.entry import Visit
from mayadeen.stores.tables import articles

_ID_IN = articles.c.id.in_(bindparam("ids", expanding=True))
_CLUSTER_IN = articles.c.cluster.in_(bindparam("clusters", expanding=True))
_CLUSTERS = select(articles.c.cluster).distinct().where(_ID_IN, articles.c.cluster.is_not(None))
_MEMBERS = select(articles.c.id, articles.c.cluster, articles.c.published).where(or_(_ID_IN, _CLUSTER_IN))
_TEXTS = select(articles.c.id, articles.c.kind, articles.c.summary, articles.c.body).where(_ID_IN)
_RENAME = update(articles).where(articles.c.id == bindparam("b_id")).values(cluster=bindparam("b_cluster"))

Pairs = Iterable[tuple[str, str]]


class Neighbours:
    def __init__(self, engine: Engine, likeness: float = neighbours.LIKENESS):
        self.reader = engine.execution_options(reading=True)
        self.likeness = likeness

    def write(self, connection: Connection, visits: Sequence[Visit]) -> None:
        """Indexes the articles of `visits`, already stored, and renames what belongs together or no longer does.

        One whose text is as it was has no signature, but may have another time: its group another name.
        """
        stored = {visit.article["id"]: visit.signature for visit in visits if visit.article}
        written = {one: signature for one, signature in stored.items() if signature is not None}
        pairs = signatures.candidates(connection, written, self.likeness) if written else set()
        signatures.keep(connection, written)
        ids = {*stored, *(one for pair in pairs for one in pair)}
        clusters = set(connection.scalars(_CLUSTERS, {"ids": list(ids)}))
        if not pairs and not clusters:
            return
        members = {row.id: row for row in connection.execute(_MEMBERS, {"ids": list(ids), "clusters": list(clusters)})}
        self._settle(connection, written, members, pairs)
        _tell(connection, visits)

    def _settle(self, connection: Connection, written: Mapping[str, Any], members: dict[str, Any], pairs: Pairs) -> None:
        groups = Groups(members)
        texts = _Texts(connection)
        for together in _by_cluster(members):
            if together.isdisjoint(written):
                groups.join_all(together)
            else:  # what is left without those that changed may fall apart
                left = signatures.held(connection, together.difference(written))
                self._join_alike(groups, texts, neighbours.pairs_apart(left, self.likeness, groups.of))
        self._join_alike(groups, texts, sorted(pairs))
        changes = [
            {"b_id": one, "b_cluster": name}
            for one, name in sorted(groups.names(members).items())
            if members[one].cluster != name
        ]
        if changes:
            connection.execute(_RENAME, changes)

    def _join_alike(self, groups: "Groups", texts: "_Texts", pairs: Pairs) -> None:
        for one, other in pairs:
            # Those that hang together already need no comparing: a group of a thousand copies costs a thousand.
            if groups.of(one) != groups.of(other) and neighbours.likeness(texts[one], texts[other]) >= self.likeness:
                groups.join(one, other)

    def nearest(self, article: Mapping[str, Any], signature: bytes) -> tuple[str, float] | None:
        """The held article that is most like this one, and how much; None where none is a near-duplicate."""
        with self.reader.connect() as connection:
            pairs = signatures.candidates(connection, {article["id"]: signature}, self.likeness)
            others = [one if other == article["id"] else other for one, other in pairs]
            texts = _Texts(connection)
            words = neighbours.running_words(article)
            found = [(neighbours.likeness(words, texts[other]), other) for other in others]
        best, other = max(found, default=(0.0, ""))
        return (other, best) if best >= self.likeness else None


class Groups:
    """Disjoint sets."""

    def __init__(self, members: Iterable[str]):
        self._above = {one: one for one in members}

    def of(self, one: str) -> str:
        while self._above[one] != one:
            self._above[one] = one = self._above[self._above[one]]
        return one

    def join(self, one: str, other: str) -> None:
        self._above[self.of(one)] = self.of(other)

    def join_all(self, together: Iterable[str]) -> None:
        first, *rest = together
        for one in rest:
            self.join(one, first)

    def names(self, rows: Mapping[str, Any]) -> dict[str, str | None]:
        """Every member with the id of its group's earliest, or None where it is alone."""
        groups: dict[str, list[str]] = defaultdict(list)
        for one in self._above:
            groups[self.of(one)].append(one)
        named: dict[str, str | None] = {}
        for group in groups.values():
            earliest = min(group, key=lambda one: (*_instant(rows[one].published), one)) if len(group) > 1 else None
            named |= dict.fromkeys(group, earliest)
        return named


class _Texts:
    """The words of articles, read when they are asked for."""

    def __init__(self, connection: Connection):
        self._connection, self._read = connection, dict[str, list[bytes]]()

    def __getitem__(self, article_id: str) -> list[bytes]:
        if article_id not in self._read:
            row = self._connection.execute(_TEXTS, {"ids": [article_id]}).mappings().first()
            self._read[article_id] = neighbours.running_words(dict(row)) if row else []
        return self._read[article_id]


def _by_cluster(members: Mapping[str, Any]) -> Iterator[set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, row in members.items():
        if row.cluster:
            found[row.cluster].add(one)
    yield from found.values()


def _instant(published: str | None) -> tuple[bool, float]:
    """What sorts by time, with those of no known time last."""
    try:
        return False, datetime.fromisoformat(published or "").timestamp()
    except ValueError:
        return True, 0.0


def _tell(connection: Connection, visits: Sequence[Visit]) -> None:
    """The items themselves carry the group they are in."""
    held = {visit.article["id"]: visit.article for visit in visits if visit.article}
    for row in connection.execute(_MEMBERS, {"ids": list(held), "clusters": []}):
        held[row.id]["cluster"] = row.cluster
