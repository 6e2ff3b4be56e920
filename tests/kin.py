"""Made articles and pairs: what the tests of near-duplicates and sisters write and crawl."""

import random
import re
from dataclasses import replace
from itertools import count
from typing import Any

from mayadeen import neighbours
from mayadeen.stores.entry import Entry, Visit
from mayadeen.stores.ledger import Ledger

HOSTS = {"en": "https://english.almayadeen.net", "ar": "https://www.almayadeen.net", "es": "https://espanol.almayadeen.net"}
NOW = "2026-01-02T03:04:05+00:00"
WORDS = 300
_RUNS = count()


def sentences(seed: int, count: int = 10) -> list[str]:
    """Text that has nothing in common with another seed's but single words."""
    dice = random.Random(seed)
    return [" ".join(f"w{dice.randrange(WORDS)}" for _ in range(12)) + "." for _ in range(count)]


def text(*parts: tuple[int, int]) -> str:
    """Sentences of several seeds, so many of each."""
    return " ".join(sentence for seed, count in parts for sentence in sentences(seed)[:count])


def split(body: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?؟])\s+|\n+", body) if part.strip()]


def edited(body: str, share: float, others: list[str], dice: random.Random) -> str:
    """`share` of the sentences replaced by foreign ones or removed, at least one."""
    parts = split(body)
    for place in dice.sample(range(len(parts)), max(1, round(share * len(parts)))):
        parts[place] = dice.choice(["", dice.choice(split(dice.choice(others)))])
    return "\n".join(part for part in parts if part)


def row(article_id: str, body: str | None = None, **fields: Any) -> dict[str, Any]:
    edition, name = article_id.split(":")
    url = f"{HOSTS[edition]}/news/{name}"
    published = fields.pop("published", "2024-01-31T10:00:00+02:00")
    plain = {"id": article_id, "url": url, "edition": edition, "kind": "news", "title": name, "run": "r1"}
    return plain | {"body": body, "published": published, "content_hash": "h", "revision": 1, "first_seen": NOW} | fields


def write(ledger: Ledger, *rows: dict[str, Any], alternates: tuple[str, ...] = ()) -> list[Any]:
    """What a run over these articles writes, in one transaction; gives the articles as they were written."""
    ledger.who = replace(ledger.who, generation=f"{next(_RUNS)}")  # a page is visited once a run
    edition = rows[0]["edition"]
    found = [Entry(row["url"], edition, "article", section="news", always=True) for row in rows]
    ledger.write(found, [], NOW)
    claimed = {entry.url: entry for entry in ledger.claim(edition, len(rows))}
    visits = []
    for one in rows:
        visit = Visit(claimed[one["url"]], article=dict(one), alternates=alternates)
        visit.signature = neighbours.signature(neighbours.running_words(one))
        visit.end("stored")
        visits.append(visit)
    ledger.write([], visits, NOW)
    return [visit.article for visit in visits]


def page(title: str, body: str, head: str = "", published: str = "2024-01-31T10:00:00Z") -> str:
    """An article's page whose paragraphs are the lines of `body`."""
    lines = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}<title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{published}"></head>'
        f"<body><h1>{title}</h1><article>{lines}</article></body></html>"
    )
