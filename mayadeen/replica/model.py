"""What an article truly is: the values that its page must show, free of all markup."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KINDS = (
    "news", "report", "opinion", "analysis", "blog", "feature", "press", "research",
    "video", "newscast", "podcast", "infographic", "gallery",
)  # fmt: skip
LAYERS = ("script", "jsonld", "opengraph", "meta", "markup")
SEEN_LAYERS = ("script", "meta", "markup")


@dataclass(frozen=True)
class Picture:
    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Link:
    title: str
    path: str
    """Decoded, from the root of the site."""


@dataclass(frozen=True)
class Block:
    """A piece of the body: `form` is one of p, h2, quote, li."""

    form: str
    text: str
    html: str


@dataclass(frozen=True)
class ArticleData:
    number: int
    edition: str
    language: str
    kind: str
    """One of KINDS; "author" and "coverage" for recorded pages that are no article."""
    post_id: str
    section: str
    """The path without slug and date."""
    section_label: str
    listed_in: str
    """The path of the listing that shows it: for all but some English opinions the section."""
    region: str | None
    """Slug of the one region listing that shows it."""
    path: str
    """Decoded."""
    url: str
    """On the edition's own host, percent-encoded."""
    title: str
    summary: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    source: str | None
    published: datetime
    """Aware, in Beirut time, whole minutes."""
    modified: datetime
    tags: tuple[str, ...]
    """Each once, in the order of `keywords`."""
    printed_tags: tuple[str, ...]
    """Up to six of them in the order the page prints."""
    keywords: str
    """As the metadata script has them: comma-separated, with repeats."""
    category: str | None
    country: str | None
    coverage: str | None
    image: Picture | None
    images: tuple[Picture, ...] = ()
    """Every other picture of the item itself."""
    video_seconds: int | None = None
    video_url: str | None = None
    related: tuple[Link, ...] = ()
    inline_link: Link | None = None
    """The lone line between two paragraphs that is the title of another article."""
    embed: tuple[str, ...] = ()
    """Lines of an embedded post, which stands deeper than the paragraphs."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """The object of the metadata script; of a recorded row verbatim."""

    @property
    def body(self) -> list[str]:
        """The text of the item itself, a string for each paragraph, quotation, heading, list item."""
        return [block.text for block in self.blocks]

    @property
    def word_count(self) -> int:
        return sum(len(text.split()) for text in self.body)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.word_count / 200))


@dataclass(frozen=True)
class Card:
    """What a list of articles shows of one."""

    title: str
    path: str
    section: str
    label: str
    published: datetime
    image: str | None
