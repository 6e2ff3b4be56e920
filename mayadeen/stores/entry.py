"""What the ledger says of one address, and what a visit to it gave. Plain data, no SQL, no Scrapy."""

from dataclasses import dataclass, field
from typing import Any

from mayadeen.text import one_line

NOT_ASKED_FOR = "section not asked for"
OUT_OF_RANGE = "outside since and until"
"""Reasons that hold only for certain arguments: the page may be wanted after all."""
SAME_BYTES = "the same bytes as the capture before"
NOT_CHOSEN = "not the capture asked for"
OTHERWISE_WANTED = (OUT_OF_RANGE, SAME_BYTES, NOT_CHOSEN)
"""Reasons that another run with the same arguments would give again."""

DISALLOWED = "robots.txt"
"""The reason of a page that robots.txt kept us from: its rules may be others by the next run."""
GONE = "gone"
"""How the reason of a page begins that the site has twice said is not there."""
WHERE_HELD = ", where one is held"
"""How the reason of a page ends that holds no article, and does not say that there is none any more."""
MISSING, REMOVED = "missing", "removed"
"""An absence seen once, and one seen again long enough after."""

IDENTITY = "identity"
"""The channel of an address that no page of the site showed: it is another one of an article. No sighting."""

CAPTURED = "captured"
"""Key of a capture's context: the canonical address of the page that was captured."""
ITEMS = ("article", "capture")
"""Kinds of pages that may give an item: those that the law counts."""

PRIORITIES = {"index": 10, "capture": 20} | {"home": 40, "robots": 40, "sitemap": 40, "feed": 40, "listing": 30, "article": 20, "further": 10, "aside": 6, "again": 5}
"""Articles go before further listing pages, so that a long crawl stores from its first minute; what is looked at
again goes last, so that an article's new address is known before its old one is found to be gone; for the same reason
addresses at which no article stands, where they are looked at again too, go before those at which one does."""


@dataclass(slots=True)
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
    urgency: int | None = None
    """A priority of its own, in the place of its kind's; above that of what is looked at again."""

    again: bool = False
    """Opened because it is to be looked at again, not found in this run."""
    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    article_id: str | None = None
    gone_since: str | None = None
    gone_confirmed: str | None = None
    due: str | None = None
    size: int | None = None
    shown: dict[str, Any] | None = None
    """What a listing led to when it was last read: its items' addresses and that of its next page."""

    @property
    def page(self) -> str:
        """The address on the edition's own host: of a capture, that of the page that was captured."""
        return self.context.get(CAPTURED) or self.url

    @property
    def priority(self) -> int:
        if self.urgency is not None:
            return self.urgency
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
    """When the site gave it: of a capture, when it was captured."""
    size: int | None = None
    """Bytes that the answer took on the wire."""
    absence: str | None = None
    """MISSING or REMOVED where the site says that there is nothing (more) at the address."""
    gone_since: str | None = None
    gone_confirmed: str | None = None
    due: str | None = None
    """When to look again."""
    shown: dict[str, Any] | None = None
    silent: bool = False
    """Whether the network gave no answer at all."""
    blocked: bool = False
    """Whether the answer was a wall before the site, and no answer of the site's own."""
    article_id: str | None = None
    day: str | None = None
    found: list[Entry] = field(default_factory=list)
    article: dict[str, Any] | None = None
    held: Any = None
    """The `Head` of what is held of the article, and below whether its content differs from that."""
    changed: bool = True
    present: bool = True
    """Whether what it gave is the present version; an older one stands in `revisions` alone."""
    answer: Any = None
    """What the archive may keep of it: an `Answer`, then what becomes its records."""
    capture: dict[str, Any] | None = None
    """The row of what the archive keeps of it, if that is new."""
    signature: bytes | None = None
    """Of the article's text, empty where it abstains; None where nobody asked for near-duplicates."""
    alternates: tuple[str, ...] = ()
    """Canonical addresses of the article in other editions, as its page states them."""
    denied: bool = False
    """Whether the page, which lacks the signs of an article, says that there is nothing."""
    answered: set[tuple[str, str]] = field(default_factory=set)
    """(field, layer) wherever a layer of the article's page said something of a field."""
    waiting: int = 0
    """Items that are still on their way through the pipelines, and walks that go on."""
    open_ended: bool = False
    """Whether it may go on for long: what it finds is handed on at once, and not when it is settled."""
    exhausted: bool = False
    """Whether the callback has given all it had."""

    def end(self, state: str, reason: str | None = None) -> None:
        self.state, self.reason = state, reason and one_line(reason)  # it may quote what the site sent
