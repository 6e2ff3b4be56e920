"""The real rows of the Arabic edition, and a plain page around each, in the markup that was seen."""

from __future__ import annotations

import gzip
import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROWS = SHARED / "site" / "articles-ar.jsonl.gz"

TYPES = {
    "أخبار": "news",
    "أخبار الميادين": "news",
    "منوعات": "news",
    "تقارير إخبارية": "report",
    "تقارير": "report",
    "مقالات": "opinion",
    "تحليل": "analysis",
    "صحافة": "press",
    "متابعات": "research",
    "فيديو": "video",
    "نشرة الأخبار": "newscast",
    "بودكاست": "podcast",
    "إنفوغراف": "infographic",
}
NO_ITEMS = ("الكتّاب", "تغطيات")


def rows(path: Path = ROWS) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def said(row: dict[str, Any], mapping: str) -> str | None:
    found = [c["value"].strip() for c in row["metadata"]["classes"] if c["mapping"] == mapping]
    return found[0] if found else None


def squeezed(raw: str | None) -> str:
    return " ".join((raw or "").split())


def true_paragraphs(row: dict[str, Any]) -> list[str]:
    """The row's paragraphs without the summary's lines, which its crawler printed before and after the body."""
    summary = {unmarked(line) for line in (row["metadata"]["description"] or "").split("\n")}
    found = [squeezed(p) for p in row["paragraphs"].split("\n")]
    return [p for p in found if p and unmarked(p) not in summary]


def unmarked(line: str) -> str:
    """Without short vowels, which summary and body do not always write alike."""
    return re.sub("[\u064b-\u0652]", "", squeezed(line))


def unmarked_utc(stamp: str) -> str:
    instant = datetime.fromisoformat(stamp).astimezone(UTC)
    return instant.strftime("%Y-%m-%dT%H:%M:%S.0000000")


def page(row: dict[str, Any], *, with_script: bool = True, script: str | None = None) -> str:
    m, e = row["metadata"], html.escape
    data = json.dumps({"type": "article", **m}, ensure_ascii=False) if script is None else script
    paragraphs = "".join(f"<p>{e(p)}</p>" for p in true_paragraphs(row))
    summary = f'<p class="lg_para summary">{e(m["description"])}</p>' if m["description"] else ""
    tags = "".join(f"<p>{e(t)}</p>" for t in m["keywords"].split(",")[:6])
    return f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>{e(m["title"])} | الميادين</title>
<meta property="og:title" content="{e(m["title"])}"><meta name="postid" content="{m["postid"]}">
<meta property="og:image" content="{e(m["thumbnail"])}">
<meta property="article:published_time" content="{unmarked_utc(m["published_time"])}">
<meta property="article:modified_time" content="{unmarked_utc(m["last_updated"])}">
{f'<script id="tawsiyat-metadata" type="text/tawsiyat">{data}</script>' if with_script else ""}
</head><body><ul><li><a href="/news/politics">سياسة</a></li><li><a href="/video">فيديو</a></li></ul>
<h1>{e(m["title"])}</h1>{summary}<div class="p-content">{paragraphs}</div>{tags}
<div><p>اليوم 06:42</p><p>20 اب 16:41</p></div><p>تصفح المزيد</p>
<footer><p>جميع الحقوق محفوظة</p></footer></body></html>"""
