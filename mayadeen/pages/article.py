"""An article's page: the layers read, and for each field the one that is trusted most."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import cached_property
from typing import Any

from lxml import etree
from scrapy.http import TextResponse

from mayadeen import dates, text, urls
from mayadeen.editions import Edition
from mayadeen.items import Article
from mayadeen.loaders import ArticleLoader
from mayadeen.pages import body, bylines, fallback, jsonld, kinds, markup, meta, names, script, structure, titles
from mayadeen.pages.choice import choose, shortened
from mayadeen.pages.document import Document, parse

LAYERS = ("script", "jsonld", "meta", "markup", "structure")
_CHOSEN = (
    "post_id", "summary", "authors", "source", "tags", "image_url", "language", "reading_minutes",
    "video_seconds", "section_name", "country", "coverage",
)


# Sites put what only machines want into JSON-LD's keywords: ids, categories, their own name.
_ORDER = {"tags": ("script", "meta", "jsonld", "markup", "structure")}


class Reading:
    """One page, read: `fields` holds every value that some layer gave, `provenance` says which."""

    def __init__(self, root: etree._Element, html: str, url: str, edition: Edition | None, loader: ArticleLoader | None = None):
        self.html = html
        self.document = Document(root, url)
        self.url, self.edition = url, edition
        self.loader = loader or ArticleLoader(edition=edition, url=url)
        self.fields: dict[str, Any] = {}
        self.provenance: dict[str, dict[str, Any]] = {}
        marked, self.ranks = markup.read(self.document)
        self.layers: dict[str, dict[str, Any]] = {
            "script": script.read(self.document),
            "jsonld": jsonld.read(self.document),
            "meta": meta.read(self.document),
            "markup": marked,
            "structure": structure.read(self.document, edition.words if edition else None),
        }

    def candidates(self, field: str) -> list[tuple[str, Any]]:
        order = _ORDER.get(field, LAYERS)
        return [(name, self.layers[name][field]) for name in order if field in self.layers[name]]

    def read(self) -> dict[str, Any]:
        self.loader.context["site_names"] = titles.site_names(self._site_names(), self.url)
        self._title()
        for field in _CHOSEN:
            self._set(field, *choose(field, self.candidates(field), self.loader))
        if self.edition is None:
            self._byline()
        self._dates()
        self._address()
        self._kind()
        self._body()
        return self.fields

    def _set(self, field: str, value: Any, note: dict[str, Any] | None) -> None:
        if note is None:
            return
        self.fields[field] = value
        if note["layer"] == "markup" and field in self.ranks:
            note["rank"] = self.ranks[field]
        self.provenance[field] = note

    def _title(self) -> None:
        found = [(layer, self.loader.meaning("title", raw)) for layer, raw in self.candidates("title")]
        if self.document.title:
            found.append(("head", text.clean(self.document.title)))
        names = self.loader.context["site_names"]
        found = [(layer, titles.without_site(said, names)) for layer, said in found if said]
        if not found:
            return
        if found[0][0] != "script":
            best = titles.agreed(found)
            found.sort(key=lambda pair: pair != best)
        self._set("title", *choose("title", found, self.loader))

    def _site_names(self) -> list[str]:
        stated = self.document.meta.get("og:site_name", []) + self.layers["jsonld"].get("site_names", [])
        return stated + list(self.edition.newsroom if self.edition else ())

    def _byline(self) -> None:
        """Where the metadata names only the site, or nobody, the markup may name a person."""
        site = self.loader.context["site_names"]
        if names.persons(self.fields.get("authors", []), site):
            return
        said = self.loader.meaning("authors", bylines.names(self.document.root))
        if said and (not self.fields.get("authors") or names.persons(said, site) and names.full(said)):
            self._set("authors", said, {"layer": "structure", "raw": shortened(said)})

    def _dates(self) -> None:
        for field in ("published", "modified"):
            self._date(field)
        if "published" in self.fields:
            self.fields["published_day"] = self.fields["published"][:10]

    def _date(self, field: str) -> None:
        chosen = note = None
        for layer, raw in self.candidates(field) + self._visible(field):
            moment = self._moment(layer, raw)
            if moment is None:
                continue
            if chosen is None:
                chosen, note = moment, {"layer": layer, "raw": shortened(raw), "precision": moment.precision, "zone": moment.zone}
            elif not _same_moment(chosen, moment) and "conflict" not in note:
                note["conflict"] = {"layer": layer, "raw": shortened(raw)}
        self._set(field, chosen and chosen.iso(), note)

    def _visible(self, field: str) -> list[tuple[str, Any]]:
        line = self.layers["structure"].get("visible_date")
        return [("visible", line)] if line and field == "published" else []

    def _moment(self, layer: str, raw: Any) -> Any:
        if not isinstance(raw, str):
            return None
        naive = "beirut" if layer in ("visible", "structure") else "utc"
        return dates.parse(raw, naive=naive if self.edition else "none", edition=self.edition)

    def _address(self) -> None:
        if self.edition is None:
            return
        self.fields["url"] = urls.canonical_url(self.url, self.edition.host)
        self.fields["section"] = urls.section_of(self.url) or None
        for field in ("url", "section"):
            self.provenance[field] = {"layer": "address", "raw": shortened(self.url)}
        place = self.edition.place(self.fields["section"] or "")
        if place and "section_name" not in self.fields:
            self._set("section_name", place.label, {"layer": "menu", "raw": place.path})
        if "language" not in self.fields:
            self._set("language", self.document.language or self.edition.language, {"layer": "structure", "raw": self.document.language or ""})
        self.fields["edition"] = self.edition.code
        self.fields["id"] = f"{self.edition.code}:{self.fields.get('post_id') or urls.path_hash(self.url)}"

    def _kind(self) -> None:
        post_type = self.layers["script"].get("kind")
        said = (
            ("script", post_type, kinds.by_post_type(post_type, self.edition)),
            ("address", self.url, kinds.by_address(self.url)),
            ("menu", self.fields.get("section_name"), kinds.by_section(self.fields.get("section_name"), self.edition)),
            ("jsonld", None, kinds.by_type(self.layers["jsonld"].get("types", ()))),
        )
        given = [(layer, raw, kind) for layer, raw, kind in said if kind is not None]
        if not given:
            self._set("kind", "other", {"layer": "none", "raw": ""})
            return
        layer, raw, kind = given[0]
        note = {"layer": layer, "raw": shortened(raw)}
        other = next(((la, ra) for la, ra, ki in given[1:2] if ki != kind), None)
        if other:
            note["conflict"] = {"layer": other[0], "raw": shortened(other[1])}
        self._set("kind", kind, note)

    def _summary_lines(self) -> list[str]:
        """Every layer's summary whole, and each line of one that has several: the page prints them apart."""
        said = [raw for _, raw in self.candidates("summary") if isinstance(raw, str)]
        return [line for raw in said for line in (raw, *raw.splitlines())]

    def _body(self) -> None:
        known = {text.fold(line) for line in self._summary_lines()} | {text.fold(self.fields.get("title") or "")}
        around = body.Surroundings(frozenset(known), self.edition.words if self.edition else None, urls.urlsplit(self.url).hostname or "")
        found = body.seen(self.document, around)
        if found:
            self.ranks["body"] = found.rank
            self._set("body", self.loader.meaning("body", found.paragraphs), {"layer": "markup", "raw": found.paragraphs[0][:80]})
        elif self.edition is None and (lines := fallback.body(self.html, self.document.root)):
            self._set("body", self.loader.meaning("body", lines), {"layer": "extractor", "raw": lines[0][:80]})
        self.fields["word_count"] = text.word_count(self.fields.get("body") or "")


