"""What pages showed and for how long, look by look."""

from itertools import pairwise

import pytest
from sqlalchemy import insert, select, text

from mayadeen.items import Flash, Placement, View
from mayadeen.stores.database import open_database
from mayadeen.stores.shown import Shown
from mayadeen.stores.tables import flashes, pages, placements, views

A, B, C, D, E = (
    "Rescue teams reach the village of Velmora after the flood",
    "Town library of Tarsin reopens its reading room today",
    "Rail workshop repaints the old station in Belvane",
    "Weather office expects rain over the northern coast",
    "Harvest union presents the grain store of Cordal",
)
EDITED = "Town library of Tarsin reopens its two reading rooms today"


@pytest.fixture
def shown(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'c.sqlite'}")
    yield Shown(engine)
    engine.dispose()


def at(minute):
    return f"2026-03-02T08:{minute:02d}:00+00:00"


def look(shown, minute, *lines, run="r1", **lists):
    """A look at a page with a ticker of `lines`, and lists of addresses' last parts."""
    cards = {
        name.replace("_", "-"): [Placement("en", "", name, url=f"https://x.net/news/{card}", title=card) for card in cards]
        for name, cards in lists.items()
    }
    told = {"ticker": [Flash("en", text=line) for line in lines]} if lines else {}
    return shown.keep(View("en", "", at(minute), told, cards), run)


def rows(shown, table, *columns):
    with shown.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*(table.c[c] for c in columns)).order_by(table.c.number))]


def minutes(found):
    return [tuple(v[14:16] if isinstance(v, str) and v.startswith("2026-03") else v for v in row) for row in found]


SPAN = ("absent_before", "first_seen", "last_seen", "absent_after")


def test_overlapping_looks_a_reordering_and_an_edit_give_the_exact_stream(shown):
    look(shown, 0, C, B, A)
    look(shown, 1, D, C, B, A)
    look(shown, 2, C, D, B, A)  # reordered: nothing is new
    look(shown, 3, C, D, EDITED, A)
    look(shown, 5, E, C, D, EDITED)
    look(shown, 6, E, C, D, EDITED)
    assert minutes(rows(shown, flashes, "text", *SPAN, "replaces", "returns", "views", "gap", "rank")) == [
        (C, None, "00", "06", None, None, None, 6, 120, 2),
        (B, None, "00", "02", "03", None, None, 3, 60, 3),
        (A, None, "00", "03", "05", None, None, 4, 60, 4),
        (D, "00", "01", "06", None, None, None, 5, 120, 3),
        (EDITED, "02", "03", "06", None, 2, None, 3, 120, 4),
        (E, "03", "05", "06", None, None, None, 2, 60, 1),
    ]


def test_a_line_that_comes_back_is_a_new_one_that_names_the_old(shown):
    look(shown, 0, B, A)
    look(shown, 1, B)
    look(shown, 2, A, B)
    look(shown, 3, B)
    look(shown, 4, A, B)
    told = minutes(rows(shown, flashes, "text", *SPAN, "returns"))
    assert [row for row in told if row[0] == A] == [
        (A, None, "00", "00", "01", None),
        (A, "01", "02", "02", "03", 2),
        (A, "03", "04", "04", None, 3),
    ]


def test_the_same_line_in_other_spelling_is_the_same_and_is_counted_once(shown):
    assert look(shown, 0, A, f"{A}!", B)["new"] == 2
    assert look(shown, 1, A.upper(), B)["new"] == 0
    assert rows(shown, flashes, "text", "rank") == [(A, 1), (B, 2)]


def test_placements_are_exact_intervals_of_rank_and_article(shown):
    look(shown, 0, lead=["a", "b"], most_read=["c"])
    look(shown, 1, lead=["b", "a"], most_read=["c"])
    look(shown, 2, lead=["b", "a"])  # no such list there: nobody looked at it
    look(shown, 3, lead=["d", "b"], most_read=["c"])
    assert minutes(rows(shown, placements, "list", "rank", "title", *SPAN)) == [
        ("lead", 1, "a", None, "00", "00", "01"),
        ("lead", 2, "b", None, "00", "00", "01"),
        ("most-read", 1, "c", None, "00", "03", None),
        ("lead", 1, "b", "00", "01", "02", "03"),
        ("lead", 2, "a", "00", "01", "02", "03"),
        ("lead", 1, "d", "02", "03", "03", None),
        ("lead", 2, "b", "02", "03", "03", None),
    ]
    assert minutes(rows(shown, placements, "list", "gap", "views"))[2] == ("most-read", 120, 3)


def test_what_stands_at_a_rank_never_overlaps(shown):
    for minute, order in enumerate(["abc", "bac", "bac", "cab", "abc", "dab"]):
        look(shown, minute, lead=list(order))
    for rank in (1, 2, 3):
        spans = [row[1:] for row in rows(shown, placements, "rank", *SPAN) if row[0] == rank]
        assert len(spans) > 2
        assert all(former[3] == later[1] and former[2] == later[0] for former, later in pairwise(spans))


