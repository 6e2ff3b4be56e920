"""What a run saw of the site, counted while it goes on: plain data that the monitors compare and the manifest keeps.

    {"reader": "1",
     "items": {edition: {kind: number}},
     "filled": {edition: {kind: {field: number}}},          fields that hold a value
     "layers": {edition: {kind: {"field layer": number}}},  layers that said something of a field
     "chosen": {edition: {"field layer": number}},          the layer that gave it
     "pages": {edition: {"visited" | "failed" | "no item" | "blocked": number}},
     "listings": {edition: {path: number}},                 items on the first page that are not on most other listings
     "politeness": {host: {"requests": number, "smallest": s, "longest_delay": s, "early": number,
                           "refused": number, "crawl_delay": s, "pauses": number, "paused": s}},
     "answers": {status: number}}
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from mayadeen.items import Article

EXAMPLES = 20
"""Items of each kind that are kept in mind, to name one of which something is missing."""
OFTEN = 0.5
"""The share of listings on which an address is part of the page's frame (most read, latest)."""
FEW = 3
"""Listings below which nobody can tell their frame."""
NOT_COUNTED = frozenset(
    ("provenance", "cluster", "content_hash", "fetched", "first_seen", "last_seen", "revision", "warc", "run", "regions")
)
"""Fields that no page gives."""
DERIVED = NOT_COUNTED | {"id", "url", "edition", "section", "published_day", "word_count", "kind"}
"""And those whose layer is that of another field, or the address."""
READ = tuple(field.name for field in fields(Article) if field.name not in NOT_COUNTED)
"""Fields whose filling is counted."""


class Observed:
    def __init__(self, reader: str):
        self.reader = reader
        self._items: dict[str, Counter[str]] = defaultdict(Counter)
        self._filled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._layers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._chosen: dict[str, Counter[str]] = defaultdict(Counter)
        self._pages: dict[str, Counter[str]] = defaultdict(Counter)
        self._shown: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self._recent: dict[tuple[str, str], deque[tuple[str, set[str]]]] = defaultdict(lambda: deque(maxlen=EXAMPLES))
        self.reasons: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.failing: dict[tuple[str, str, str], str] = {}
        """(edition, "failed" or "no item", reason) -> a page that ended so."""

    def item(self, item: Article, answered: set[tuple[str, str]]) -> None:
        edition, kind = item.edition or "", item.kind or ""
        self._items[edition][kind] += 1
        filled = {name for name in READ if getattr(item, name) not in (None, "", [])}
        layers = {f"{field} {layer}" for field, layer in answered if field not in DERIVED}
        self._filled[edition, kind].update(filled)
        self._layers[edition, kind].update(layers)
        self._chosen[edition].update(f"{field} {note['layer']}" for field, note in item.provenance.items())
        self._recent[edition, kind].append((item.url or "", filled | layers))

    def page(self, edition: str, url: str, state: str, reason: str | None, *, blocked: bool) -> None:
        pages = self._pages[edition]
        pages["visited"] += 1
        pages["blocked"] += blocked
        ended = {"failed": state == "failed", "no item": state == "filtered" and (reason or "").startswith("no item")}
        pages.update(ended)
        for what in filter(ended.get, ended):
            self.reasons[edition, what][reason or ""] += 1
            self.failing[edition, what, reason or ""] = url

    def listing(self, edition: str, path: str, items: Iterable[str]) -> None:
        self._shown[edition][path] = list(items)

    def lacking(self, edition: str, kinds: Iterable[str], what: str) -> str | None:
        """The newest page of those kinds that lacks a field, or a "field layer"."""
        for kind in kinds:
            for url, there in reversed(self._recent[edition, kind]):
                if what not in there:
                    return url
        return None

    def listings(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for edition, shown in self._shown.items():
            times = Counter(url for urls in shown.values() for url in set(urls))
            frame = {url for url, number in times.items() if len(shown) >= FEW and number > OFTEN * len(shown)}
            found[edition] = {path: len(set(urls) - frame) for path, urls in shown.items()}
        return found

    def told(self) -> dict[str, Any]:
        return {
            "reader": self.reader,
            "items": {edition: dict(kinds) for edition, kinds in self._items.items()},
            "filled": _nested(self._filled),
            "layers": _nested(self._layers),
            "chosen": {edition: dict(pairs) for edition, pairs in self._chosen.items()},
            "pages": {edition: dict(pages) for edition, pages in self._pages.items()},
            "listings": self.listings(),
        }


def _nested(counts: dict[tuple[str, str], Counter[str]]) -> dict[str, dict[str, dict[str, int]]]:
    nested: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for (edition, kind), counter in counts.items():
        nested[edition][kind] = dict(counter)
    return dict(nested)
