"""The fields of what is stored, and what each means (docs/data.md has a row for each)."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass
class Article:
    """Anything the site publishes as a page of its own; `kind` tells them apart.

    Every field has a default because an item loader builds its item without
    arguments; `REQUIRED` names those that must hold a value to be stored.
    """

    id: str | None = None
    post_id: str | None = None
    edition: str | None = None
    kind: str | None = None
    url: str | None = None
    section: str | None = None
    section_name: str | None = None
    regions: list[str] = field(default_factory=list)
    country: str | None = None
    coverage: str | None = None
    title: str | None = None
    summary: str | None = None
    body: str | None = None
    authors: list[str] = field(default_factory=list)
    source: str | None = None
    published: str | None = None
    modified: str | None = None
    published_day: str | None = None
    language: str | None = None
    reading_minutes: int | None = None
    word_count: int | None = None
    video_seconds: int | None = None
    image_url: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None
    images: list[dict[str, Any]] = field(default_factory=list)
    videos: list[dict[str, Any]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    related: list[dict[str, str]] = field(default_factory=list)
    provenance: dict[str, dict[str, Any]] = field(default_factory=dict)
    cluster: str | None = None
    content_hash: str | None = None
    fetched: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    revision: int | None = None
    warc: dict[str, Any] | None = None
    run: str | None = None

    visit: ClassVar[Any] = None
    """The visit that gave this item, set by the scheduler; no field, so it is not stored."""


@dataclass
class Flash:
    """A line of the ticker, or an entry of the live page, for as long as it was shown without a break."""

    edition: str | None = None
    list: str | None = None
    text: str | None = None
    url: str | None = None
    published: str | None = None
    rank: int | None = None
    absent_before: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    absent_after: str | None = None
    gap: int | None = None
    views: int | None = None
    replaces: int | None = None
    returns: int | None = None
    run: str | None = None
    last_run: str | None = None


@dataclass
class Placement:
    """An article at a rank of a list that a page shows, for as long as it stood there without a break."""

    edition: str | None = None
    page: str | None = None
    list: str | None = None
    rank: int | None = None
    url: str | None = None
    title: str | None = None
    absent_before: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    absent_after: str | None = None
    gap: int | None = None
    views: int | None = None
    run: str | None = None
    last_run: str | None = None


@dataclass
class View:
    """What one look at a page showed, in the order of each list; kept in one transaction."""

    edition: str
    page: str
    at: str
    flashes: dict[str, list[Flash]] = field(default_factory=dict)
    placements: dict[str, list[Placement]] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    kept: bool = False
    """Whether it is in the collection: only then may the page be asked for on condition."""


REQUIRED = ("id", "url", "edition", "kind", "title")

KINDS = (
    "news",
    "report",
    "opinion",
    "analysis",
    "blog",
    "feature",
    "press",
    "research",
    "video",
    "newscast",
    "podcast",
    "episode",
    "infographic",
    "gallery",
    "live",
    "other",
)

WITH_TEXT = frozenset(("news", "opinion", "analysis", "blog", "feature", "press", "research"))
"""Kinds that have a body: of 2,400 recorded items all of these had one, and none of 286 reports."""
