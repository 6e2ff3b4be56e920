"""Groups of near-duplicates in the database: named by their earliest, in whatever order they came."""

import random
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayadeen import neighbours
from mayadeen.stores import signatures
from mayadeen.stores.database import open_database
from mayadeen.stores.ledger import Identity, Ledger
from mayadeen.stores.neighbours import Neighbours
from tests.kin import row, text, write

MINE, OTHER = text((1, 10)), text((2, 10))


def ledger(engine):
    return Ledger(engine, Identity("r1", "j", "r1", worker="r1"), beside=[Neighbours(engine)])


def clusters(engine):
    with engine.connect() as connection:
        return dict(connection.exec_driver_sql("SELECT id, cluster FROM articles").fetchall())


def counted(engine):
    with engine.connect() as connection:
        return tuple(connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() for t in ("signatures", "bands"))


def day(number):
    return f"2024-01-{number:02}T10:00:00+02:00"


def test_alone_has_no_group(engine):
    write(ledger(engine), row("en:1", MINE), row("en:2", OTHER))
    assert clusters(engine) == {"en:1": None, "en:2": None}


def test_copies_in_one_batch_and_across_batches(engine):
    book = ledger(engine)
    write(book, row("en:3", MINE), row("en:2", MINE))
    assert clusters(engine) == {"en:2": "en:2", "en:3": "en:2"}
    write(book, row("en:4", MINE))
    assert clusters(engine) == dict.fromkeys(("en:2", "en:3", "en:4"), "en:2")


def test_items_carry_what_was_settled(engine):
    book = ledger(engine)
    write(book, row("en:2", MINE))
    [item] = write(book, row("en:3", MINE))
    assert item["cluster"] == "en:2"


def test_an_earlier_member_that_comes_later_renames_all(engine):
    book = ledger(engine)
    write(book, row("en:1", MINE, published=day(3)), row("en:2", MINE, published=day(4)))
    assert set(clusters(engine).values()) == {"en:1"}
    write(book, row("en:9", MINE, published=day(2)))
    assert set(clusters(engine).values()) == {"en:9"}


def test_earlier_is_earlier_in_time_not_in_spelling(engine):
    write(
        ledger(engine),
        row("en:1", MINE, published="2024-03-31T01:10:00+02:00"),
        row("en:2", MINE, published="2024-03-31T01:50:00+03:00"),
        row("en:3", MINE, published=None),
    )
    assert set(clusters(engine).values()) == {"en:2"}


def test_two_groups_that_turn_out_to_be_one(engine):
    book = ledger(engine)
    first, second = text((1, 10)), text((1, 4), (2, 6))
    between = text((1, 7), (2, 3))
    assert not near(first, second)
    assert near(first, between)
    assert near(between, second)
    write(book, row("en:1", first), row("en:2", first))
    write(book, row("en:3", second), row("en:4", second))
    assert clusters(engine) == {"en:1": "en:1", "en:2": "en:1", "en:3": "en:3", "en:4": "en:3"}
    write(book, row("en:5", between))
    assert set(clusters(engine).values()) == {"en:1"}
    write(book, row("en:5", text((7, 10))))
    assert clusters(engine) == {"en:1": "en:1", "en:2": "en:1", "en:3": "en:3", "en:4": "en:3", "en:5": None}


def near(one, other):
    return neighbours.likeness(one.encode().split(), other.encode().split()) >= neighbours.LIKENESS


def test_an_edited_article_leaves_and_joins(engine):
    book = ledger(engine)
    write(book, row("en:1", MINE), row("en:2", MINE), row("en:3", OTHER))
    write(book, row("en:1", OTHER))
    assert clusters(engine) == {"en:1": "en:1", "en:2": None, "en:3": "en:1"}
    write(book, row("en:1", None))
    assert clusters(engine) == {"en:1": None, "en:2": None, "en:3": None}
    assert counted(engine) == (2, 2 * neighbours.BANDS)


def test_a_corrected_time_renames(engine):
    book = ledger(engine)
    write(book, row("en:1", MINE, published=day(1)), row("en:2", MINE, published=day(2)))
    write(book, row("en:1", MINE, published=day(3)))
    assert set(clusters(engine).values()) == {"en:2"}


def test_a_corrected_time_renames_though_the_text_is_as_it_was(engine, monkeypatch):
    book = ledger(engine)
    write(book, row("en:1", MINE, published=day(1)), row("en:2", MINE, published=day(2)))
    monkeypatch.setattr(neighbours, "signature", lambda words: None)  # so does a pipeline that finds nothing new
    write(book, row("en:1", MINE, published=day(3)))
    assert set(clusters(engine).values()) == {"en:2"}
    assert counted(engine) == (2, 2 * neighbours.BANDS)


