"""An article's life in lines: what happened when, and what each new version changed, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mayadeen.content import FIELDS
from mayadeen.stores.history import History
from mayadeen.worddiff import SAME, Run, diff


@dataclass
class Step:
    """Something that happened; `changes` is by field, empty where no version changed."""

    at: str
    what: str
    changes: dict[str, list[Run]] = field(default_factory=dict)


def steps(history: History) -> Iterator[Step]:
    first, *later = history.versions
    yield Step(first["fetched"], "first read", {name: _whole(first[name]) for name in FIELDS if first[name]})
    versions = iter(zip(history.versions, later, strict=False))
    for event in history.events:
        step = Step(event["at"], f"{event['event']}: {_told(event['event'], event['detail'])}")
        if event["event"] in ("revised", "reread"):
            before, after = next(versions)
            step.changes = {name: diff(_text(before[name]), _text(after[name])) for name in event["detail"]["fields"]}
        yield step


def _told(event: str, detail: dict[str, Any]) -> str:
    if event in ("revised", "reread"):
        number = f"revision {detail['revision']}, {detail['change']}, " if "revision" in detail else ""
        return number + ", ".join(detail["fields"])
    return ", ".join(f"{name} {_pair(value)}" for name, value in detail.items())


def _pair(value: Any) -> str:
    return " → ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else value or ""


def _whole(value: Any) -> list[Run]:
    return [(SAME, _text(value))]
