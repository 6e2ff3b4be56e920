"""Who belongs to an article: near-duplicates and sisters; and what lists say of articles."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, func, select

from mayadeen.stores.tables import articles, sisters

MOST = 200
BEGINNING = 400
"""Characters of a summary and body that are enough for a list."""
_NAMED = (articles.c.id, articles.c.edition, articles.c.title, articles.c.language, articles.c.published_day)
_TEXT = func.coalesce(articles.c.summary + "\n\n", "") + func.coalesce(articles.c.body, "")


def near_duplicates(engine: Engine, article: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other members of its cluster, the earliest first; at most MOST."""
    if not article["cluster"]:
        return []
    wanted = select(*_NAMED).where(articles.c.cluster == article["cluster"], articles.c.id != article["id"])
    return _rows(engine, wanted.order_by(articles.c.published, articles.c.id).limit(MOST))


def sister_articles(engine: Engine, article_id: str) -> list[dict[str, Any]]:
    """What other editions tell of the same story, with `score` and `evidence`."""
    joined = select(*_NAMED, sisters.c.score, sisters.c.evidence).join(sisters, sisters.c.sister_id == articles.c.id)
    wanted = joined.where(sisters.c.article_id == article_id)
    return _rows(engine, wanted.order_by(sisters.c.score.desc(), articles.c.id).limit(MOST))


def briefs(engine: Engine, ids: Sequence[str], characters: int) -> dict[str, dict[str, Any]]:
    """By id: the beginning of summary and body, and the cluster."""
    told = (articles.c.id, func.substr(_TEXT, 1, characters).label("text"), articles.c.cluster)
    return {row["id"]: row for row in _rows(engine, select(*told).where(articles.c.id.in_(ids)))}


def _rows(engine: Engine, query: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [{str(name): value for name, value in row.items()} for row in connection.execute(query).mappings()]
