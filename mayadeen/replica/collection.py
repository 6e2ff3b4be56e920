"""What the pages are made from, whether invented or read from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mayadeen.replica.editions import Edition
from mayadeen.replica.model import ArticleData, Card

WAYS = ("rel", "query", "button")
"""How a listing leads on: rel=next, numbered links, a button that holds the next address."""


@dataclass(frozen=True)
class Listing:
    path: str
    label: str
    numbers: Sequence[int]
    """Newest first."""
    way: str
    group: str = ""
    """Of the menu; empty for regions."""


@dataclass(frozen=True)
class Topic:
    """A person or a coverage: a page of its own with the articles it is about."""

    path: str
    name: str
    note: str
    numbers: Sequence[int]


class Collection(Protocol):
    edition: Edition
    total: int
    sections: tuple[Listing, ...]
    """Each with a line in a menu, in the order of the edition's sections."""
    regions: tuple[Listing, ...]
    authors: dict[str, Topic]
    """By path; so are coverages."""
    coverages: dict[str, Topic]
    tags: dict[str, str]
    """Slug -> tag."""

    def article(self, number: int) -> ArticleData: ...
    def card(self, number: int) -> Card: ...
    def path(self, number: int) -> str: ...
    def number(self, path: str) -> int | None:
        """Of the article at that decoded path."""
        ...

    def published(self, number: int) -> datetime: ...
    def modified(self, number: int) -> datetime: ...
    def kind(self, number: int) -> str: ...
