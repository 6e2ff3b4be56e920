"""Authors' names out of the many ways in which sites write them. For sites without an edition."""

from __future__ import annotations

import re

from mayadeen import text

_BY = re.compile(
    r"^(?:(?:written|words|reporting|text)\s+)?(?:by|von|por|par|di|door|av|af|przez|autor(?:es|en)?|author|authors)\s*:?\s+",
    re.I,
)
_AND = re.compile(r"\s+(?:and|und|et|y|e|en|og|och|with|&)\s+|\s*[;|/•·]\s*|\n+", re.I)
_ADDRESS = re.compile(r"^(?:https?:|www\.|//|@)|\.[a-z]{2,4}/", re.I)
_NO_NAME = re.compile(
    r"^[\d\W_]*$|^\(|[@{}<>=]|^(?:image|photo|foto|picture|staff writer|null|undefined|admin|editor)s?\b[:\s]*$", re.I
)
_CALLED = re.compile(r"\s*(?:기자|특파원|記者|记者)$")  # "reporter", written after the name
_LONGEST = 60


def people(values: list[str]) -> list[str]:
    """Each name once.

    >>> people(["By Ann Lee and Jo Ray, dpa", "https://x.net/ann", "105092"])
    ['Ann Lee', 'Jo Ray', 'dpa']
    >>> people(["Ann Lee, Health Editor", "(Photo: A/B)"])
    ['Ann Lee']
    """
    found = [name for value in values for part in _parted(value) if (name := _bare(part))]
    return list({text.fold(name): name for name in reversed(found)}.values())[::-1]


def persons(names: list[str], site: frozenset[str] | set[str]) -> bool:
    """Whether any of the names is not the site's own."""
    return any(text.fold(name) not in site for name in names)


def full(names: list[str]) -> bool:
    """Whether any is written as a person's: two words or more, each with a capital or without case."""
    return any(_is_full(name) for name in names)


def _is_full(name: str) -> bool:
    caseless = name.isalpha() and name == name.swapcase()
    capitals = not any(word[0].islower() for word in name.split()[::2])
    return (" " in name or caseless) and ":" not in name and capitals


def _parted(value: str) -> list[str]:
    parts: list[str] = []
    if value.strip().startswith("(") or _ADDRESS.search(value.strip()):
        return parts
    for part in _AND.split(_BY.sub("", text.clean(value) if "\n" not in value else value.strip())):
        first, *rest = [piece.strip() for piece in part.split(",")]
        parts.append(first)
        # "Lee, Jo Ray" are two authors, "Lee, Health Editor at X" one and what she is.
        parts.extend(piece for piece in rest if _like_a_name(piece) and " " in first)
    return parts


def _like_a_name(piece: str) -> bool:
    words = piece.split()
    if len(words) == 1:
        return piece.isupper() or piece.islower()  # an agency: dpa, AFP
    titled = all(
        word[:1].isupper() or word.lower() in ("de", "van", "von", "der", "den", "la", "al", "bin") for word in words
    )
    return 2 <= len(words) <= 4 and titled and not _ROLE.search(piece)


_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|director|professor|analyst|chief|producer|"
    r"redakteur\w*|korrespondent\w*|journalist\w*|redaktion|corresponsal|periodista|rédact\w+|staff|desk|bureau|news|university|institute)\b",
    re.I,
)


def _bare(part: str) -> str | None:
    part = _CALLED.sub("", re.sub(r"\s*\([^)]*\)\s*$", "", text.clean(part)).strip(" ,:-–—|"))
    if not part or len(part) > _LONGEST or _ADDRESS.search(part) or _NO_NAME.search(part):
        return None
    return part
