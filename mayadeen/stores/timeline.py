"""Where what was captured once belongs among the versions of an article that are held. No SQL.

A version is known to have stood from `fetched` to `last_seen`; a row is one of `articles`, of a
former version with `change`, `changed`, `replaced` and `replaced_run`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mayadeen.content import changed_fields
from mayadeen.stores.changes import DECLARED, REREAD, SILENT

Row = dict[str, Any]
_OF_THE_ARTICLE = ("id", "first_seen", "regions", "cluster")


@dataclass
class Placed:
    versions: list[Row]
    """The oldest first; the last one is the present one."""
    at: int | None = None
    """Which of them the capture is; None where it showed nothing new."""

    @property
    def told(self) -> Row:
        """The detail of its event: its number, and in what the version after it differs."""
        row = self.versions[self.at or 0]
        return {name: row[of] for name, of in (("revision", "revision"), ("fields", "changed"), ("change", "change"))}


def place(versions: Sequence[Row], capture: Row) -> Placed:
    """A capture that the present version does not follow, or that it does follow with the same content."""
    rows, moment = [dict(row) for row in versions], capture["fetched"]
    before = max((n for n, row in enumerate(rows) if row["fetched"] <= moment), default=-1)
    same = [row["content_hash"] == capture["content_hash"] for row in rows]
    if before >= 0 and same[before]:
        rows[before]["last_seen"] = max(rows[before]["last_seen"], moment)
        return Placed(rows)
    if before >= 0 and moment <= rows[before]["last_seen"]:
        return _between(rows, before, capture)
    if same[before + 1]:
        rows[before + 1] = _seen_earlier(rows[before + 1], capture)
        return Placed(rows)
    return _insert(rows, before + 1, capture)


def is_capture(row: Mapping[str, Any]) -> bool:
    """Whether a version was read from a web archive, and not from the site."""
    return "fetched" in (row["provenance"] or {})


def _seen_earlier(row: Row, capture: Row) -> Row:
    """The site's own page is what is cited; of captures the earliest."""
    if not is_capture(row):
        return row
    kept = {name: row[name] for name in (*_OF_THE_ARTICLE, "last_seen", "revision", "run")}
    return row | {name: value for name, value in capture.items() if name in row} | kept


def _between(rows: list[Row], at: int, capture: Row) -> Placed:
    """The same content stood before and after it: two versions, of which the later was seen last."""
    whole = rows[at]
    rows[at : at + 1] = [whole | {"last_seen": whole["fetched"]}, whole | {"fetched": whole["last_seen"]}]
    return _insert(rows, at + 1, capture)


def _insert(rows: list[Row], at: int, capture: Row) -> Placed:
    """It takes the number of the one after it, and those move up."""
    following, run = rows[at], capture["run"]
    number = max(following["revision"], rows[at - 1]["revision"] + 1 if at else 0)
    further = number + 1 - following["revision"]
    for row in rows[at:]:
        row["revision"] += further
    own = {name: rows[-1][name] for name in _OF_THE_ARTICLE}
    rows.insert(at, capture | own | {"revision": number})
    for earlier in range(max(at - 1, 0), at + 1):
        rows[earlier] |= _succeeded(rows[earlier], rows[earlier + 1], run)
    return Placed(rows, at)


def _succeeded(row: Row, by: Row, run: str) -> Row:
    told = DECLARED if row["modified"] != by["modified"] else SILENT
    change = told if row["reader"] == by["reader"] else REREAD
    return {"change": change, "changed": changed_fields(row, by), "replaced": by["fetched"], "replaced_run": run}
