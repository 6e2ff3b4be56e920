"""What the ledger says of one address, and what a visit to it gave. Plain data, no SQL, no Scrapy."""

from dataclasses import dataclass, field
from typing import Any

NOT_ASKED_FOR = "section not asked for"
OUT_OF_RANGE = "outside since and until"
"""Reasons that hold only for certain arguments: the page may be wanted after all."""

PRIORITIES = {"home": 40, "listing": 30, "article": 20, "further": 10}
"""Articles go before further listing pages, so that a long crawl stores from its first minute."""


@dataclass
class Entry:
    """An address to visit, as a callback yields it and as the scheduler gets it back.

    `place` and `number` say where it was found: the section or region whose listing led to it
    and which page of that listing. `context` is what the callback of its kind needs, JSON.
    """

    url: str
    edition: str
    kind: str
    section: str = ""
    channel: str = "menu"
    place: str = ""
    number: int = 1
    context: dict[str, Any] = field(default_factory=dict)
    always: bool = False
    """Visited once in every run, however often it was visited before."""
    refused: str | None = None
    """A reason not to visit it; it is counted as filtered."""

    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    article_id: str | None = None
    gone_since: str | None = None

    @property
    def priority(self) -> int:
        further = self.kind == "listing" and self.context.get("number", 1) > 1
        return PRIORITIES["further" if further else self.kind]


@dataclass(eq=False)
class Visit:
    """A page in flight: what it has given so far, and how it ends."""

    entry: Entry
    state: str = "read"
    reason: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    final_url: str | None = None
    fetched: str | None = None
    gone_since: str | None = None
    silent: bool = False
    """Whether the network gave no answer at all."""
    article_id: str | None = None
    day: str | None = None
    found: list[Entry] = field(default_factory=list)
    article: dict[str, Any] | None = None
    held: Any = None
    """The `Head` of what is held of the article, and below whether what was read differs from it."""
    changed: bool = True
    answer: Any = None
    """What the archive may keep of it: an `Answer`, then a promise of its records."""
    capture: dict[str, Any] | None = None
    """The row of what the archive keeps of it, if that is new."""
    signature: bytes | None = None
    """Of the article's text, empty where it abstains; None where nobody asked for near-duplicates."""
    alternates: tuple[str, ...] = ()
    """Canonical addresses of the article in other editions, as its page states them."""
    waiting: int = 0
    """Items that are still on their way through the pipelines."""
    exhausted: bool = False
    """Whether the callback has given all it had."""

    def end(self, state: str, reason: str | None = None) -> None:
        self.state, self.reason = state, reason
