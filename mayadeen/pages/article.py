"""An article's page: what it holds, and whether it is an item at all."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from lxml import etree
from scrapy.http import TextResponse

from mayadeen.editions import Edition
from mayadeen.items import Article
from mayadeen.loaders import ArticleLoader
from mayadeen.pages import kinds
from mayadeen.pages.document import parse, tamed
from mayadeen.pages.reading import Reading

NO_TITLE = "no title"
_EVIDENCE = ("post_id", "published", "body", "image_url", "videos")


class ArticlePage:
    """The same on a live response, a cassette and an archive record."""

    def __init__(self, response: TextResponse, edition: Edition, loader: type[ArticleLoader] = ArticleLoader):
        self.response, self.edition, self._loader = response, edition, loader

    @cached_property
    def _reading(self) -> Reading:
        url = self.response.url
        html = tamed(self.response.text)
        reading = Reading(self._root(html), html, url, self.edition, self._loader(edition=self.edition, url=url))
        reading.read()
        return reading

    def _root(self, html: str) -> etree._Element:
        """The response's own tree, which others use too, unless building it could take minutes."""
        try:
            if html is self.response.text:
                return self.response.selector.root
        except ValueError:  # Scrapy joins the page's <base>, which may be no address
            pass
        return parse(html)

    @cached_property
    def reason(self) -> str:
        """Why this page is no item; empty where it is one."""
        return _no_item(self._reading)

    @property
    def is_item(self) -> bool:
        return not self.reason

    def item(self) -> Article:
        evidence = self._reading.evidence
        return Article(**evidence.fields, provenance=evidence.notes)


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
    return "" if any(fields.get(name) for name in _EVIDENCE) else "nothing of an article"


def fields(html: bytes | str, url: str, edition: Edition | None) -> dict[str, Any]:
    """The item's fields by name, without Scrapy; {} where the page cannot be parsed."""
    if isinstance(html, bytes):
        html = html.decode("utf-8", "replace")
    html = tamed(html)
    root = parse(html)
    if root is None:
        return {}
    reading = Reading(root, html, url, edition, ArticleLoader(edition=edition, url=url))
    reading.read()
    return {**reading.evidence.fields, "provenance": reading.evidence.notes}


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
