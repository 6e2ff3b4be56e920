"""What the replica's truth says an item must be, field by field, for a page served with some layers."""

from __future__ import annotations

from typing import Any

from mayadeen.replica import ArticleData

SILENT_WITHOUT_SCRIPT = ("country", "video_seconds")
"""Fields that no other layer of the replica's pages states."""


def squeezed(raw: str) -> str:
    return " ".join(raw.split())


def expected(article: ArticleData, layers: tuple[str, ...]) -> dict[str, Any]:
    """Only the fields that still stand somewhere on a page of these layers."""
    script = "script" in layers and bool(article.metadata)
    said = {
        "kind": article.kind,
        "section": article.section,
        "url": article.url,
        "title": article.title,
        "body": "\n\n".join(article.body) or None,
        "authors": list(article.authors),
        "source": article.source,
        "published": article.published.isoformat(),
        "published_day": article.published.date().isoformat(),
        "language": article.language,
        "reading_minutes": article.reading_minutes if article.blocks else None,
        "image_caption": None if not article.image or article.video_url else article.image.caption or None,
        "image_credit": None if not article.image or article.video_url else article.image.credit or None,
        "images": [picture.url for picture in article.images],
        "videos": [article.video_url] if article.video_url else [],
        "related": [link.title for link in article.related],
        "summary": squeezed(article.summary) or None,
        "image_url": article.image.url if article.image else None,
        "tags": list(article.tags),
    }
    if script:
        said |= {"country": article.country, "coverage": article.coverage, "video_seconds": article.video_seconds}
    if script or "meta" in layers:
        said |= {
            "post_id": article.post_id,
            "id": f"{article.edition}:{article.post_id}",
            "modified": article.modified.isoformat(),
        }
    elif "jsonld" in layers:
        said["modified"] = article.modified.isoformat()
    if not script and "jsonld" not in layers and "opengraph" not in layers:
        said["tags"] = list(article.printed_tags)
        if not article.video_url:
            return said
    return said


def found(item: Any) -> dict[str, Any]:
    return vars(item) | {
        "images": [image["url"] for image in item.images],
        "videos": [video["url"] for video in item.videos],
        "related": [link["title"] for link in item.related],
    }


def wrong(article: ArticleData, layers: tuple[str, ...], item: Any) -> dict[str, Any]:
    got = found(item)
    return {name: (value, got[name]) for name, value in expected(article, layers).items() if got[name] != value}