def test_an_edit_within_a_group_of_many_compares_each_of_them_a_few_times(engine, monkeypatch):
    many, asked, alike = 150, [], neighbours.may_be_alike
    monkeypatch.setattr(neighbours, "may_be_alike", lambda *pair: asked.append(pair) or alike(*pair))
    book = ledger(engine)
    write(book, *(row(f"en:{number:03}", f"{MINE} w{number}") for number in range(many)))
    asked.clear()
    write(book, row("en:000", OTHER))
    assert clusters(engine) == {"en:000": None} | {f"en:{number:03}": "en:001" for number in range(1, many)}
    assert len(asked) <= 2 * many, "not each with each other, which would be 11,026"


def test_the_same_article_again_is_not_its_own_neighbour(engine):
    book = ledger(engine)
    write(book, row("en:1", MINE))
    write(book, row("en:1", MINE))
    assert clusters(engine) == {"en:1": None}
    assert counted(engine) == (1, neighbours.BANDS)


def test_short_texts_and_newscasts_abstain(engine):
    write(
        ledger(engine),
        *(row(f"en:{n}", "too short a text") for n in range(3)),
        *(row(f"en:{n}", MINE, kind="newscast") for n in range(3, 6)),
    )
    assert set(clusters(engine).values()) == {None}
    assert counted(engine) == (0, 0)


def test_a_pipeline_that_signs_nothing_changes_nothing(engine, monkeypatch):
    book = ledger(engine)
    write(book, row("en:1", MINE), row("en:2", MINE))
    monkeypatch.setattr(neighbours, "signature", lambda words: None)
    write(book, row("en:2", OTHER))
    assert set(clusters(engine).values()) == {"en:1"}


def test_the_nearest_is_the_most_alike(engine):
    write(ledger(engine), row("en:1", text((1, 7), (2, 3))), row("en:2", text((1, 9), (3, 1))))
    found = Neighbours(engine).nearest(row("en:5", MINE), neighbours.signature(MINE.replace(".", "").encode().split()))
    assert found[0] == "en:2"
    assert found[1] == pytest.approx(0.84, abs=0.03)
    assert Neighbours(engine).nearest(row("en:5", OTHER), neighbours.signature(OTHER.replace(".", "").encode().split())) is None


def test_candidates_are_limited_to_those_with_most_in_common(engine, monkeypatch):
    monkeypatch.setattr(signatures, "MOST", 1)
    book = ledger(engine)
    parts = MINE.split(". ")
    others = [". ".join(parts[start:] + parts[: start - 3]) for start in range(3, 10)]  # each without other three
    write(book, *(row(f"en:1{n}", body) for n, body in enumerate(others)))
    write(book, row("en:2", MINE))
    asked = {"en:3": neighbours.signature(neighbours.running_words(row("en:3", MINE)))}
    with engine.connect() as connection:
        assert signatures.candidates(connection, asked, neighbours.LIKENESS) == {("en:2", "en:3")}


EARLIEST = """
SELECT count(*) FROM articles one WHERE cluster IS NOT NULL AND (
  NOT EXISTS (SELECT 1 FROM articles named WHERE named.id = one.cluster AND named.cluster = one.cluster)
  OR (SELECT count(*) FROM articles other WHERE other.cluster = one.cluster) < 2
  OR one.cluster != (SELECT id FROM articles other WHERE other.cluster = one.cluster ORDER BY published, id LIMIT 1))
"""
VARIANTS = [text((1, own), (2, 10 - own)) for own in (10, 8, 7, 4, 0)] + [text((3, 10)), None]
STEPS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, len(VARIANTS) - 1), st.integers(1, 4)), max_size=12)


@pytest.mark.long
@settings(max_examples=30)
@given(STEPS, st.integers(1, 3), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_arrival(steps, batch, dice: random.Random):
    """Edits included: what counts is each article's last state."""
    rows = [row(f"en:{n}", VARIANTS[v], published=day(d)) for n, v, d in steps]
    last = list({one["id"]: one for one in rows}.values())
    dice.shuffle(last)
    found = [after(rows, 1), after(last, batch)]
    assert found[0] == found[1] == expected(last)


def after(rows, batch):
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/c.sqlite")
        try:
            book = ledger(engine)
            for start in range(0, len(rows), batch):
                write(book, *rows[start : start + batch])
                with engine.connect() as connection:
                    assert connection.exec_driver_sql(EARLIEST).scalar() == 0
            return clusters(engine)
        finally:
            engine.dispose()


def expected(rows):
    """By brute force: what hangs together by likeness, all with all."""
    words = {one["id"]: neighbours.running_words(one) for one in rows}
    group = {one: {one} for one in words}
    for one in words:
        for other in words:
            if words[one] and words[other] and neighbours.likeness(words[one], words[other]) >= neighbours.LIKENESS:
                merged = group[one] | group[other]
                group |= dict.fromkeys(merged, merged)
    order = {one["id"]: (one["published"], one["id"]) for one in rows}
    return {one: min(found, key=order.get) if len(found) > 1 else None for one, found in group.items()}