def test_a_look_before_the_last_one_changes_nothing(shown):
    look(shown, 5, A, lead=["a"])
    before = rows(shown, flashes, "text", *SPAN) + rows(shown, placements, "title", *SPAN)
    assert look(shown, 4, B, lead=["b"]) == {"new": 0, "edited": 0, "returned": 0, "gone": 0, "late": 2}
    assert rows(shown, flashes, "text", *SPAN) + rows(shown, placements, "title", *SPAN) == before


def test_the_last_look_at_what_a_view_shows(shown):
    look(shown, 5, A, lead=["a"])
    look(shown, 6, lead=["a"])

    def last(**lists):
        return shown.last(View("en", "", at(0), **lists))

    assert last(flashes={"ticker": []}) == at(5)
    assert last(flashes={"ticker": []}, placements={"lead": []}) == at(6)
    assert last(placements={"most-read": []}) is None
    assert shown.last(View("ar", "", at(0), {"ticker": []})) is None


def test_a_look_that_cannot_be_kept_leaves_nothing(shown):
    look(shown, 0, A, lead=["a"])
    broken = View("en", "", at(1), {"ticker": [Flash(text=B)]}, {"lead": [Placement(url=object())]})
    with pytest.raises(Exception, match="object"):
        shown.keep(broken, "r1")
    assert minutes(rows(shown, flashes, "text", *SPAN)) == [(A, None, "00", "00", None)]
    with shown.engine.connect() as connection:
        assert set(connection.scalars(select(views.c.last))) == {at(0)}


def test_editions_pages_and_lists_are_apart(shown):
    line, card = Flash(text=A), Placement(url="https://x.net/news/a")
    for edition, page in (("en", ""), ("ar", ""), ("en", "news/politics")):
        shown.keep(View(edition, page, at(0), {}, {"lead": [card]}), "r1")
    for edition, name in (("en", "ticker"), ("en", "live"), ("ar", "ticker")):
        shown.keep(View(edition, "", at(0), {name: [line]}, {}), "r1")
    assert rows(shown, placements, "edition", "page") == [("en", ""), ("ar", ""), ("en", "news/politics")]
    assert rows(shown, flashes, "edition", "list") == [("en", "ticker"), ("en", "live"), ("ar", "ticker")]


def test_addresses_that_only_lists_showed(shown):
    look(shown, 0, lead=["a", "b"])
    shown.keep(View("en", "live", at(0), {"live": [Flash(text=A, url="https://x.net/news/c"), Flash(text=B)]}), "r1")
    plain = {c.name: "" for c in pages.columns if not c.nullable} | {"seq": 1, "context": {}, "priority": 1}
    with shown.engine.begin() as connection:
        connection.execute(insert(pages), plain | {"attempts": 0, "failures": 0, "url": "https://x.net/news/a"})
    assert shown.unknown("en") == ["https://x.net/news/b", "https://x.net/news/c"]
    assert shown.unknown("ar") == []


def test_a_run_tells_what_it_saw(shown):
    look(shown, 0, A, B, run="r1")
    look(shown, 1, B, C, run="r2")
    assert [row["text"] for row in shown.of_run(flashes, "r1")] == [A, B]
    assert [row["text"] for row in shown.of_run(flashes, "r2")] == [B, C]
    assert list(next(shown.of_run(flashes, "r2")))[:4] == ["number", "edition", "list", "text"]


def test_watches_beside_each_other_tell_both_what_both_saw(shown):
    other = Shown(shown.engine)
    look(shown, 0, A, B, run="r1")
    look(other, 1, B, C, A, run="r2")
    look(shown, 2, C, B, D, run="r1")
    look(other, 3, C, D, run="r2")
    look(shown, 4, C, D, run="r1")
    assert [row["text"] for row in shown.of_run(flashes, "r1")] == [A, B, C, D]
    assert [row["text"] for row in other.of_run(flashes, "r2")] == [A, B, C, D]


@pytest.mark.parametrize("table", [flashes, placements])
def test_a_look_does_not_walk_the_history(shown, table):
    """Else a watch would be slower every day."""
    place = " AND ".join(f"{name} = 'x'" for name in ("edition", "page", "list") if name in table.c)
    with shown.engine.connect() as connection:
        asked = text(f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE {place} AND absent_after IS NULL")
        plan = [row[3] for row in connection.execute(asked)]
    assert any(f"{table.name}_open" in line and "absent_after=?" in line for line in plan), plan


def test_a_collection_made_before_there_were_such_tables_gets_them(tmp_path):
    address = f"sqlite:///{tmp_path / 'c.sqlite'}"
    engine = open_database(address)
    with engine.begin() as connection:
        for table in ("flashes", "placements", "views"):
            connection.execute(text(f"DROP TABLE {table}"))
    engine.dispose()
    engine = open_database(address)
    assert look(Shown(engine), 0, A)["new"] == 1
    engine.dispose()
