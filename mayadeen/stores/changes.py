"""What a new reading of an article that is held changes: its version, its dates, its place. No SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mayadeen.content import FIELDS, changed_fields

DECLARED, SILENT, REREAD = "declared", "silent", "reread"
"""How a version was replaced: the site's own modified time moved; it did not; by a newer reader of ours."""
_STATED = ("post_id", "published", "modified", "published_day")
"""What a page that says nothing of it does not take back."""
_OF_THE_VERSION = (*FIELDS, "fetched", "warc", "run")


@dataclass
class Change:
    """`row` is what is to be held from now on; `former` the version to keep beside it, if it was replaced."""

    row: dict[str, Any]
    former: dict[str, Any] | None = None
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def compare(held: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Both are rows of `articles`; what neither content, dates nor place has changed keeps its run and its text."""
    row = {**new, "id": held["id"], "first_seen": held["first_seen"], "revision": held["revision"]}
    row |= {name: new[name] if new[name] is not None else held[name] for name in _STATED}
    change = Change(row)
    reread = held["reader"] != new["reader"]
    # A hash may also differ because an older program made it otherwise: that is no edit.
    fields = changed_fields(held, row) if held["content_hash"] != new["content_hash"] else []
    edited = bool(fields)
    if edited:
        _replace(change, held, fields, REREAD if reread else _kind(held, row))
    elif not reread:
        row |= {name: held[name] for name in FIELDS}  # what is cited stays as it is, to the last space
    if held["url"] != row["url"]:
        change.events.append(("moved", {"from": held["url"], "to": row["url"]}))
    if not reread:
        change.events += _told(held, row, declared=edited)
    if not change.events:
        row |= {name: held[name] for name in _OF_THE_VERSION if name not in FIELDS or not reread}
    return change


def _kind(held: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    return DECLARED if row["modified"] != held["modified"] else SILENT


def _replace(change: Change, held: Mapping[str, Any], fields: list[str], kind: str) -> None:
    detail: dict[str, Any] = {"fields": fields, "change": kind}
    if kind != REREAD:
        change.row["revision"] = detail["revision"] = held["revision"] + 1
    if change.row["modified"] != held["modified"]:
        detail["modified"] = [held["modified"], change.row["modified"]]
    change.former = {**held, "change": kind, "changed": fields}
    change.events.append(("reread" if kind == REREAD else "revised", detail))


def _told(held: Mapping[str, Any], row: Mapping[str, Any], *, declared: bool) -> list[tuple[str, dict[str, Any]]]:
    """Changes of section and dates; the modified time of an edit is told with the edit."""
    found = []
    if held["section"] != row["section"]:
        found.append(("section", {"from": held["section"], "to": row["section"]}))
    dates = ("published",) if declared else ("published", "modified")
    moved = {name: [held[name], row[name]] for name in dates if held[name] != row[name]}
    return [*found, ("dates", moved)] if moved else found
