"""What of an article is searched, and what a reader's query asks for. Pure functions over folded words.

Both sides are folded the same way (`text.fold`), so a query finds its words however either spells them:
with or without diacritics, hamza, the dots of ta marbuta, tatweel, in any case.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from mayadeen.text import words

FIELDS = ("title", "summary", "body", "authors", "tags", "image_caption")

_BETWEEN = " \u00a6 "
"""Stands between tags: no folded text holds it, so no phrase runs from one into the next."""
# What Arabic writes together with the next word: and, then, in, for, like, the, and their combinations.
_PARTICLES = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول", "وبال", "فلل")
_OF_DEFINITE = ("و", "ف", "ب", "ك", "وب")
_ARTICLE = "ال"
_ARABIC = re.compile("[\u0620-\u064a]{3,}")
"""Shorter words with a particle before them are mostly other words."""
_TERM = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)')
MOST_TERMS = 50


def document(article: Mapping[str, Any]) -> tuple[str, ...]:
    """The folded text of each of FIELDS.

    >>> document({"title": "قمّةٌ", "tags": ["غزة", "U.S."]})
    ('قمه', '', '', '', 'غزه ¦ u s', '')
    """
    return tuple(_folded(article.get(name)) for name in FIELDS)


def _folded(value: str | Iterable[str] | None) -> str:
    texts = [value] if isinstance(value, str) else value or ()
    return _BETWEEN.join(" ".join(words(text)) for text in texts)


def expression(query: str) -> str:
    """The query as an FTS5 expression; "" where it holds no word.

    All terms are wanted; OR (in capitals) between two wants either; what is in quotes stands
    as it is, in that order; `wor*` begins so. An Arabic word is also found with the particles
    that are written together with it; in quotes it is not. Nothing else is syntax.

    >>> expression('"Beirut summit" OR COVID-19 pan*')
    '("beirut summit" OR "covid 19") AND ("pan"*)'
    >>> expression('"غزّة"'), expression('OR "" (*) AND')
    ('("غزه")', '')
    """
    return " AND ".join(f"({' OR '.join(group)})" for group in _groups(query))


def _groups(query: str) -> list[list[str]]:
    """Of each list one form is wanted: `"folded words"`, and `"folded wor"*` where more may follow."""
    groups: list[list[str]] = []
    either = False
    for phrase, term in _terms(query):
        if term == "OR":
            either = bool(groups)
        elif term != "AND" and (wanted := _wanted(phrase, term)):
            if either:
                groups[-1] += wanted
            else:
                groups.append(wanted)
            either = False
    return groups


def matcher(query: str, fields: Sequence[str] = FIELDS) -> Callable[[Mapping[str, Any]], bool]:
    """Whether what stands in `fields` is what `expression(query)` finds. Raises ValueError where it holds no word.

    >>> matcher('"غزة بيروت" OR قمه', ["title"])({"title": "القمّةُ في بيروت"})
    True
    """
    groups = [[f" {form.strip('*').strip(chr(34))}{'' if form.endswith('*') else ' '}" for form in g] for g in _groups(query)]
    if not groups:
        raise ValueError

    def found(article: Mapping[str, Any]) -> bool:
        texts = [f" {_folded(article.get(name))} " for name in fields]
        return all(any(form in text for form in group for text in texts) for group in groups)

    return found


def _terms(query: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(_TERM.finditer(query)):
        if number >= MOST_TERMS:
            return
        yield found[1] or "", found[2] or ""


def _wanted(phrase: str, term: str) -> list[str]:
    folded = words(phrase or term)
    if not folded:
        return []
    if term.endswith("*"):
        return [f'"{" ".join(folded)}"*']
    if phrase or len(folded) > 1 or not _ARABIC.fullmatch(folded[0]):
        return [f'"{" ".join(folded)}"']
    return [f'"{form}"' for form in with_particles(folded[0])]


def sought(query: str) -> tuple[set[str], tuple[str, ...]]:
    """The folded words that the query's finds may hold, to be marked in them: whole ones, and beginnings.

    >>> sought("Beirut OR pan*")
    ({'beirut'}, ('pan',))
    """
    whole, beginnings = set[str](), []
    for phrase, term in _terms(query):
        for form in _wanted(phrase, term) if term not in ("AND", "OR") else ():
            *first, last = form.strip('"*').split()
            whole.update(first)
            if form.endswith("*"):
                beginnings.append(last)
            else:
                whole.add(last)
    return whole, tuple(beginnings)


def with_particles(word: str) -> list[str]:
    """A folded Arabic word, and what it is with a particle written before it.

    >>> with_particles("البيت")
    ['البيت', 'والبيت', 'فالبيت', 'بالبيت', 'كالبيت', 'وبالبيت', 'للبيت', 'وللبيت', 'فللبيت']
    """
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2:
        bare = word.removeprefix(_ARTICLE)
        return [word, *(particle + word for particle in _OF_DEFINITE), *(f"{to}{bare}" for to in ("لل", "ولل", "فلل"))]
    return [word, *(particle + word for particle in _PARTICLES)]
