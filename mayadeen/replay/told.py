"""What an archive's metadata record says that other pages told of an article."""

from typing import NamedTuple

import orjson

from mayadeen.stores.warc import TOLD


class Told(NamedTuple):
    id: str | None = None
    regions: tuple[str, ...] = ()
    sightings: tuple[tuple[str, str], ...] = ()
    """Channel and place."""


NOTHING = Told()
_MOST = 1 << 13
"""Bytes: two hundred sightings. Each address of an archive may have such a record, and they are all kept in memory."""


def told_by(block: bytes) -> Told:
    """As far as it is as we write it; other people's records are something else.

    >>> told_by(b'{"id": "en:1", "regions": ["africa", 7], "sightings": [["region", "africa"], ["x"]]}')
    Told(id='en:1', regions=('africa',), sightings=(('region', 'africa'),))
    >>> told_by(b'["en:1"]'), told_by(b"fetchTimeMs: 5") == told_by(b'{"id": 1, "regions": {}}') == NOTHING
    (Told(id=None, regions=(), sightings=()), True)
    """
    try:
        said = orjson.loads(block.removeprefix(TOLD))
    except orjson.JSONDecodeError:
        return NOTHING
    if not isinstance(said, dict):
        return NOTHING
    id_ = said.get("id")
    regions = (each for each in _list(said.get("regions")) if isinstance(each, str))
    sightings = (tuple(each) for each in _list(said.get("sightings")) if _is_sighting(each))
    return Told(id_ if isinstance(id_, str) else None, tuple(regions), tuple(sightings))


def in_short(block: bytes) -> bytes:
    """What `told_by` makes of it, for `told_by`; empty where that is nothing. What is too much is left out."""
    told = told_by(block)
    while told != NOTHING:
        short = orjson.dumps(told._asdict())
        if len(short) <= _MOST:
            return short
        told = Told(told.id, told.regions, told.sightings[: len(told.sightings) // 2]) if told.sightings else NOTHING
    return b""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_sighting(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)
