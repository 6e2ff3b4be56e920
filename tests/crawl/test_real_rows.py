"""The real rows beside the project: everything they say must come out of the crawl as it went in."""

import gzip
import re
from collections import Counter
from datetime import datetime
from urllib.parse import unquote

import orjson
import pytest

from mayadeen.editions import ARABIC
from mayadeen.text import words
from tests.conftest import Kept, run_replica
from tests.servers_plain import serve_rows

SCRIPT_FIELDS = ("title", "post_id", "kind", "section", "summary", "tags", "authors", "country", "coverage")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def rows(shared):
    """The distinct items of the rows: author pages are none, a repeated address is one."""
    lines = gzip.decompress((shared / "site" / "articles-ar.jsonl.gz").read_bytes()).splitlines()
    found = {}
    for row in map(orjson.loads, lines):
        if classes(row).get("posttype") not in ("الكتّاب", "تغطيات"):
            found[unquote(row["metadata"]["url"])] = row
    return found


@pytest.fixture(scope="module")
def crawled(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    kept = Kept(folder / "data")
    with run_replica(folder / "log", "--from", str(shared / "site" / "articles-ar.jsonl.gz")) as site:
        ended = kept.crawl("edition=ar", site.argument, "pages=all", timeout=240)
    assert ended.returncode == 0, ended.stderr
    return {unquote(line["url"]): line for line in kept.lines()}


def classes(row):
    return {c["mapping"]: c["value"].strip() for c in row["metadata"]["classes"]}


def squeezed(text):
    return re.sub(r"\s+", " ", text or "").strip() or None


def truth(row):
    """What a row says of the fields, by the rules of site/README.md, written down here by hand."""
    told, told_classes = row["metadata"], classes(row)
    path = unquote(told["url"]).split("/", 3)[3].split("/")[:-1]
    return {
        "title": squeezed(told["title"]),
        "post_id": told["postid"],
        "kind": ARABIC.post_types[told_classes["posttype"]],
        "section": "/".join(part for part in path if not part.isdigit()),
        "summary": squeezed(told["description"]),
        "tags": list(dict.fromkeys(filter(None, map(squeezed, told["keywords"].split(","))))),
        "authors": [squeezed(told["author"])] if squeezed(told["author"]) else [],
        "country": told_classes.get("country"),
        "coverage": told_classes.get("coverage"),
    }


def wrong(crawled, rows, field, value, expected):
    """The rows of which a field came out otherwise."""
    return [
        (url, value(crawled[url]), expected(row)) for url, row in rows.items() if value(crawled[url]) != expected(row)
    ]


def test_every_item_is_stored_once(crawled, rows):
    assert len(rows) > 2300
    assert set(crawled) == set(rows)


@pytest.mark.parametrize("field", SCRIPT_FIELDS)
def test_fields_equal_the_rows(crawled, rows, field):
    assert wrong(crawled, rows, field, lambda line: line[field], lambda row: truth(row)[field])[:3] == []


@pytest.mark.parametrize(("field", "told"), [("published", "published_time"), ("modified", "last_updated")])
def test_instants_equal_the_rows(crawled, rows, field, told):
    def instant(text):
        return datetime.fromisoformat(text)

    found = wrong(crawled, rows, field, lambda line: instant(line[field]), lambda row: instant(row["metadata"][told]))
    assert found[:3] == []


def test_the_bodys_words_equal_the_rows(crawled, rows):
    different = []
    for url, row in rows.items():
        paragraphs = [line for line in row["paragraphs"].split("\n") if line.strip()]
        if len(paragraphs) > 1 and words(crawled[url]["body"] or "") != expected_words(row, paragraphs):
            different.append(url)
    assert different == []


def expected_words(row, paragraphs):
    """A row's paragraphs are the summary, of one line or more, the body, and the summary again."""
    lines = [words(line) for line in paragraphs]
    summary = [words(line) for line in row["metadata"]["description"].splitlines() if line.strip()]
    if summary and lines[: len(summary)] == summary:
        lines = lines[len(summary) :]
    if summary and lines[-len(summary) :] == summary:
        lines = lines[: -len(summary)]
    return [word for line in lines for word in line]


def test_plain_pages_with_other_class_names_still_give_the_script(kept, rows):
    """A server of its own, no replica: pages with nothing of the seen markup but the script."""
    some = dict(list(rows.items())[::12])
    with serve_rows(some.values()) as base:
        ended = kept.crawl("edition=ar", f"base={base}", "pages=all")
    assert ended.returncode == 0, ended.stderr
    lines = {unquote(line["url"]): line for line in kept.lines()}
    assert set(lines) == set(some)
    for url, row in some.items():
        line, true = lines[url], truth(row)
        assert (line["title"], line["tags"], line["authors"]) == (true["title"], true["tags"], true["authors"]), url
        assert datetime.fromisoformat(line["published"]) == datetime.fromisoformat(row["metadata"]["published_time"]), (
            url
        )


def test_no_two_post_ids_are_one_article_and_no_article_is_there_twice(crawled, rows):
    ids = [row["metadata"]["postid"] for row in rows.values()]
    assert sorted(line["post_id"] for line in crawled.values()) == sorted(set(ids))
    assert all(line["id"] == f"ar:{line['post_id']}" for line in crawled.values())


def test_a_repeated_row_is_one_article(shared, crawled):
    lines = gzip.decompress((shared / "site" / "articles-ar.jsonl.gz").read_bytes()).splitlines()
    seen = Counter(orjson.loads(line)["metadata"]["postid"] for line in lines)
    repeated = {post_id for post_id, number in seen.items() if number > 1}
    held = Counter(line["post_id"] for line in crawled.values())
    assert not {post_id: held[post_id] for post_id in repeated if held[post_id] > 1}
    assert max(held.values()) == 1


def test_items_of_one_title_are_as_many_as_the_site_has(crawled, rows):
    titles = Counter(truth(row)["title"] for row in rows.values())
    repeated = {title: number for title, number in titles.items() if number > 1}
    assert max(repeated.values()) > 20, "newscasts"
    held = Counter(line["title"] for line in crawled.values())
    assert {title: held[title] for title in repeated} == repeated
