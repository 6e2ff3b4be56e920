"""When two lines of a ticker are the same one, and when one is an edit of the other."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from mayadeen.text import fold

ALIKE = 0.5
"""From which share of common words in their order on a line is an edit of another (docs/decisions.md)."""
FEWEST_WORDS = 4
"""Lines of fewer words are alike by chance: of these only the address tells."""

MOST_WORDS = 40
"""Of a line, that are compared: no line of a real ticker has so many."""
MOST_PAIRS = 1000
"""Of lines that are compared at a look; two whole real tickers are a tenth of it."""


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


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words that two lines have in common, in the same order, 0 to 1.

    >>> likeness(words("12 killed in strike on Tyre"), words("15 killed in a strike on Tyre"))
    0.7692307692307693
    """
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def words(text: str) -> list[str]:
    """What is compared of a line: its first words, folded."""
    return fold(text).split()[:MOST_WORDS]


def edits(before: Sequence[Line], after: Sequence[Line]) -> dict[Line, Line]:
    """The lines of `after` that are edits, each with the one of `before` that it was.

    A line that went and one that came are the same one if they are alike, and have the same address or
    stand beside the same line that stayed (at the same rank, where none did). Where two would do equally
    well, none is chosen.
    """
    old_ones, new_ones = set(before), set(after)
    went, came = [line for line in before if line not in new_ones], [line for line in after if line not in old_ones]
    stood, stands = _neighbours(before, after), _neighbours(after, before)
    if len(went) == len(before):
        stood, stands = _ranks(before), _ranks(after)
    told = {line: words(line.text) for line in (*went, *came)}
    all_pairs = ((new, old) for new in came for old in went)
    likely = (pair for pair in all_pairs if _may_be(*pair, told, stands, stood))
    return _alike((likeness(told[new], told[old]), new, old) for new, old in islice(likely, MOST_PAIRS))


def _alike(pairs: Iterable[tuple[float, Line, Line]]) -> dict[Line, Line]:
    """Each new line with the old one that it is most like."""
    alike_enough = sorted((pair for pair in pairs if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    rivals = Counter((alike, line, new) for alike, *both in alike_enough for new, line in enumerate(both))
    found: dict[Line, Line] = {}
    taken: set[Line] = set()
    for alike, new, old in alike_enough:
        alone = rivals[alike, new, 0] == rivals[alike, old, 1] == 1
        if alone and new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


_Neighbours = dict[Line, tuple[Line | int | None, Line | int | None]]


def _may_be(new: Line, old: Line, words: dict[Line, list[str]], stands: _Neighbours, stood: _Neighbours) -> bool:
    if new.url and new.url == old.url:
        return True
    long_enough = min(len(words[new]), len(words[old])) >= FEWEST_WORDS
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
