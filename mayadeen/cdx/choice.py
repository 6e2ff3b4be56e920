"""Which captures of an address are read."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from mayadeen.cdx.reply import Row
from mayadeen.dates import BEIRUT
from mayadeen.stores.entry import NOT_CHOSEN, SAME_BYTES


class Listed(NamedTuple):
    """A row of an index, the canonical address it is a capture of, and why it is not read."""

    row: Row
    url: str
    refused: str | None


def choose(listed: Iterable[Listed], captures: str) -> Iterator[Listed]:
    """All of them, some refused: bytes that were captured before, and what `captures` (all, first, last, a day) leaves out."""
    by_page: dict[str, list[Listed]] = {}
    for one in listed:
        if one.refused:
            yield one
        else:
            by_page.setdefault(one.url, []).append(one)
    for found in by_page.values():
        several = sorted(dict.fromkeys(found), key=lambda one: one.row.timestamp)  # an index may list a row twice
        same = {later for before, later in pairwise(several) if before.row.digest and before.row.digest == later.row.digest}
        chosen = _chosen([one for one in several if one not in same], captures)
        for one in several:
            reason = SAME_BYTES if one in same else None if one in chosen else NOT_CHOSEN
            yield one._replace(refused=reason)


def _chosen(several: list[Listed], captures: str) -> list[Listed]:
    if captures == "all":
        return several
    if captures in ("first", "last"):
        return [several[0 if captures == "first" else -1]]
    noon = datetime.fromisoformat(f"{captures}T12:00").replace(tzinfo=BEIRUT)
    return [min(several, key=lambda one: abs(moment(one.row.timestamp) - noon))]


def moment(timestamp: str) -> datetime:
    """Of fourteen digits. Raises ValueError for those that are no time.

    >>> moment("20230131235959").isoformat()
    '2023-01-31T23:59:59+00:00'
    """
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
