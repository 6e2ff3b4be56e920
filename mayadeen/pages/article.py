"""An article's page: what it holds, and whether it is an item at all."""

from __future__ import annotations

from dataclasses import fields as fields_of
from functools import cached_property
from typing import Any

from lxml import etree
from scrapy.http import TextResponse

from mayadeen.editions import Edition
from mayadeen.items import Article
from mayadeen.loaders import ArticleLoader
from mayadeen.pages import kinds
from mayadeen.pages.document import in_utf8, tamed
from mayadeen.pages.reading import Reading
from mayadeen.pages.standins import STANDIN, UNSIGNED, standin

NO_TITLE, NOTHING = "no title", "nothing of an article"
FIELDS = frozenset(field.name for field in fields_of(Article))
_EVIDENCE = ("post_id", "published", "body", "image_url", "videos")


class ArticlePage:
    """The same on a live response, a cassette and an archive record."""

    def __init__(self, response: TextResponse, edition: Edition, loader: type[ArticleLoader] = ArticleLoader):
        self.response, self.edition, self._loader = response, edition, loader

    @cached_property
    def _reading(self) -> Reading:
        return _read(in_utf8(self.response), self.response.url, self.edition, self._loader)

    @cached_property
    def reason(self) -> str:
        """Why this page is no item; empty where it is one."""
        return _no_item(self._reading)

    @property
    def root(self) -> etree._Element:
        """The parsed page, for who looks for more in it."""
        return self._reading.document.root

    @property
    def faultless(self) -> bool:
        """Whether the parser got the answer's own bytes, all of them, and found nothing wrong."""
        return self._reading.page is self.response.body and self._reading.faultless

    @property
    def is_item(self) -> bool:
        return not self.reason

    @property
    def is_standin(self) -> bool:
        """Whether it is something else in an article's place, which may be behind it."""
        return self.reason.startswith(STANDIN)

    @property
    def answered(self) -> set[tuple[str, str]]:
        """(field, layer) wherever a layer says something of a field of the item, chosen or not."""
        return {pair for pair in self._reading.evidence.answered() if pair[0] in FIELDS}

    def item(self) -> Article:
        evidence = self._reading.evidence
        return Article(**evidence.fields, provenance=evidence.notes)


def _read(page: bytes, url: str, edition: Edition | None, loader: type[ArticleLoader] = ArticleLoader) -> Reading:
    reading = Reading(tamed(page), url, edition, loader(edition=edition, url=url))
    reading.read()
    return reading


def _no_item(reading: Reading) -> str:
    said, fields = reading.evidence.layers["script"], reading.evidence.fields
    if fields.get("kind") == "":
        return f"posttype {said.get('kind')}"[:80]
    if said.get("page_type") == "page":
        return "type page"
    if kinds.by_post_type(said.get("kind"), reading.edition):
        return ""
    if place := kinds.no_item_by_address(reading.url, reading.edition):
        return place
    if not fields.get("title"):
        return NO_TITLE
    instead = standin(reading)
    return NOTHING if instead in ("", UNSIGNED) and not any(fields.get(name) for name in _EVIDENCE) else instead


def fields(html: bytes | str, url: str, edition: Edition | None) -> dict[str, Any]:
    """The item's fields by name, without Scrapy. Bytes are UTF-8."""
    page = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    evidence = _read(page, url, edition).evidence
    return {**evidence.fields, "provenance": evidence.notes}


def read(html: str, url: str) -> dict[str, Any]:
    """Any site's article, by the layers that need no edition."""
    found = fields(html, url, None)
    return {
        "title": found.get("title"),
        "body": found.get("body"),
        "published": found.get("published"),
        "authors": found.get("authors", []),
        "tags": found.get("tags", []),
        "image": found.get("image_url"),
    }
