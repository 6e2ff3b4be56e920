"""When two lines of a ticker are the same one, and when one is an edit of the other."""

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from mayadeen.text import fold

ALIKE = 0.5
"""From which share of common words in their order on a line is an edit of another (docs/decisions.md)."""
FEWEST_WORDS = 4
"""Lines of fewer words are alike by chance: of these only the address tells."""


class Line(NamedTuple):
    text: str
    url: str | None = None


def line_key(line: Line) -> str:
    """A line's identity within its list: its folded text and its address, as sixteen hexadecimal digits.

    >>> line_key(Line("Strike on Tyre")) == line_key(Line("STRIKE on Tyre!"))
    True
    >>> line_key(Line("Strike on Tyre")) == line_key(Line("Strike on Tyre", "https://x.net/a"))
    False
    """
    text = fold(line.text) or line.text
    return hashlib.sha256(f"{text}\n{line.url or ''}".encode()).hexdigest()[:16]


def likeness(one: str, other: str) -> float:
    """The share of folded words that two lines have in common, in the same order, 0 to 1.

    >>> likeness("12 killed in strike on Tyre", "15 killed in a strike on Tyre")
    0.7692307692307693
    """
    return SequenceMatcher(None, fold(one).split(), fold(other).split(), autojunk=False).ratio()


def edits(before: Sequence[Line], after: Sequence[Line]) -> dict[Line, Line]:
    """The lines of `after` that are edits, each with the one of `before` that it was.

    A line that went and one that came are the same one if they are alike, and have the same address or
    stand beside the same line that stayed (at the same rank, where none did). Where two would do equally
    well, none is chosen.
    """
    went, came = [line for line in before if line not in after], [line for line in after if line not in before]
    stood, stands = _neighbours(before, after), _neighbours(after, before)
    if len(went) == len(before):
        stood, stands = _ranks(before), _ranks(after)
    pairs = [
        (likeness(new.text, old.text), new, old) for new in came for old in went if _may_be(new, old, stands, stood)
    ]
    found: dict[Line, Line] = {}
    for alike, new, old in sorted((pair for pair in pairs if pair[0] >= ALIKE), key=lambda pair: -pair[0]):
        rivals = sum(other[0] == alike and (other[1] == new or other[2] == old) for other in pairs)
        if new not in found and old not in found.values() and rivals == 1:
            found[new] = old
    return found


_Neighbours = dict[Line, tuple[Line | int | None, Line | int | None]]


def _may_be(new: Line, old: Line, stands: _Neighbours, stood: _Neighbours) -> bool:
    if new.url and new.url == old.url:
        return True
    long_enough = min(len(fold(new.text).split()), len(fold(old.text).split())) >= FEWEST_WORDS
    return long_enough and any(here == there for here, there in zip(stands[new], stood[old], strict=True))


def _ranks(lines: Sequence[Line]) -> _Neighbours:
    return {line: (rank, rank) for rank, line in enumerate(lines)}


def _neighbours(lines: Sequence[Line], others: Sequence[Line]) -> _Neighbours:
    """For each line the nearest above and below it that stand in both; None at an end."""
    common = set(others)
    above: dict[Line, Line | None] = {}
    last: Line | None = None
    for line in lines:
        above[line] = last
        last = line if line in common else last
    found: _Neighbours = {}
    last = None
    for line in reversed(lines):
        found[line] = (above[line], last)
        last = line if line in common else last
    return found
