"""When an item was published and changed: the most trusted stated time, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from mayadeen import dates
from mayadeen.editions import Edition
from mayadeen.pages import structure
from mayadeen.pages.choice import shortened
from mayadeen.pages.document import Document
from mayadeen.pages.evidence import Evidence

_LINES = 6
_ELSEWHERE = 10


def choose(evidence: Evidence, document: Document, edition: Edition | None) -> None:
    _choose("published", _published(evidence, document, edition), evidence, edition)
    _choose("modified", iter(evidence.of("modified")), evidence, edition)
    if "published" in evidence.fields:
        evidence.fields["published_day"] = evidence.fields["published"][:10]
        evidence.notes["published_day"] = {
            "layer": evidence.notes["published"]["layer"],
            "raw": evidence.notes["published"]["raw"],
        }


def _published(evidence: Evidence, document: Document, edition: Edition | None) -> Iterator[tuple[str, Any]]:
    """Machine-readable dates, then those of the lines by the headline; the whole page only where there is none."""
    stated = evidence.of("published")
    yield from stated
    known = any(_moment(layer, raw, edition) for layer, raw in stated)
    lines = structure.stamps(document) + evidence.layers["structure"].get("dated", [])
    yield from (("structure", line) for line in lines[: 1 if known else _LINES])
    if (
        edition
        and not known
        and not any(_moment("structure", line, edition) for line in lines)
    ):
        yield from (("structure", line) for line in islice(structure.dates_elsewhere(document), _ELSEWHERE))


def _choose(field: str, stated: Iterator[tuple[str, Any]], evidence: Evidence, edition: Edition | None) -> None:
    chosen = note = None
    for layer, raw in stated:
        if chosen is not None and ("conflict" in note or _is_that(chosen, raw, layer, edition)):
            continue
        moment = _moment(layer, raw, edition)
        if moment is None:
            continue
        if chosen is None or _says_more(moment, chosen):
            chosen = moment
            note = {"layer": layer, "raw": shortened(raw), "precision": moment.precision, "zone": moment.zone}
        elif not same(chosen, moment):
            note["conflict"] = {"layer": layer, "raw": shortened(raw)}
    evidence.set(field, chosen and chosen.iso(), note)


def _moment(layer: str, raw: Any, edition: Edition | None) -> dates.Moment | None:
    """The site's tags state UTC without saying so; its visible lines are Beirut's time."""
    if not isinstance(raw, str):
        return None
    naive = "beirut" if layer == "structure" else "utc"
    return dates.parse(raw, naive=naive if edition else "none", edition=edition)


def _is_that(chosen: dates.Moment, raw: Any, layer: str, edition: Edition | None) -> bool:
    """Known without parsing: the unmarked UTC form of the very same second, a line with the same day and time."""
    if edition is None or not isinstance(raw, str):
        return False
    if layer == "structure":
        at = chosen.instant
        return raw.endswith(f"{at.hour:02d}:{at.minute:02d}") and raw.startswith(f"{at.day} ") and f" {at.year} " in raw
    return len(raw) == 27 and raw.startswith(chosen.instant.astimezone(UTC).isoformat()[:19])


def _says_more(moment: dates.Moment, chosen: dates.Moment) -> bool:
    """The same day with its hour, or the same hour with its zone."""
    if chosen.precision == "day" and moment.precision != "day":
        return moment.day == chosen.day
    naive = chosen.instant.tzinfo is None and moment.instant.tzinfo is not None
    return naive and moment.precision != "day" and moment.instant.replace(tzinfo=None) == chosen.instant


def same(one: dates.Moment, other: dates.Moment) -> bool:
    """Within a minute of each other; of the same day where one says no more."""
    if "day" in (one.precision, other.precision):
        return one.day == other.day
    return abs((_aware(one.instant) - _aware(other.instant)).total_seconds()) < 60


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
