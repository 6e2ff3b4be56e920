"""The questions in docs/recipes.md, asked of a collection whose answers a person knows."""

import re
import sqlite3

import pytest
from sqlalchemy import insert

from mayadeen.items import Flash, Placement, View
from mayadeen.stores.database import open_database
from mayadeen.stores.shown import Shown
from mayadeen.stores.tables import articles, pages
from tests.conftest import ROOT

QUESTIONS = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8"), re.S)
URL = "https://english.almayadeen.net/news/politics/{}"
OLD, EDITED = "12 killed in a strike on Tyre, says the ministry", "15 killed in a strike on Tyre, says the ministry"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Looks five minutes apart: a leads twice, with b between; then nobody looks for an hour."""
    file = tmp_path_factory.mktemp("recipes") / "c.sqlite"
    engine = open_database(f"sqlite:///{file}")
    looks = [("00", "ab", OLD), ("05", "ab", OLD), ("10", "ba", EDITED), ("15", "ab", EDITED), ("20", "cb", EDITED)]
    for minute, lead, line in looks:
        cards = [Placement(url=URL.format(name), title=name) for name in lead]
        flash = Flash(text=line, url=URL.format("a"))
        at = f"2026-03-02T08:{minute}:00+00:00"
        Shown(engine).keep(View("en", "", at, {"ticker": [flash]}, {"lead": cards}), "r1")
    page = {column.name: "" for column in pages.columns if not column.nullable}
    page |= {"seq": 1, "context": {}, "priority": 1, "attempts": 0, "failures": 0, "url": URL.format("a")}
    with engine.begin() as connection:
        connection.execute(insert(pages), page | {"article_id": "en:1"})
        told = {"id": "en:1", "kind": "news", "published": "2026-03-02T10:30:00+02:00"}
        connection.execute(insert(articles), {column.name: None for column in articles.columns} | told)
    engine.dispose()
    with sqlite3.connect(file) as connection:
        yield lambda number: connection.execute(QUESTIONS[number]).fetchall()


def test_what_led_the_home_page(asked):
    times = [f"2026-03-02T08:{minute}:00+00:00" for minute in ("00", "10", "15", "20")]
    assert asked(0) == [("a", times[0], 5, None), ("b", times[1], 0, 10), ("a", times[2], 0, 10), ("c", times[3], 0, None)]


def test_how_long_each_stood_in_a_list(asked):
    a, b, c = (URL.format(name) for name in "abc")
    assert [row[1:] for row in asked(1)] == [(a, "en:1", "news", 20), (b, None, None, 20), (c, None, None, 0)]


def test_lines_that_were_edited(asked):
    assert asked(2) == [(OLD, EDITED, "2026-03-02T08:10:00+00:00")]


def test_how_long_before_its_article_a_line_was_flashed(asked):
    assert asked(3) == [(OLD, "2026-03-02T08:00:00+00:00", 30)]


def test_every_question_is_asked_here():
    assert len(QUESTIONS) == 4
