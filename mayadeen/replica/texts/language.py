"""What a language offers to the grammar: lists of words, and frames with slots for them."""

from dataclasses import dataclass


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", " ").split(";") if word.strip())


def verbs(text: str) -> tuple[tuple[str, ...], ...]:
    """Present and past of each verb, masculine and feminine where the language has both."""
    forms = (tuple(word.split("/")) for word in words(text))
    return tuple(f if len(f) == 4 else (f[0], f[0], f[1], f[1]) for f in forms)


@dataclass(frozen=True)
class Language:
    """Slots of frames are named after these lists; `actor` and `past` agree in gender.

    Towns, actors, verbs and things make the headlines, from which an article's number is
    read back, so no entry of one list may begin with another entry of it.
    """

    towns: tuple[str, ...]
    actors: tuple[str, ...]
    """As they stand in a sentence; one that ends in "|f" is feminine."""
    verbs: tuple[tuple[str, ...], ...]
    things: tuple[str, ...]
    rivers: tuple[str, ...]
    people: tuple[str, ...]
    units: tuple[str, ...]
    roles: tuple[str, ...]
    weather: tuple[str, ...]
    when: tuple[str, ...]
    soon: tuple[str, ...]
    where: tuple[str, ...]
    headline_tails: tuple[str, ...]
    openings: tuple[str, ...]
    cores: tuple[str, ...]
    tails: tuple[str, ...]
    quotes: tuple[str, ...]
    subheadings: tuple[str, ...]
    persons: tuple[str, ...]
    credits: tuple[str, ...]
    countries: tuple[str, ...]
    coverages: tuple[str, ...]
    topics: tuple[str, ...]
    article: str = ""
    """What stands before an actor in a sentence and not in a headline."""
    contractions: tuple[tuple[str, str], ...] = ()
