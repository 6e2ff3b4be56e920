"""What the head's meta tags say: OpenGraph, article:*, Dublin Core, parsely, plain names."""

from __future__ import annotations

from typing import Any

from mayadeen.loaders import split_list
from mayadeen.pages.document import Document

# For each field the names in order of trust; the first that is there counts.
NAMES: dict[str, tuple[str, ...]] = {
    "post_id": ("postid", "post-id", "article:id"),
    "title": (
        "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "title",
    ),
    "summary": ("og:description", "description", "twitter:description", "dc.description"),
    "published": (
        "article:published_time", "article:published", "og:article:published_time", "datepublished",
        "parsely-pub-date", "dcterms.created", "dc.date.issued", "dcterms.issued", "dcterms.date",
        "dc.date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date",
        "date", "article.published", "cxenseparse:recs:publishtime", "og:published_time",
    ),
    "modified": (
        "article:modified_time", "og:updated_time", "og:modified_time", "datemodified",
        "last-modified", "dcterms.modified", "dc.date.modified", "article:modified", "lastmod",
    ),
    "image_url": (
        "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail",
        "parsely-image-url", "image",
    ),
    "section_name": ("article:section", "parsely-section"),
    "language": ("content-language", "inlanguage", "dc.language", "dcterms.language"),
    "video_seconds": ("og:video:duration", "video:duration"),
}  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "authors": (
        "author", "article:author:name", "parsely-author", "article:author", "dc.creator", "dcterms.creator",
        "sailthru.author", "byl", "og:article:author", "cxenseparse:author", "twitter:data1:author",
    ),
    "tags": (
        "article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags",
        "dc.subject", "cxenseparse:taglist",
    ),
}  # fmt: skip


def read(document: Document) -> dict[str, Any]:
    meta, found = document.meta, {}
    for field, names in NAMES.items():
        for name in names:
            if name in meta:
                found[field] = meta[name][0]
                break
    for field, names in LISTS.items():
        for name in names:
            if name in meta:
                several = len(meta[name]) > 1 and "keywords" in name
                found[field] = [tag for said in meta[name] for tag in split_list([said])] if several else meta[name]
                break
    return found
