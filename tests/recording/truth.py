"""What the replica says is true of its pages, in the fields' own forms. Nothing of the reader is used here."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from mayadeen.replica import SEEN_LAYERS, ArticleData

HOSTS = {"en": "english.almayadeen.net", "ar": "www.almayadeen.net", "es": "espanol.almayadeen.net"}


def expected(article: ArticleData, layers: tuple[str, ...] = SEEN_LAYERS) -> dict[str, Any]:
    """Of a page served with these layers, the fields that stand somewhere on it."""
    script = bool(article.metadata) and "script" in layers
    found = _always(article) | _pictures(article)
    if article.section == article.listed_in:  # else path and label name two sections, and either may be meant
        found["section_name"] = article.section_label
    if script or "jsonld" in layers or "opengraph" in layers:
        found["tags"] = list(map(squeezed, article.tags))
    if script:
        found |= {"country": article.country, "coverage": article.coverage, "video_seconds": article.video_seconds}
        found["section_name"] = (article.category or article.section_label).strip()
    if script or "meta" in layers:
        found |= {"id": f"{article.edition}:{article.post_id}", "post_id": article.post_id}
    if script or "meta" in layers or "jsonld" in layers:
        found["modified"] = article.modified.isoformat()
    else:  # the visible date has no seconds
        found["published"] = article.published.replace(second=0).isoformat()
    return found


def _always(article: ArticleData) -> dict[str, Any]:
    return {
        "edition": article.edition,
        "kind": article.kind,
        "url": article.url,
        "section": article.section,
        "title": squeezed(article.title),
        "summary": squeezed(article.summary) or None,
        "body": "\n\n".join(map(squeezed, article.body)) or None,
        "word_count": sum(any(map(str.isalnum, word)) for text in article.body for word in text.split()),
        "authors": list(article.authors),
        "source": article.source,
        "published": article.published.isoformat(),
        "published_day": article.published.date().isoformat(),
        "language": article.language,
        "reading_minutes": article.reading_minutes if article.blocks else None,
        "tags": list(map(squeezed, article.printed_tags)),
        "related": [{"title": link.title, "url": address(article.edition, link.path)} for link in article.related],
    }


def _pictures(article: ArticleData) -> dict[str, Any]:
    """A picture that is only a video's poster has no caption on the page."""
    image = article.image
    shown = image if image and not article.video_url else None
    poster = image.url if image else None
    others = (
        {"url": each.url, "caption": each.caption or None, "credit": each.credit or None} for each in article.images
    )
    return {
        "image_url": poster,
        "image_caption": (shown.caption or None) if shown else None,
        "image_credit": (shown.credit or None) if shown else None,
        "images": list(others),
        "videos": [{"url": article.video_url, "poster": poster}] if article.video_url else [],
    }


def address(edition: str, path: str) -> str:
    return f"https://{HOSTS[edition]}{quote(path, safe='/-._~!$&()*+,;=:@' + chr(39))}"


def squeezed(text: str) -> str:
    return " ".join(text.split())
