"""What changed between two texts, word by word. Pure functions."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

SAME, GONE, NEW = " ", "-", "+"
MOST_WORDS = 4000
"""In one changed passage; beyond, it is shown replaced as a whole: comparing takes the square of it."""

Run = tuple[str, str]
"""SAME, GONE or NEW, and the text."""


def diff(before: str, after: str) -> list[Run]:
    """
    >>> diff("one two three", "one 2 three")
    [(' ', 'one '), ('-', 'two'), ('+', '2'), (' ', ' three')]
    >>> "".join(text for kind, text in diff("a b\\n\\nc", "b\\n\\nc d") if kind != GONE)
    'b\\n\\nc d'
    """
    runs = _compared(_paragraphs(before), _paragraphs(after), _words)
    return [(kind, "".join(text for _, text in same)) for kind, same in groupby(runs, key=lambda run: run[0])]


def _paragraphs(text: str) -> list[str]:
    return re.split(r"(\n+)", text)


def _words(before: list[str], after: list[str]) -> Iterator[Run]:
    """Inside a changed passage; spaces stand by themselves."""
    a, b = (re.findall(r"\s+|\S+", "".join(texts)) for texts in (before, after))
    if len(a) > MOST_WORDS or len(b) > MOST_WORDS:
        return _replaced(a, b)
    return _compared(a, b, _replaced)


def _compared(a: list[str], b: list[str], inside) -> Iterator[Run]:
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(a[i:j])
        else:
            yield from inside(a[i:j], b[k:m])


def _replaced(before: list[str], after: list[str]) -> Iterator[Run]:
    for kind, texts in ((GONE, before), (NEW, after)):
        if texts:
            yield kind, "".join(texts)