def _same_moment(one: Any, other: Any) -> bool:
    if "day" in (one.precision, other.precision):
        return one.day == other.day
    return abs((_aware(one.instant) - _aware(other.instant)).total_seconds()) < 60


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)


class ArticlePage:
    """An article as a page holds it, on a live response, a cassette or an archive record alike."""

    def __init__(self, response: TextResponse, edition: Edition, loader: type[ArticleLoader] = ArticleLoader):
        self.response, self.edition = response, edition
        self._loader = loader

    @cached_property
    def _reading(self) -> Reading:
        loader = self._loader(edition=self.edition, url=self.response.url)
        reading = Reading(self.response.selector.root, self.response.text, self.response.url, self.edition, loader)
        reading.read()
        return reading

    @cached_property
    def reason(self) -> str:
        """Why this page is no item; empty where it is one."""
        return _no_item(self._reading)

    @property
    def is_item(self) -> bool:
        return not self.reason

    def item(self) -> Article:
        return Article(**self._reading.fields, provenance=self._reading.provenance)


def _no_item(reading: Reading) -> str:
    said = reading.layers["script"]
    if reading.fields.get("kind") == "":
        return f"posttype {said.get('kind')}"[:80]
    if said.get("page_type") == "page":
        return "type page"
    if kinds.by_post_type(said.get("kind"), reading.edition):
        return ""
    if place := kinds.no_item_by_address(reading.url, reading.edition):
        return place
    if not reading.fields.get("title"):
        return "no title"
    evidence = ("post_id", "published", "body", "image_url", "videos")
    return "" if any(reading.fields.get(name) for name in evidence) else "nothing of an article"


def fields(html: bytes | str, url: str, edition: Edition | None) -> dict[str, Any]:
    """The item's fields by name, without Scrapy; {} where the page cannot be parsed."""
    if isinstance(html, bytes):
        html = html.decode("utf-8", "replace")
    root = parse(html)
    if root is None:
        return {}
    reading = Reading(root, html, url, edition)
    return {**reading.read(), "provenance": reading.provenance}


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
