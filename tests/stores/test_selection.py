"""Which rows an export takes: each filter on rows whose answer a person knows."""

import pytest
from sqlalchemy import insert

from mayadeen.exceptions import WrongUse
from mayadeen.stores.database import open_database
from mayadeen.stores.selection import Asked, Selection, one_state
from mayadeen.stores.tables import articles, events, flashes, placements, runs
from tests.browse.test_browse import row, run_row

ROWS = [
    row("ar:1", title="قمّةٌ في بيروت", tags=["غزّة"], published_day="2026-01-01"),
    row("ar:2", title="أخبار", body="وبغزة اليوم", kind="video", published_day="2026-01-02"),
    row("en:1", title="Summit", section="articles/opinion", kind="opinion", published_day="2026-01-31"),
    row("en:2", title="Beirut summit", section="news/new-desk", section_name="The New Desk", published_day=None),
    row("en:3", title="Bad summit", run="bad", published_day="2026-01-02"),
    row("es:1", title="Cumbre", section="news/economic", run="second", published_day="2026-02-01"),
]
EVENT = {"run": "r", "event": "missing", "detail": {}}
EVENTS = [  # midnight in Beirut is 22:00 in UTC in winter
    EVENT | {"seq": 1, "article_id": "ar:1", "at": "2025-12-31T21:59:59+00:00"},
    EVENT | {"seq": 2, "article_id": "ar:1", "at": "2025-12-31T22:00:00+00:00"},
    EVENT | {"seq": 3, "article_id": "en:1", "at": "2026-01-01T21:59:59+00:00"},
    EVENT | {"seq": 4, "article_id": "en:1", "at": "2026-01-01T22:00:00+00:00"},
    EVENT | {"seq": 5, "article_id": "en:3", "at": "2026-01-01T10:00:00+00:00", "run": "bad"},
]
SHOWN = {"edition": "ar", "list": "ticker", "run": "r", "key": "k", "first_seen": "2026-01-01T10:00:00+00:00"}
FLASHES = [SHOWN | {"number": n, "text": text} for n, text in enumerate(["قمة بيروت", "غزّة الآن"], 1)]
PLACEMENTS = [SHOWN | {"number": n, "page": page, "title": "x"} for n, page in enumerate(["", "news/politics"], 1)]


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('selection') / 'mayadeen.sqlite'}")
    with engine.begin() as connection:
        connection.execute(insert(runs), [run_row(id) | {"quarantined": quarantined} for id, quarantined in (("r", None), ("bad", "2026-01-02"), ("second", None))])  # fmt: skip
        for table, rows in ((articles, ROWS), (events, EVENTS), (flashes, FLASHES), (placements, PLACEMENTS)):
            connection.execute(insert(table), rows)
    with one_state(engine) as connection:
        yield lambda **asked: Selection(connection, Asked(**asked))
    engine.dispose()


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["ar:1", "ar:2", "en:1", "en:2", "es:1"]),
        ({"quarantined": True}, ["ar:1", "ar:2", "en:1", "en:2", "en:3", "es:1"]),
        ({"editions": ("ar", "es")}, ["ar:1", "ar:2", "es:1"]),
        ({"kinds": ("video", "opinion")}, ["ar:2", "en:1"]),
        ({"sections": ("politics",)}, ["ar:1", "ar:2"]),
        ({"sections": ("opinion", "NEWS/Economic")}, ["en:1", "es:1"]),
        ({"sections": ("سياسة",)}, ["ar:1", "ar:2"]),
        ({"sections": ("the new desk",)}, ["en:2"]),
        ({"sections": ("new-desk",)}, ["en:2"]),
        ({"since": "2026-01-02"}, ["ar:2", "en:1", "es:1"]),
        ({"since": "2026-01-02", "until": "2026-01-31"}, ["ar:2", "en:1"]),
        ({"until": "2026-01-01"}, ["ar:1"]),
        ({"run": "second"}, ["es:1"]),
        ({"run": "bad"}, []),
        ({"run": "bad", "quarantined": True}, ["en:3"]),
        ({"text": "غزة"}, ["ar:1", "ar:2"]),
        ({"text": "قمة"}, ["ar:1"]),
        ({"text": '"beirut summit"'}, ["en:2"]),
        ({"text": "summit beirut"}, ["en:2"]),
        ({"text": "cumbre OR summ*"}, ["en:1", "en:2", "es:1"]),
        ({"text": "beirut", "editions": ("ar",)}, []),
        ({"table": "events", "since": "2026-01-01", "until": "2026-01-01"}, ["ar:1", "en:1"]),
        ({"table": "events", "editions": ("en",)}, ["en:1", "en:1"]),
    ],
    ids=str,
)
def test_a_filter_takes_what_it_says(collection, asked, ids):
    selection = collection(**asked)
    assert [found["article_id" if asked.get("table") else "id"] for found in selection.rows()] == ids


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"table": "flashes", "text": "غزه"}, [2]),
        ({"table": "flashes", "editions": ("en",)}, []),
        ({"table": "placements", "sections": ("politics",)}, [2]),
        ({"table": "placements", "since": "2026-01-02"}, []),
    ],
    ids=str,
)
def test_what_was_shown_is_filtered_too(collection, asked, numbers):
    assert [found["number"] for found in collection(**asked).rows()] == numbers


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, ["1 stored by quarantined runs left out; --quarantined takes them in"]),
        ({"quarantined": True}, []),
        ({"editions": ("ar",)}, []),
        ({"text": "bad"}, ["1 stored by quarantined runs left out; --quarantined takes them in"]),
        ({"editions": ("en",), "since": "2026-01-03"}, ["1 of no known day left out"]),
        ({"table": "events"}, ["1 stored by quarantined runs left out; --quarantined takes them in"]),
    ],
    ids=str,
)
def test_what_is_left_out_is_told(collection, asked, told):
    assert collection(**asked).left_out() == told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"sections": ("sport",)}, "no section 'sport' here; there are articles/opinion, news/economic, news/new-desk, news/politics"),
        ({"kinds": ("films",)}, "kind must be one of news, report"),
        ({"run": "x"}, "no run 'x'; there are second, bad, r"),
        ({"text": "(*)"}, "text must hold a word"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_names_those_that_can(collection, asked, told):
    with pytest.raises(WrongUse, match=told.replace("(*)", r"\(\*\)")):
        collection(**asked)


def test_all_questions_are_asked_of_one_state(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'mayadeen.sqlite'}")
    with one_state(engine) as connection:
        before = list(Selection(connection, Asked()).rows())
        with engine.begin() as crawl:
            crawl.execute(insert(articles), row("en:1"))
        assert list(Selection(connection, Asked()).rows()) == before == []
    with one_state(engine) as connection:
        assert len(list(Selection(connection, Asked()).rows())) == 1
    engine.dispose()
