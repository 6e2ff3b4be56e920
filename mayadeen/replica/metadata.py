"""The object of the metadata script, in the form that was seen on the Arabic edition."""

from typing import Any

from mayadeen.replica.clock import stated
from mayadeen.replica.editions import Edition
from mayadeen.replica.model import ArticleData


def metadata(article: ArticleData, edition: Edition) -> dict[str, Any]:
    """Empty for an edition without classes, whose pages carry no script."""
    if not edition.classes:
        return {}
    seconds = article.video_seconds
    return {
        "type": "article",
        "postid": article.post_id,
        "title": article.title,
        "url": f"https://{edition.host}{article.path}",
        "keywords": article.keywords,
        "thumbnail": article.image.url if article.image else None,
        "video_duration": None if seconds is None else str(seconds),
        "word_count": str(article.word_count),
        "lang": article.language,
        "published_time": stated(article.published).isoformat(),
        "last_updated": stated(article.modified).isoformat(),
        "description": article.summary,
        "author": article.authors[0],
        "classes": _classes(article, edition),
        "html": "",
        "lite_url": "",
    }


def _classes(article: ArticleData, edition: Edition) -> list[dict[str, str]]:
    posttype = edition.classes[article.kind]
    category = article.category
    if article.section == "misc" and edition.code == "ar":
        posttype, category = "منوعات", " أخبار منوعة"
    values = (
        ("class1", "posttype", posttype),
        ("class2", "category", category),
        ("class3", "country", article.country),
        ("class5", "coverage", article.coverage),
        ("class6", "author", article.authors[0]),
    )
    return [{"key": k, "mapping": m, "value": v} for k, m, v in values if v]
