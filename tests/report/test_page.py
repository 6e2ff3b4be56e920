"""The page of hostile, empty and large collections: what it shows, and that nothing of it gets out."""

import re

import pytest
from sqlalchemy import insert

from mayadeen.report.page import page
from mayadeen.report.told import told
from mayadeen.stores.database import open_database
from mayadeen.stores.report import Report
from mayadeen.stores.tables import articles, events, pages, revisions, runs
from tests.browse.test_browse import HOSTILE, row, run_row

WRONG = ("javascript:alert(1)", HOSTILE)


def entry(url, section="news/politics", state="failed", reason="http 500", **more):
    told = {"edition": "en", "kind": "article", "context": {}, "priority": 1, "attempts": 1, "failures": 1, "job": "j", "generation": "g", "run": "r", "first_found": "x", "last_found": "x"}  # fmt: skip
    return {"url": url, "section": section, "state": state, "reason": reason, "day": "2026-01-05"} | told | more


@pytest.fixture
def collection(tmp_path):
    """A function that puts rows into an empty collection and gives its engine."""
    engine = open_database(f"sqlite:///{tmp_path}/mayadeen.sqlite")

    def fill(**tables):
        with engine.begin() as connection:
            for table in (articles, revisions, events, pages, runs):
                if rows := tables.get(table.name):
                    connection.execute(insert(table), rows)
        return engine

    yield fill
    engine.dispose()


def test_an_empty_collection_has_a_report_that_says_so(collection):
    html = page(told(collection(), None))
    assert "Nothing is held yet" in html
    assert "<svg" not in html


def test_nothing_that_the_site_says_becomes_markup(collection):
    hostile = row("es:1", title=HOSTILE, section=HOSTILE, section_name=HOSTILE, kind=HOSTILE)
    alarmed = run_row("r") | {"alarms": [HOSTILE], "reason": HOSTILE, "arguments": {"sections": [HOSTILE]}}
    failed = [entry(url, HOSTILE, reason=f"{HOSTILE} {n}") for n, url in enumerate(WRONG)]
    engine = collection(articles=[hostile, row("ar:2")], runs=[alarmed], pages=failed)
    for run in (None, Report(engine).run("r")):
        html = page(told(engine, run))
        assert "alert(1)" in html
        assert not re.search(r"<script|<img|href=.?javascript", html)


def test_a_sign_that_xml_cannot_hold_does_not_stop_it(collection):
    kinds = [row("en:1", kind="a\x00\x0bb\uffff", section="x\x01y"), row("en:2", kind="news")]
    assert "<title>a\ufffd\ufffdb\ufffd: en 1</title>" in page(told(collection(articles=kinds), None))


def test_a_run_that_goes_on_says_so(collection):
    engine = collection(runs=[run_row("r", finished=None) | {"state": "running"}])
    html = page(told(engine, Report(engine).run("r")))
    assert "still going on" in html
    assert "This run has stored nothing." in html


def test_a_run_has_what_it_stored_though_it_was_replaced_since(collection):
    now = row("en:1", run="second", revision=2)
    former = {name: value for name, value in row("en:1", run="first", section="news/sports").items() if name != "id"}
    former |= {"article_id": "en:1", "replaced": "x", "replaced_run": "second", "change": "silent", "changed": []}
    engine = collection(articles=[now], revisions=[former], runs=[run_row("first"), run_row("second")])
    sections = [
        told(engine, Report(engine).run(name))["items"]["sections"][0]["section"] for name in ("first", "second")
    ]
    assert sections == ["news/sports", "news/politics"]


def test_events_are_told_apart_and_counted_by_day(collection):
    happened = [
        ("revised", {"change": "silent"}),
        ("revised", {"change": "declared"}),
        ("removed", {}),
        ("removed", {}),
    ]
    rows = [{"article_id": "en:1", "at": f"2026-01-0{n + 1}T00:00:00+00:00", "run": "r", "event": event, "detail": detail} for n, (event, detail) in enumerate(happened)]  # fmt: skip
    changes = told(collection(events=rows), None)["changes"]
    assert changes["all"] == {"removed": 2, "revised, declared": 1, "revised, silent": 1}
    assert changes["events"]["removed"] == [0, 0, 1, 1]


def test_the_receipts_of_several_runs_are_one(collection):
    def observed(**host):
        return {
            "items": {},
            "filled": {},
            "chosen": {},
            "answers": {"200": 3, "304": 1},
            "received": 10,
            "politeness": {"x.net": host},
        }

    saved = {"saved": {"not_modified": 1, "not_asked": 2, "bytes": 100}}
    first = observed(requests=3, early=0, smallest=1.1, longest_delay=1.0, refused=2, pauses=1, paused=5.5)
    second = observed(requests=2, early=1, smallest=0.9, longest_delay=2.0, crawl_delay=2.0)
    engine = collection(runs=[run_row("a") | saved | {"observed": first}, run_row("b") | saved | {"observed": second}, run_row("c") | saved | {"observed": None}])  # fmt: skip
    receipt = told(engine, None)["politeness"]
    assert receipt["hosts"] == {"x.net": {"requests": 5, "early": 1, "smallest": 0.9, "longest_delay": 2.0, "refused": 2, "pauses": 1, "paused": 5.5, "crawl_delay": 2.0}}  # fmt: skip
    assert (receipt["runs"], receipt["of"], receipt["not_modified_share"], receipt["received"]) == (2, 3, 0.25, 20)
    assert receipt["saved"] == {"not_modified": 3, "not_asked": 6, "bytes": 300}


def test_a_gap_is_marked_where_it_is(collection):
    daily = [row(f"en:{n}", published_day=f"2026-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(84) if n != 40]
    last = run_row("r", finished="2026-03-28T20:00:00+00:00") | {"started": "2026-03-28T20:00:00+00:00", "exit_code": 0}
    engine = collection(articles=daily, runs=[last], pages=[entry("https://x.net/1", day="2026-02-13")])
    numbers = told(engine, None)
    named = [(gap["section"], gap["first"], gap["last"], gap["state"]) for gap in numbers["gaps"]["named"]]
    assert ("news/politics", "2026-02-13", "2026-02-13", "missing") in named
    html = page(numbers)
    assert re.search(r'<td class="h\d missing" title="2026-02-09: 6, 1 day missing">', html)


def test_what_has_no_row_or_no_column_is_counted(collection):
    many = [row(f"en:{n}", section=f"section-{n:03}") for n in range(103)]
    strays = [
        row("en:a", section="section-000", published_day=None),
        row("en:b", section="section-000", published_day="soon"),
    ]
    items = told(collection(articles=[*many, *strays]), None)["items"]
    assert (items["all"], items["undated"], items["outside"]) == (105, 1, 1)
    assert items["other_sections"] == {"sections": 3, "items": 3}
    assert (len(items["sections"]), items["sections"][0]["items"]) == (100, 3)
