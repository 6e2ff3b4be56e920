"""Links between the editions: made on strong evidence, withdrawn when it turns out weak, whatever came first."""

import tempfile
from itertools import permutations

import orjson
import pytest
from lxml.html import fromstring

from mayadeen.pages.alternates import alternates
from mayadeen.stores.database import open_database
from mayadeen.stores.ledger import Identity, Ledger
from mayadeen.stores.sisters import Sisters
from tests.kin import HOSTS, row, write

PICTURE = "https://media.almayadeen.net/archive/image/2024/1/31/4e36d1bb-9654-4512-9910-044b70d0fd9c.jpg?preset=w750"
SAME = "https://en-media.almayadeen.net/media/image/2024/1/31/4E36D1BB-9654-4512-9910-044b70d0fd9c.jpg?v=3&width=1000"
VIDEO = [{"url": "https://www.youtube.com/embed/abcdefghijk?rel=0", "seconds": None, "poster": None}]
SHORT = [{"url": "https://youtu.be/abcdefghijk", "seconds": None, "poster": None}]
LATER = "2024-02-01T09:00:00+02:00"
MUCH_LATER = "2024-02-02T10:00:00+02:00"


def ledger(engine):
    return Ledger(engine, Identity("r1", "j", "r1", worker="r1"), beside=[Sisters()])


def links(engine):
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT article_id, sister_id, score, evidence FROM sisters").fetchall()
    return {(one, other): (score, orjson.loads(evidence)) for one, other, score, evidence in rows}


def pairs(engine):
    return {pair for pair in links(engine) if pair[0] < pair[1]}


def test_a_video_within_the_page_is_stored_and_names_nothing(engine):
    inside = [{"url": "data:video/mp4;base64," + "A" * 3000, "seconds": None, "poster": None}]
    write(ledger(engine), row("ar:1", videos=inside))
    write(ledger(engine), row("en:2", videos=inside))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM traces").scalar() == 0
    assert links(engine) == {}


def test_the_same_picture_within_a_day(engine):
    write(ledger(engine), row("ar:1", image_url=PICTURE))
    write(ledger(engine), row("en:2", image_url=SAME, published=LATER))
    evidence = (0.8, {"picture": ["4e36d1bb-9654-4512-9910-044b70d0fd9c"], "hours_apart": 23.0})
    assert links(engine) == {("ar:1", "en:2"): evidence, ("en:2", "ar:1"): evidence}


def test_the_same_video_within_three_days(engine):
    write(ledger(engine), row("ar:1", videos=VIDEO))
    write(ledger(engine), row("en:2", videos=SHORT, published=MUCH_LATER))
    assert links(engine)["ar:1", "en:2"] == (0.9, {"video": ["youtube:abcdefghijk"], "hours_apart": 48.0})


def test_a_stated_translation_needs_no_time_and_no_answer(engine):
    write(ledger(engine), row("en:2", published=None), alternates=(f"{HOSTS['ar']}/news/1",))
    assert links(engine) == {}
    write(ledger(engine), row("ar:1"))
    assert links(engine)["ar:1", "en:2"] == (0.98, {"page": [f"{HOSTS['ar']}/news/1"], "hours_apart": None})


def test_all_evidence_is_kept(engine):
    write(ledger(engine), row("ar:1", image_url=PICTURE, videos=VIDEO))
    write(ledger(engine), row("en:2", image_url=PICTURE, videos=VIDEO), alternates=(f"{HOSTS['ar']}/news/1",))
    score, evidence = links(engine)["en:2", "ar:1"]
    assert set(evidence) == {"page", "picture", "video", "hours_apart"}
    assert score == pytest.approx(1 - 0.02 * 0.1 * 0.2)


