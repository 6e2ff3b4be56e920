"""The pages that are read, each with its true values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mayadeen.replica import KINDS, ArticleData, Site
from tests.accuracy.templates import TEMPLATES
from tests.recording.truth import expected, squeezed

LAYOUTS = {
    "as seen": ("script", "meta", "markup"),
    "without the script": ("meta", "markup"),
    "JSON-LD and OpenGraph": ("jsonld", "opengraph"),
    "seen markup only": ("markup",),
    "arrangement only": (),
}
"""Name -> the replica's layers; each has class names of its own wherever nobody has seen the real ones."""
DATED = ("weblog", "AMP")
"""Templates with a machine's date; those of the others are visible text."""
SHOWN = (
    "edition",
    "url",
    "section",
    "title",
    "summary",
    "body",
    "word_count",
    "authors",
    "published",
    "published_day",
    "language",
    "image_url",
)
EDITIONS = ("en", "ar", "es")
_VOWELS = re.compile("[\u064b-\u0652]")


@dataclass
class Page:
    id: str
    url: str
    html: str
    edition: str | None
    kind: str = ""
    layout: str = ""
    truth: dict[str, Any] = field(default_factory=dict)
    """What every reader is asked for, or score.py's own page."""
    item: dict[str, Any] = field(default_factory=dict)
    """The fields that only an item has."""


def replica_pages(each: int, layouts: list[str]) -> Iterator[Page]:
    """So many articles of every edition and kind, in every layout."""
    for edition in EDITIONS:
        sites = {layout: _site(layout, edition=edition, articles=150) for layout in layouts}
        for numbers in by_kind(sites[layouts[0]], each).values():
            for layout, site in sites.items():
                yield from (_page(site, number, layout, "replica") for number in numbers)


def row_pages(rows: Path, each: int, layouts: list[str]) -> Iterator[Page]:
    """So many real rows of every kind, in every layout."""
    sites = {layout: _site(layout, rows=rows) for layout in layouts}
    for numbers in by_kind(sites[layouts[0]], each).values():
        for layout, site in sites.items():
            known = (number for number in numbers if not repeats_its_summary(site.article(number)))
            yield from (_page(site, number, layout, "rows") for number in known)


def repeats_its_summary(article: ArticleData) -> bool:
    """Whether a row's first paragraph is its summary, spelt with other vowel marks: is it text, then? Nobody knows."""
    lines = {bare(line) for line in article.summary.splitlines()}
    return any(bare(text) in lines for text in article.body)


def bare(line: str) -> str:
    """
    >>> bare("يُعَدّ  x") == "يعد x"
    True
    """
    return squeezed(_VOWELS.sub("", line))


def _site(layout: str, **options: Any) -> Site:
    if layout in TEMPLATES:
        return Site(**options)
    return Site(layers=LAYOUTS[layout], class_seed=list(LAYOUTS).index(layout) + 1, **options)


def by_kind(site: Site, each: int) -> dict[str, list[int]]:
    """Evenly spaced from the oldest to the newest; pages that are no items are left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for number in range(1, site.collection.total + 1):
        if (kind := site.collection.kind(number)) in KINDS:
            found[kind].append(number)
    return {kind: numbers[:: -(-len(numbers) // each)] for kind, numbers in found.items()}


def _page(site: Site, number: int, layout: str, of: str) -> Page:
    article = site.article(number)
    if layout in TEMPLATES:
        html, item = TEMPLATES[layout](article, site), shown_by(layout, article)
    else:
        html, item = site.article_html(number), expected(article, LAYOUTS[layout])
    name = f"{of}/{article.edition}/{number}/{layout}"
    return Page(name, article.url, html, article.edition, article.kind, layout, common(article, item), item)


def shown_by(template: str, article: ArticleData) -> dict[str, Any]:
    """Those of an item's fields that the template shows."""
    found = expected(article, ("jsonld",) if template in DATED else ())
    tags = {"tags": list(map(squeezed, article.tags)) if template != "tables" else []}
    return {name: found[name] for name in SHOWN} | tags


def common(article: ArticleData, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": item["title"],
        "body": item["body"],
        "published": item["published"],
        "authors": [name for name in map(squeezed, article.authors) if name],
        "tags": item["tags"],
        "image": item["image_url"],
    }
