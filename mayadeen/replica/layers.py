"""The layers of an article's head: each can be served or left out."""

from html import escape

import orjson

from mayadeen.replica.clock import unmarked_utc
from mayadeen.replica.editions import Edition
from mayadeen.replica.model import ArticleData


def head(article: ArticleData, edition: Edition, layers: frozenset[str]) -> str:
    parts = []
    if "meta" in layers:
        parts.append(_meta(article))
    if "opengraph" in layers:
        parts.append(_opengraph(article, edition))
    if "script" in layers and article.metadata:
        parts.append(_json("tawsiyat-metadata", "text/tawsiyat", article.metadata))
    if "jsonld" in layers:
        parts.append(_json("", "application/ld+json", _jsonld(article, edition)))
    return "".join(parts)


def _tag(key: str, name: str, content: str) -> str:
    return f'<meta {key}="{name}" content="{escape(content)}">\n'


def _meta(article: ArticleData) -> str:
    return (
        _tag("name", "postid", article.post_id)
        + _tag("property", "article:published_time", unmarked_utc(article.published))
        + _tag("property", "article:modified_time", unmarked_utc(article.modified))
    )


def _opengraph(article: ArticleData, edition: Edition) -> str:
    tags = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:url", article.url),
        ("og:site_name", edition.name),
        ("og:description", article.summary),
        ("og:image", article.image.url if article.image else ""),
        ("article:section", article.section_label),
        ("article:author", article.authors[0]),
        *(("article:tag", tag) for tag in article.tags),
    ]
    canonical = f'<link rel="canonical" href="{escape(article.url)}">\n'
    return canonical + "".join(_tag("property", name, value) for name, value in tags if value)


def _jsonld(article: ArticleData, edition: Edition) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.url,
        "description": article.summary,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": edition.name},
        "image": [article.image.url] if article.image else [],
        "keywords": ", ".join(article.tags),
        "articleSection": article.section_label,
        "inLanguage": article.language,
    }


def _json(name: str, form: str, value: object) -> str:
    """A script element; "</" is escaped as JSON allows, so that no text can end it."""
    packed = orjson.dumps(value).decode().replace("</", "<\\/")
    identifier = f' id="{name}"' if name else ""
    return f'<script{identifier} type="{form}">{packed}</script>\n'
