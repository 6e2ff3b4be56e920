"""The index of MinHash signatures: who may be near-duplicates of whom. SQL only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select

from mayadeen import neighbours
from mayadeen.stores.many import among, insert_rows, rows_of
from mayadeen.stores.tables import bands, signatures

MOST = 200
"""Candidates compared for one article, those with the most bands in common: a guard against boilerplate."""

_HELD = select(signatures.c.article_id, signatures.c.number, signatures.c.signature)
_BY_ARTICLE = _HELD.where(among(signatures.c.article_id))
_BY_NUMBER = _HELD.where(among(signatures.c.number))
_SHARING = select(bands.c.band, bands.c.number).where(among(bands.c.band))
_REMOVE_BAND = delete(bands).where(bands.c.band == bindparam("b_band"), bands.c.number == bindparam("b_number"))
_REMOVE = delete(signatures).where(signatures.c.number == bindparam("b_number"))


def held(connection: Connection, ids: Iterable[str]) -> dict[str, bytes]:
    """The signatures of those of `ids` that have one."""
    return {row.article_id: row.signature for row in rows_of(connection, _BY_ARTICLE, ids)}


def candidates(connection: Connection, asked: Mapping[str, bytes], least: float) -> set[tuple[str, str]]:
    """Pairs of ids, in order, of an asked article and another, asked or held, that may be alike."""
    asking: dict[int, list[str]] = defaultdict(list)
    for article_id, signature in asked.items():
        for band in neighbours.bands(signature):
            asking[band].append(article_id)
    shared: dict[str, Counter[int]] = defaultdict(Counter)
    for band, number in rows_of(connection, _SHARING, asking):
        for article_id in asking[band]:
            shared[article_id][number] += 1
    return neighbours.pairs_within(asked, least) | _alike(connection, asked, shared, least)


def _alike(
    connection: Connection, asked: Mapping[str, bytes], shared: Mapping[str, Counter[int]], least: float
) -> set[tuple[str, str]]:
    sharing = {article_id: [number for number, _ in found.most_common(MOST)] for article_id, found in shared.items()}
    numbers = {number for found in sharing.values() for number in found}
    rows = {row.number: row for row in rows_of(connection, _BY_NUMBER, numbers)}
    return {
        (min(article_id, other.article_id), max(article_id, other.article_id))
        for article_id, found in sharing.items()
        for other in map(rows.get, found)
        # What is asked about has a new text: what is held of it is its former one.
        if other and other.article_id not in asked and neighbours.may_be_alike(asked[article_id], other.signature, least)
    }


def keep(connection: Connection, wanted: Mapping[str, bytes]) -> None:
    """Indexes the articles under these signatures and no others; an empty one takes an article out."""
    known = {row.article_id: row for row in rows_of(connection, _BY_ARTICLE, wanted)}
    stale = [row for article_id, row in known.items() if row.signature != wanted[article_id]]
    if stale:
        removed = [{"b_band": band, "b_number": row.number} for row in stale for band in neighbours.bands(row.signature)]
        connection.execute(_REMOVE_BAND, removed)
        connection.execute(_REMOVE, [{"b_number": row.number} for row in stale])
    current = known.keys() - {row.article_id for row in stale}
    add(connection, {key: signature for key, signature in wanted.items() if signature and key not in current})


def add(connection: Connection, fresh: Mapping[str, bytes]) -> None:
    if not fresh:
        return
    insert_rows(connection, insert(signatures), ("article_id", "signature"), list(fresh.items()))
    rows = rows_of(connection, _BY_ARTICLE, fresh)
    entries = [(band, row.number) for row in rows for band in neighbours.bands(row.signature)]
    insert_rows(connection, insert(bands), ("band", "number"), sorted(entries))  # in the order of the index, so that pages of it are written once
