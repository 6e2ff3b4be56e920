"""Every field of 2,400 real rows, read back from a page around each."""

import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from scrapy.http import HtmlResponse

from mayadeen.editions import ARABIC
from mayadeen.pages.article import ArticlePage
from tests.pages import rows

pytestmark = pytest.mark.skipif(
    not rows.ROWS.exists() and os.environ.get("CI") != "true", reason="needs ../shared/site"
)
BEIRUT = ZoneInfo("Asia/Beirut")


def read(row, **how):
    return ArticlePage(
        HtmlResponse(row["metadata"]["url"], body=rows.page(row, **how).encode(), encoding="utf-8"), ARABIC
    )


def beirut(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(BEIRUT)


def tags(row):
    return list(dict.fromkeys(rows.squeezed(t) for t in row["metadata"]["keywords"].split(",") if t.strip()))


@pytest.fixture(scope="module")
def all_rows():
    return rows.rows()


def expected(row):
    m = row["metadata"]
    return {
        "id": f"ar:{m['postid']}",
        "post_id": m["postid"],
        "title": rows.squeezed(m["title"]),
        "summary": rows.squeezed(m["description"]) or None,
        "tags": tags(row),
        "authors": [rows.squeezed(m["author"])],
        "country": rows.said(row, "country"),
        "coverage": rows.said(row, "coverage"),
        "body": "\n\n".join(rows.true_paragraphs(row)) or None,
        "image_url": m["thumbnail"],
        "language": "ar",
        "video_seconds": int(m["video_duration"] or 0) or None,
    }


def wrong(row, item):
    truth = expected(row)
    found = {name: (value, getattr(item, name)) for name, value in truth.items() if getattr(item, name) != value}
    for name, stamp in (("published", "published_time"), ("modified", "last_updated")):
        if beirut(row["metadata"][stamp]).replace(microsecond=0) != datetime.fromisoformat(getattr(item, name)).replace(
            microsecond=0
        ):
            found[name] = (row["metadata"][stamp], getattr(item, name))
    if item.published_day != beirut(row["metadata"]["published_time"]).date().isoformat():
        found["published_day"] = item.published_day
    return found


def test_every_field_of_every_row(all_rows):
    assert len(all_rows) == 2400
    failed = {r["metadata"]["url"]: w for r in all_rows if (w := wrong(r, read(r).item()))}
    assert not failed, (
        len(failed),
        json.dumps(dict(list(failed.items())[:3]), ensure_ascii=False, indent=1, default=str),
    )


def test_kinds_and_pages_that_are_no_item(all_rows):
    for row in all_rows:
        page, post_type = read(row), rows.said(row, "posttype")
        if post_type in rows.NO_ITEMS:
            assert not page.is_item and post_type in page.reason
        else:
            assert page.is_item, page.reason
            assert page.item().kind == rows.TYPES[post_type]


def test_without_the_script_what_else_stands_on_the_page_is_found(all_rows):
    for row in all_rows[::10]:
        item = read(row, with_script=False).item()
        truth = expected(row)
        for name in ("id", "title", "body", "summary", "image_url"):
            assert getattr(item, name) == truth[name], name
        assert datetime.fromisoformat(item.published) == beirut(row["metadata"]["published_time"])
        assert item.provenance["title"]["layer"] == "meta"


def test_a_broken_script_leaves_the_field_to_other_layers(all_rows):
    row = all_rows[0]
    for script in ('{"title": "x', "[]", "null", '"text"', "{}", "{'a': 1}"):
        assert read(row, script=script).item().title == rows.squeezed(row["metadata"]["title"])


def test_the_unmarked_utc_of_the_tags_is_no_conflict(all_rows):
    for row in all_rows[::20]:
        provenance = read(row).item().provenance
        assert provenance["published"]["layer"] == "script"
        assert "conflict" not in provenance["published"] and "conflict" not in provenance["title"]
