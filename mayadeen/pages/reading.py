"""One page read: its layers, and for each field the value of the one that is trusted most."""

from __future__ import annotations

from typing import Any

from lxml import etree

from mayadeen import loaders, text, urls
from mayadeen.editions import HOSTS, Edition
from mayadeen.items import WITH_TEXT
from mayadeen.pages import (
    body,
    bylines,
    crumbs,
    fallback,
    jsonld,
    kinds,
    markup,
    media,
    meta,
    pictures,
    prose,
    script,
    structure,
    titles,
    when,
)
from mayadeen.pages.choice import choose, shortened
from mayadeen.pages.document import Document, faultless, parse, text_of
from mayadeen.pages.evidence import Evidence

_PLAIN = (
    "post_id", "summary", "authors", "source", "tags", "image_url", "language", "reading_minutes",
    "video_seconds", "section_name", "country", "coverage",
)  # fmt: skip
_LONGEST_TITLE = 1_000


class Reading:
    def __init__(self, page: bytes, url: str, edition: Edition | None, loader: loaders.ArticleLoader):
        self.document = Document(parse(page), url)
        self.faultless = faultless() and b"\x00" not in page  # which the parser does not get to see
        self.page, self.url, self.edition = page, url, edition
        self.heading = structure.headline(self.document)
        self.containers: tuple[etree._Element, ...] = ()
        self.evidence = said = Evidence(loader)
        said.add("script", script.read(self.document))
        said.add("jsonld", jsonld.read(self.document))
        said.add("meta", meta.read(self.document))
        marked, said.ranks = markup.read(self.document)
        said.add("markup", marked)
        said.add("structure", {} if self.heading is None else {"title": text_of(self.heading)})

    def read(self) -> None:
        self._title()
        if self.edition:
            self._address()
            self._kind()
            self._media()
        self._body()
        self._arrangement()
        for field in _PLAIN:
            self.evidence.choose(field)
        self._whole_picture()
        if not self.edition or "authors" not in self.evidence.fields:
            bylines.choose(self.evidence, self.document.root, self.site_names())
        if self.edition:
            self._pictures()
        else:
            self._picture()
        when.choose(self.evidence, self.document, self.edition)
        if self.edition:
            self._identity()

    def _title(self) -> None:
        said = [(layer, raw[:_LONGEST_TITLE]) for layer, raw in self.evidence.of("title") if isinstance(raw, str)]
        if said and said[0][0] == "script" and (choice := choose("title", said, self.evidence.loader))[1]:
            self.evidence.set("title", *choice)
            return
        head = [("head", self.document.title[:_LONGEST_TITLE])] if self.document.title else []
        found = [(layer, self.evidence.loader.meaning("title", raw)) for layer, raw in [*said, *head]]
        found = [(layer, titles.without_site(title, self.site_names())) for layer, title in found if title]
        if found:
            best = titles.agreed(found := titles.whole(found), "" if self.edition else self.url)
            found.sort(key=lambda pair: pair != best)
            self.evidence.set("title", *choose("title", found, self.evidence.loader))

    def site_names(self) -> frozenset[str]:
        stated = (*self.document.meta.get("og:site_name", ()), *self.evidence.layers["jsonld"].get("site_names", ()))
        return titles.site_names(stated + (self.edition.newsroom if self.edition else ()), self.url)

    def _address(self) -> None:
        section = urls.section_of(self.url)
        address = shortened(self.url)
        self.evidence.fields["edition"] = self.edition.code
        self.evidence.set("url", urls.canonical_url(self.url, self.edition.host), {"layer": "address", "raw": address})
        self.evidence.set("section", section, {"layer": "address", "raw": address})
        if section and (place := kinds.place_of(self.edition.code, section)):
            self.evidence.add("menu", {"section_name": place.label})
        elif section and not self.evidence.of("section_name"):
            trail = self.evidence.layers["jsonld"].get("trail")
            self.evidence.add(*crumbs.named(self.document, self.heading, section, self.edition, trail))

    def _kind(self) -> None:
        post_type, types = self.evidence.layers["script"].get("kind"), self.evidence.layers["jsonld"].get("types", ())
        label = next((raw for _, raw in self.evidence.of("section_name") if isinstance(raw, str)), None)
        below = self.evidence.layers["structure"].get("below")
        said = (
            ("script", post_type, kinds.by_post_type(post_type, self.edition)),
            ("structure", below, kinds.by_address(f"/{below}/x") if below else None),
            ("address", self.url, kinds.by_address(self.url)),
            ("menu", label, kinds.by_section(label, self.edition)),
            ("jsonld", types, kinds.by_type(types)),
        )
        given = [one for one in said if one[2] is not None]
        layer, raw, kind = given[0] if given else ("none", "", "other")
        note: dict[str, Any] = {"layer": layer, "raw": shortened(raw)}
        if len(given) > 1 and given[1][2] not in (kind, "news"):  # NewsArticle is said of everything
            note["conflict"] = {"layer": given[1][0], "raw": shortened(given[1][1])}
        self.evidence.set("kind", kind, note)

    def _media(self) -> None:
        self.media = found = media.find(self.document, self.heading)
        if found.images:
            self.evidence.add("structure", {"image_url": found.images[0]["url"]})
        elif found.videos and found.videos[0]["poster"]:
            self.evidence.add("structure", {"image_url": found.videos[0]["poster"]})

    def _around(self) -> body.Surroundings:
        """Every layer's summary whole, and each line of one that has several: the page prints them apart."""
        said = {raw for _, raw in self.evidence.of("summary") if isinstance(raw, str)}
        leads = body.Known(line for raw in said for line in (raw, *raw.splitlines()))
        known = body.Known((self.evidence.fields.get("title", ""), *(self.media.captions if self.edition else ())))
        labels = body.labels(self.edition.words if self.edition else None)
        return body.Surroundings(known, leads, labels, frozenset(), self.document.host)

    def _body(self) -> None:
        around = self._around()
        layer, lines = self._text(around)
        if lines:
            self.evidence.set(
                "body", self.evidence.loader.meaning("body", lines), {"layer": layer, "raw": lines[0][:80]}
            )
        if self.edition and self.containers:
            self._related(body.related(self.containers, around))
        self.evidence.fields["word_count"] = loaders.word_count(self.evidence.fields.get("body", ""))

    def _text(self, around: body.Surroundings) -> tuple[str, list[str]]:
        found = body.seen(self.document, around)
        if found:
            self.evidence.ranks["body"], self.containers = found.rank, found.containers
            return "markup", found.paragraphs or prose.within(found.containers, around)
        if self.edition is None:
            printed = self._printed()
            return "extractor", [line for line in self._extracted() if line not in printed]
        return self._arranged(around._replace(tags=frozenset(map(text.fold, self.evidence.first("tags") or ()))))

    def _extracted(self) -> list[str]:
        return fallback.body(self.page.decode("utf-8", "replace"), self.document.root)

    def _printed(self) -> body.Known:
        """Headline, authors and tags, which an extractor takes for lines of the text."""
        first = self.evidence.first
        return body.Known((self.evidence.fields.get("title", ""), *(first("authors") or ()), *(first("tags") or ())))

    def _arranged(self, around: body.Surroundings) -> tuple[str, list[str]]:
        """By the arrangement; an extractor's only where that gives nothing and the kind has text."""
        fields = self.evidence.fields
        arranged = prose.find(self.document.root, fields.get("title", ""), around)
        if arranged and arranged.summary:
            self.evidence.add("structure", {"summary": arranged.summary})
        if arranged and self._is_lead(arranged):
            self.evidence.add("structure", {"summary": arranged.paragraphs[0]})
            return "none", []
        if arranged and arranged.container is not None:
            self.containers = (arranged.container,)
            return "structure", arranged.paragraphs
        if fields["kind"] in WITH_TEXT and "title" in fields and not (arranged and arranged.summary):
            return "extractor", body.keep_lines(self._extracted(), around)
        return "none", []

    def _is_lead(self, arranged: prose.Prose) -> bool:
        """The one paragraph of a video or the like, which has a summary and no text."""
        alone = len(arranged.paragraphs) == 1 and not arranged.summary
        return alone and self.evidence.fields["kind"] not in (*WITH_TEXT, "other") and not self.evidence.of("summary")

    def _related(self, links: list[etree._Element]) -> None:
        found = {to: text_of(link) for link in links if (to := self._of_an_edition(link.get("href")))}
        found.pop(self.evidence.fields["url"], None)
        if found:
            value = [{"title": title, "url": url} for url, title in found.items()]
            self.evidence.set("related", value, {"layer": "structure", "raw": shortened(list(found.values()))})

    def _of_an_edition(self, link: str | None) -> str | None:
        """The canonical address of what a link leads to, this edition's or another's; None elsewhere."""
        absolute = self.document.absolute(link) or ""
        host = urls.place(absolute)[1]
        kept = self.edition.host if host == self.document.host else HOSTS.get(host)
        return urls.canonical_url(absolute, kept) if host and kept else None

    def _arrangement(self) -> None:
        """The lines under the headline, the tags, the pictures: what no metadata has, or where none is."""
        arranged: dict[str, Any] = {}
        if self.edition and self.heading is not None:
            arranged |= structure.head_lines(self.heading, self.containers, self.edition.words)
        if not self.evidence.of("tags") and (tags := structure.tags(self.document, self.edition and self.edition.words)):
            arranged["tags"] = tags
        if self.edition and not self.evidence.layers["script"] and (topic := structure.coverage(self.document)):
            arranged["coverage"] = topic
        arranged["language"] = self.document.language or (self.edition.language if self.edition else None)
        self.evidence.add("structure", arranged)

    def _pictures(self) -> None:
        main = self.evidence.fields.get("image_url")
        key = urls.picture_key(main) if main else None
        others = []
        for image in self.media.images:
            if urls.picture_key(image["url"]) != key:
                others.append(image)
                continue
            for field in ("caption", "credit"):
                self.evidence.set(
                    f"image_{field}", image[field], {"layer": "structure", "raw": shortened(image[field])}
                )
        if len(self.media.videos) == 1:  # what the page says of "the video" is said of it
            self.media.videos[0]["seconds"] = self.evidence.fields.get("video_seconds")
        for field, found in (("images", others), ("videos", self.media.videos)):
            if found:
                self.evidence.set(field, found, {"layer": "structure", "raw": shortened(found[0]["url"])})

    def _picture(self) -> None:
        """At the address that the page shows it at; metadata's is often of a preview, cut or marked for other sites."""
        named = self.evidence.fields.get("image_url")
        if named and (printed := pictures.as_printed(self.document, named)):
            note = self.evidence.notes["image_url"]
            note |= {"layer": "structure", "raw": shortened(printed), "named_by": note["layer"]}
            self.evidence.fields["image_url"] = printed

    def _whole_picture(self) -> None:
        address = self.evidence.fields.get("image_url")
        if address and not address.startswith(("https://", "http://")):
            self.evidence.fields["image_url"] = self.document.absolute(address) or address

    def _identity(self) -> None:
        fields, notes = self.evidence.fields, self.evidence.notes
        number = fields.get("post_id")
        fields["id"] = f"{self.edition.code}:{number or urls.path_hash(self.url)}"
        notes["id"] = {key: notes["post_id" if number else "url"][key] for key in ("layer", "raw")}