ABSTAINS = {
    "archive picture": (row("ar:1", image_url=PICTURE), row("en:2", image_url=PICTURE, published=MUCH_LATER)),
    "no time": (row("ar:1", image_url=PICTURE), row("en:2", image_url=PICTURE, published=None)),
    "no picture": (row("ar:1"), row("en:2")),
    "a picture without a uuid": (row("ar:1", image_url="https://m.net/a.jpg"), row("en:2", image_url="https://m.net/a.jpg")),
    "one edition": (row("ar:1", image_url=PICTURE), row("ar:2", image_url=PICTURE)),
    "twice in one edition": (row("ar:1", image_url=PICTURE), row("ar:2", image_url=PICTURE), row("en:3", image_url=PICTURE)),
    "in thirty articles": (*(row(f"ar:{n}", image_url=PICTURE) for n in range(30)), row("en:99", image_url=PICTURE)),
    "the same words and time": (row("ar:1", "one text"), row("en:2", "one text")),
}


@pytest.mark.parametrize("case", ABSTAINS)
def test_abstains(engine, case):
    for one in ABSTAINS[case]:
        write(ledger(engine), one)
    assert links(engine) == {}


def test_a_picture_that_turns_out_to_be_stock_withdraws_its_links_and_they_come_back(engine):
    book = ledger(engine)
    write(book, row("ar:1", image_url=PICTURE))
    write(book, row("en:2", image_url=PICTURE))
    assert pairs(engine) == {("ar:1", "en:2")}
    write(book, row("ar:3", image_url=PICTURE))
    assert pairs(engine) == set()
    write(book, row("ar:3"))
    assert pairs(engine) == {("ar:1", "en:2")}


def test_stock_pictures_hold_nothing_up(engine, monkeypatch):
    """A picture that many have is not asked about again with each of them."""
    from mayadeen.stores import sisters as stores

    book, asked = ledger(engine), []
    for n in range(6):
        write(book, row(f"ar:{n}", image_url=PICTURE))
    holders = stores._holders
    monkeypatch.setattr(stores, "_holders", lambda c, wanted: asked.append(set(wanted)) or holders(c, wanted))
    write(book, row("ar:7", image_url=PICTURE))
    assert not any(trace.startswith("picture:") for wanted in asked for trace in wanted)


def test_three_editions_are_three_links_each_way(engine):
    for article_id in ("ar:1", "en:2", "es:3"):
        write(ledger(engine), row(article_id, image_url=PICTURE))
    assert pairs(engine) == {("ar:1", "en:2"), ("ar:1", "es:3"), ("en:2", "es:3")}
    assert len(links(engine)) == 6


def test_a_changed_picture_unlinks(engine):
    book = ledger(engine)
    write(book, row("ar:1", image_url=PICTURE))
    write(book, row("en:2", image_url=PICTURE))
    write(book, row("en:2"))
    assert links(engine) == {}


def test_links_do_not_depend_on_the_order_of_arrival():
    rows = [
        (row("ar:1", image_url=PICTURE), ()),
        (row("ar:2", image_url=PICTURE, videos=VIDEO), ()),
        (row("en:3", image_url=PICTURE, videos=SHORT), ()),
        (row("es:4", published=None), (f"{HOSTS['en']}/news/3",)),
    ]
    found = [after(order) for order in permutations(rows)]
    assert all(one == found[0] for one in found)
    assert {pair for pair in found[0] if pair[0] < pair[1]} == {("ar:2", "en:3"), ("en:3", "es:4")}


def after(order):
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/c.sqlite")
        try:
            book = ledger(engine)
            for one, stated in order:
                write(book, one, alternates=stated)
            return links(engine)
        finally:
            engine.dispose()


def test_what_a_page_states():
    head = """
      <link rel="alternate" hreflang="ar-LB" href="https://www.almayadeen.net/news/1">
      <link rel="shortcut alternate" hreflang="x-default" href="https://www.almayadeen.net/">
      <link rel="alternate" hreflang="es" href="/news/1">
      <link rel="alternate" type="application/rss+xml" href="https://www.almayadeen.net/rss">
      <link rel="canonical" hreflang="es" href="https://espanol.almayadeen.net/news/1"><link rel="alternate" hreflang="en">
    """
    found = alternates(fromstring(f"<html><head>{head}</head><body></body></html>"))
    assert found == [("ar-lb", "https://www.almayadeen.net/news/1"), ("x-default", "https://www.almayadeen.net/")]
