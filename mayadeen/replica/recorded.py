"""Real rows from a file, served as the Arabic edition."""

import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from mayadeen.replica.addresses import decoded, encoded, slug
from mayadeen.replica.clock import beirut
from mayadeen.replica.collection import WAYS, Listing, Topic
from mayadeen.replica.menus import ARABIC
from mayadeen.replica.model import ArticleData, Block, Card, Picture

KIND_OF_CLASS = {name: kind for kind, name in ARABIC.classes.items()} | {
    "أخبار الميادين": "news",
    "منوعات": "news",
    "تقارير": "report",
    "تغطيات": "coverage",
}
NEWSROOM = ("الميادين نت", "شبكة الميادين")
# The menu group of a section that the invented edition has no line for.
OTHER_GROUP = "news"


class BadRows(ValueError):
    """The file cannot be read as rows; the message says where."""


def read(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                row = orjson.loads(line)
                yield {"metadata": row["metadata"], "paragraphs": row["paragraphs"]}
            except (orjson.JSONDecodeError, KeyError, TypeError) as error:
                raise BadRows(f"{file}: line {number} is no row with metadata and paragraphs") from error


class Recorded:
    """The rows with addresses of their own, oldest first, numbered from 1."""

    def __init__(self, file: Path) -> None:
        self.edition = ARABIC
        by_path = {decoded(urlsplit(row["metadata"]["url"]).path): row for row in read(file)}
        if not by_path:
            raise BadRows(f"{file}: no rows")
        ordered = sorted(by_path.items(), key=lambda each: (_instant(each[1]), each[0]))
        self._rows = [row for _, row in ordered]
        self._paths = [path for path, _ in ordered]
        self._numbers = {path: number for number, path in enumerate(self._paths, 1)}
        self.total = len(self._rows)
        self.tags = {slug(tag): tag for row in self._rows for tag in _keywords(row)}
        self.sections = self._sections()
        self.regions = ()
        self.authors = self._topics("/authors/", "author")
        self.coverages = self._topics("/coverage/", "coverage")

    def _sections(self) -> tuple[Listing, ...]:
        """A listing for each section that has rows, in the order of the edition's menu."""
        found: dict[str, list[int]] = defaultdict(list)
        for number in range(self.total, 0, -1):
            if self.kind(number) not in ("author", "coverage"):
                found[section_of(self.path(number))].append(number)
        known = {section.path: section for section in self.edition.sections}
        ordered = [path for path in known if path in found] + [p for p in found if p not in known]
        return tuple(
            Listing(
                path=f"/{path}",
                label=known[path].label if path in known else path,
                numbers=found[path],
                way=WAYS[i % 3],
                group=known[path].group if path in known else OTHER_GROUP,
            )
            for i, path in enumerate(ordered)
        )

    def _topics(self, folder: str, mapping: str) -> dict[str, Topic]:
        """The persons or coverages that rows name or are."""
        found: dict[str, list[int]] = defaultdict(list)
        for number in range(self.total, 0, -1):
            value = _class(self._row(number), mapping).strip()
            if value and value not in NEWSROOM:
                found[value].append(number)
        topics = {
            f"{folder}{slug(name)}": Topic(f"{folder}{slug(name)}", name, "", numbers)
            for name, numbers in found.items()
        }
        for path, number in self._numbers.items():
            if path.startswith(folder):
                topics.setdefault(path, Topic(path, self._row(number)["metadata"]["title"], "", []))
        return topics

    def _row(self, number: int) -> dict[str, Any]:
        return self._rows[number - 1]

    def kind(self, number: int) -> str:
        """By the class; a class that was never seen makes it news."""
        return KIND_OF_CLASS.get(_class(self._row(number), "posttype"), "news")

    def path(self, number: int) -> str:
        return self._paths[number - 1]

    def number(self, path: str) -> int | None:
        return self._numbers.get(path)

    def published(self, number: int) -> datetime:
        return beirut(_instant(self._row(number)))

    def modified(self, number: int) -> datetime:
        return beirut(datetime.fromisoformat(self._row(number)["metadata"]["last_updated"]))

    def card(self, number: int) -> Card:
        metadata, path = self._row(number)["metadata"], self.path(number)
        section = section_of(path)
        return Card(
            title=metadata["title"],
            path=path,
            section=section,
            label=self._label(section),
            published=self.published(number),
            image=metadata["thumbnail"],
        )

    def _label(self, section: str) -> str:
        return next((s.label for s in self.edition.sections if s.path == section), section)

    def article(self, number: int) -> ArticleData:
        metadata = self._row(number)["metadata"]
        seconds, thumbnail = metadata["video_duration"], metadata["thumbnail"]
        return ArticleData(
            **self._standing(number),
            **_text(self._row(number)),
            number=number,
            post_id=metadata["postid"],
            language=metadata["lang"],
            authors=(metadata["author"],),
            source=None,
            image=Picture(thumbnail) if thumbnail else None,
            video_seconds=int(seconds) if seconds else None,
            metadata=metadata,
        )

    def _standing(self, number: int) -> dict[str, Any]:
        row, path = self._row(number), self.path(number)
        section = section_of(path)
        return {
            "edition": self.edition.code,
            "kind": self.kind(number),
            "section": section,
            "section_label": self._label(section),
            "listed_in": section,
            "region": None,
            "path": path,
            "url": f"https://{self.edition.host}{encoded(path)}",
            "published": self.published(number),
            "modified": self.modified(number),
            "category": _class(row, "category") or None,
            "country": _class(row, "country") or None,
            "coverage": _class(row, "coverage") or None,
        }


def _text(row: dict[str, Any]) -> dict[str, Any]:
    """Of the tags the page prints up to six, in an order of its own."""
    metadata = row["metadata"]
    tags = tuple(dict.fromkeys(_keywords(row)))
    return {
        "title": metadata["title"],
        "summary": metadata["description"] or "",
        "blocks": tuple(Block("p", line, escape(line, quote=False)) for line in body(row)),
        "keywords": metadata["keywords"],
        "tags": tags,
        "printed_tags": tuple(sorted(tags, key=lambda tag: slug(tag)[::-1])[:6]),
    }


def body(row: dict[str, Any]) -> list[str]:
    """The paragraphs without the summary, which the rows repeat at both ends."""
    lines = [line for line in row["paragraphs"].split("\n") if line.strip()]
    summary = [line.split() for line in (row["metadata"]["description"] or "").split("\n") if line.strip()]
    count = len(summary)
    if count and [line.split() for line in lines[:count]] == summary:
        lines = lines[count:]
    if count and [line.split() for line in lines[-count:]] == summary:
        lines = lines[:-count]
    return lines


def section_of(path: str) -> str:
    """The path without slug and date.

    >>> section_of("/newscast/2023/2/27/x"), section_of("/news/politics/x")
    ('newscast', 'news/politics')
    """
    return "/".join(part for part in path.strip("/").split("/")[:-1] if not part.isdigit())


def _instant(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["metadata"]["published_time"])


def _keywords(row: dict[str, Any]) -> list[str]:
    return [tag.strip() for tag in row["metadata"]["keywords"].split(",") if tag.strip()]


def _class(row: dict[str, Any], mapping: str) -> str:
    classes = row["metadata"]["classes"]
    return next((each["value"] for each in classes if each["mapping"] == mapping), "")
