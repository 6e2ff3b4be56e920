"""An article's page: the layers read, and for each field the one that is trusted most."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import cached_property
from itertools import islice
from typing import Any, Iterator

from lxml import etree
from scrapy.http import TextResponse

from mayadeen import dates, text, urls
from mayadeen.editions import Edition
from mayadeen.items import Article
from mayadeen.loaders import ArticleLoader
from mayadeen.pages import body, bylines, fallback, jsonld, kinds, markup, media, meta, names, prose, script, structure, titles
from mayadeen.pages.choice import choose, shortened
from mayadeen.pages.document import Document, parse, text_of

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
        self.document, self.html, self.url, self.edition = Document(root, url), html, url, edition
        self.loader = loader or ArticleLoader(edition=edition, url=url)
        self.fields: dict[str, Any] = {}
        self.provenance: dict[str, dict[str, Any]] = {}
        self.heading = structure.headline(self.document)
        self.containers: tuple[etree._Element, ...] = ()
        marked, self.ranks = markup.read(self.document)
        self.layers: dict[str, dict[str, Any]] = {
            "script": script.read(self.document),
            "jsonld": jsonld.read(self.document),
            "meta": meta.read(self.document),
            "markup": marked,
            "structure": {} if self.heading is None else {"title": text_of(self.heading)},
        }

    def candidates(self, field: str) -> list[tuple[str, Any]]:
        order = _ORDER.get(field, LAYERS)
        return [(name, self.layers[name][field]) for name in order if field in self.layers[name]]

    def read(self) -> dict[str, Any]:
        self.loader.context["site_names"] = titles.site_names(self._site_names(), self.url)
        self._title()
        self._address()
        self._kind()
        self._media()
        self._body()
        self._arrangement()
        for field in _CHOSEN:
            self._set(field, *choose(field, self.candidates(field), self.loader))
        if self.edition is None:
            self._byline()
        self._dates()
        self._identity()
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

    def _address(self) -> None:
        if self.edition is None:
            return
        self.fields["edition"] = self.edition.code
        self.fields["url"] = urls.canonical_url(self.url, self.edition.host)
        self.fields["section"] = section = urls.section_of(self.url)
        for field in ("url", "section"):
            self.provenance[field] = {"layer": "address", "raw": shortened(self.url)}
        place = self.edition.place(section) if section else None
        label = place.label if place else structure.menu_label(self.document, section, self.edition) if section else None
        if label:
            self.layers["structure"]["section_name"] = label

    def _identity(self) -> None:
        if self.edition is None:
            return
        number = self.fields.get("post_id")
        self.fields["id"] = f"{self.edition.code}:{number or urls.path_hash(self.url)}"
        self.provenance["id"] = self.provenance["post_id"] if number else {"layer": "address", "raw": shortened(self.url)}

    def _kind(self) -> None:
        post_type, label = self.layers["script"].get("kind"), next((raw for _, raw in self.candidates("section_name")), None)
        said = (
            ("script", post_type, kinds.by_post_type(post_type, self.edition)),
            ("address", self.url, kinds.by_address(self.url)),
            ("structure", label, kinds.by_section(label, self.edition)),
            ("jsonld", self.layers["jsonld"].get("types", ()), kinds.by_type(self.layers["jsonld"].get("types", ()))),
        )
        given = [(layer, raw, kind) for layer, raw, kind in said if kind is not None]
        layer, raw, kind = given[0] if given else ("none", "", "other")
        note = {"layer": layer, "raw": shortened(raw)}
        other = next(((la, ra) for la, ra, ki in given[1:2] if ki != kind), None)
        if other:
            note["conflict"] = {"layer": other[0], "raw": shortened(other[1])}
        self._set("kind", kind, note)

    def _media(self) -> None:
        self.media = media.find(self.document, self.heading) if self.edition else media.Media([], [], [])
        if self.media.images:
            self.layers["structure"]["image_url"] = self.media.images[0]["url"]
        elif self.media.videos and self.media.videos[0]["poster"]:
            self.layers["structure"]["image_url"] = self.media.videos[0]["poster"]

    def _around(self) -> body.Surroundings:
        """Every layer's summary whole, and each line of one that has several: the page prints them apart."""
        said = [raw for _, raw in self.candidates("summary") if isinstance(raw, str)]
        lines = [line for raw in said for line in (raw, *raw.splitlines())]
        lines += [self.fields.get("title") or "", *self.media.captions]
        tags = next((self.loader.meaning("tags", raw) for _, raw in self.candidates("tags")), None) or []
        return body.Surroundings(
            frozenset(map(text.fold, lines)) - {""},
            body.labels(self.edition.words if self.edition else None),
            frozenset(map(text.fold, tags)) - {""},
            urls.urlsplit(self.url).hostname or "",
        )

    def _body(self) -> None:
        around = self._around()
        layer, lines = self._text(around)
        if lines:
            self._set("body", self.loader.meaning("body", lines), {"layer": layer, "raw": lines[0][:80]})
        if self.edition:
            links = body.related(self.containers, around) if self.containers else []
            self._related(links)
        self.fields["word_count"] = text.word_count(self.fields.get("body") or "")

    def _text(self, around: body.Surroundings) -> tuple[str, list[str]]:
        found = body.seen(self.document, around)
        if found:
            self.ranks["body"], self.containers = found.rank, found.containers
            return "markup", found.paragraphs or prose.within(found.containers, around)
        if self.edition is None:
            return "extractor", fallback.body(self.html, self.document.root) or []
        arranged = prose.find(self.document.root, self.fields.get("title") or "", around)
        if arranged and arranged.summary:
            self.layers["structure"]["summary"] = arranged.summary
        if arranged and arranged.container is not None:
            self.containers = (arranged.container,)
            return "structure", arranged.paragraphs
        if self.fields["kind"] in kinds.WITH_TEXT and self.fields.get("title"):
            return "extractor", body.keep_lines(fallback.body(self.html, self.document.root) or [], around)
        return "none", []

    def _related(self, links: list[etree._Element]) -> None:
        found = {urls.canonical_url(address, self.edition.host): text_of(link) for link in links if (address := self.document.absolute(link.get("href")))}
        if found:
            self._set("related", [{"title": title, "url": url} for url, title in found.items()], {"layer": "structure", "raw": shortened(list(found.values()))})

    def _arrangement(self) -> None:
        """The lines under the headline, the tags, the pictures: what no metadata has, or where none is."""
        arranged = self.layers["structure"]
        if self.edition and self.heading is not None:
            arranged |= structure.head_lines(self.heading, set(self.containers), self.edition.words)
        if not self.candidates("tags") and (tags := structure.tags(self.document)):
            arranged["tags"] = tags
        if self.edition and not self.layers["script"] and (topic := structure.coverage(self.document)):
            arranged["coverage"] = topic
        if self.document.language:
            arranged["language"] = self.document.language
        self._pictures()

    def _pictures(self) -> None:
        main = next((self.loader.meaning("image_url", raw) for _, raw in self.candidates("image_url")), None)
        key = urls.picture_key(main) if main else None
        for image in self.media.images:
            if urls.picture_key(image["url"]) == key:
                for field in ("caption", "credit"):
                    if image[field]:
                        self._set(f"image_{field}", image[field], {"layer": "structure", "raw": shortened(image[field])})
        others = [image for image in self.media.images if urls.picture_key(image["url"]) != key]
        for field, found in (("images", others), ("videos", self.media.videos)):
            if found:
                self._set(field, found, {"layer": "structure", "raw": f"{len(found)}"})

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
        for layer, raw in self._stated(field):
            moment = self._moment(layer, raw)
            if moment is None:
                continue
            if chosen is None:
                chosen, note = moment, {"layer": layer, "raw": shortened(raw), "precision": moment.precision, "zone": moment.zone}
            elif not _same_moment(chosen, moment) and "conflict" not in note:
                note["conflict"] = {"layer": layer, "raw": shortened(raw)}
        self._set(field, chosen and chosen.iso(), note)

    def _stated(self, field: str) -> Iterator[tuple[str, Any]]:
        """Machine-readable dates, then those of the page's lines; the whole page only where there is none."""
        found = self.candidates(field)
        yield from found
        if field == "published":
            visible = structure.stamps(self.document)[:3] + self.layers["structure"].get("dated", [])[:3]
            yield from (("structure", line) for line in visible[: 1 if found else 6])
            if not found and not visible and self.edition:
                yield from (("structure", line) for line in islice(structure.dates_elsewhere(self.document), 10))

    def _moment(self, layer: str, raw: Any) -> dates.Moment | None:
        if not isinstance(raw, str):
            return None
        naive = "beirut" if layer == "structure" else "utc"
        return dates.parse(raw, naive=naive if self.edition else "none", edition=self.edition)


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
