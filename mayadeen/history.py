"""An article's life in lines: what happened when, and what each new version changed, word by word."""

from dataclasses import dataclass, field
from typing import Any

from mayadeen.content import FIELDS
from mayadeen.stores.changes import REREAD
from mayadeen.stores.history import History
from mayadeen.worddiff import SAME, Run, diff


@dataclass
class Step:
    """Something that happened; `changes` is by field, empty where no version changed."""

    at: str
    what: str
    changes: dict[str, list[Run]] = field(default_factory=dict)


def steps(history: History) -> list[Step]:
    """In their order; what a new version changed is told by the versions themselves."""
    first, *later = history.versions
    begin = Step(first["fetched"], f"first read{_archive(first)}", {name: _whole(first[name]) for name in FIELDS if first[name]})
    told = [_event(event) for event in history.events if event["event"] not in ("revised", "reread", "earlier")]
    told += [_version(before, after) for before, after in zip(history.versions, later, strict=False)]
    return [begin, *sorted(told, key=lambda step: step.at)]


def _event(event: dict[str, Any]) -> Step:
    detail = ", ".join(f"{name} {_pair(value)}" for name, value in event["detail"].items())
    return Step(event["at"], f"{event['event']}: {detail}")


def _version(before: dict[str, Any], after: dict[str, Any]) -> Step:
    fields, change = before["changed"], before["change"]
    what = "reread" if change == REREAD else f"revised: revision {after['revision']}, {change}"
    changes = {name: diff(_text(before[name]), _text(after[name])) for name in fields}
    return Step(before["replaced"], f"{what}, {', '.join(fields)}{_archive(after)}", changes)


def _archive(version: dict[str, Any]) -> str:
    """Where a version was read that the site itself did not show us."""
    source = (version.get("provenance") or {}).get("fetched")
    return f", as {source['raw']} has it" if source else ""


def _pair(value: Any) -> str:
    return " → ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else value or ""


def _whole(value: Any) -> list[Run]:
    return [(SAME, _text(value))]
