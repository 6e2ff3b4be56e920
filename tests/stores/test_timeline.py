"""Where captures belong among versions: by hand, and in any order against the truth."""

from itertools import groupby, permutations

import pytest

from mayadeen.stores.tables import articles
from mayadeen.stores.timeline import is_capture, place

EMPTY = dict.fromkeys(column.name for column in articles.columns)
FROM_ARCHIVE = {"fetched": {"layer": "capture", "raw": "http://archive/1id_/x"}}


def version(text, first, last=None, number=1, *, captured=True, **more):
    told = {"id": "en:1", "title": text, "content_hash": text, "fetched": first, "last_seen": last or first}
    told |= {"first_seen": first, "revision": number, "reader": "1", "run": "r", "tags": []}
    return EMPTY | told | {"provenance": FROM_ARCHIVE if captured else {}} | more


def told(versions):
    return [(row["revision"], row["title"], row["fetched"], row["last_seen"]) for row in versions]


def test_an_older_one_goes_before_and_numbers_move_up():
    placed = place([version("B", "3", captured=False)], version("A", "1"))
    assert told(placed.versions) == [(1, "A", "1", "1"), (2, "B", "3", "3")]
    assert placed.told == {"revision": 1, "fields": ["title"], "change": "silent"}
    assert (placed.versions[0]["replaced"], placed.versions[0]["replaced_run"]) == ("3", "r")


def test_what_the_site_showed_stays_as_it_is_cited():
    held = version("B", "3", "5", captured=False, body="to the  last space")
    placed = place([held], version("B", "1", body="to the last space"))
    assert (placed.versions, placed.at) == ([held], None)


def test_of_captures_the_earliest_is_the_version():
    placed = place([version("B", "3", "5", body="later", cluster="c")], version("B", "1", body="earlier"))
    assert told(placed.versions) == [(1, "B", "1", "5")]
    assert (placed.versions[0]["body"], placed.versions[0]["cluster"], placed.at) == ("earlier", "c", None)


def test_another_content_in_between_parts_a_version():
    placed = place([version("A", "1", "5", captured=False)], version("B", "3"))
    assert told(placed.versions) == [(1, "A", "1", "1"), (2, "B", "3", "3"), (3, "A", "5", "5")]
    assert [row.get("change") for row in placed.versions] == ["silent", "silent", None]
    assert not is_capture(placed.versions[-1])


def test_another_reader_is_told_as_such_and_numbers_stay_apart():
    former = version("A", "1", number=1, reader="0", change="reread", changed=["title"], replaced="5", replaced_run="r")
    placed = place([former, version("B", "5", number=1)], version("C", "3"))
    assert told(placed.versions) == [(1, "A", "1", "1"), (2, "C", "3", "3"), (3, "B", "5", "5")]
    assert [row.get("change") for row in placed.versions[:-1]] == ["reread", "silent"]
    assert len({(row["revision"], row["reader"]) for row in placed.versions}) == 3


@pytest.mark.parametrize("contents", ["ABA", "AAB", "ABCB", "ABBA"])
@pytest.mark.parametrize("last", ["A", "B", "X"])
def test_in_any_order_the_versions_are_the_same(contents, last):
    """`last` is what the site shows in the end."""
    captures = [version(text, str(number)) for number, text in enumerate(contents, 1)]
    true = [text for text, _ in groupby(contents + last)]
    for order in permutations(captures):
        versions = [version(last, "9", captured=False)]
        for capture in order:
            versions = place(versions, capture).versions
        assert [row["revision"] for row in versions] == list(range(1, len(versions) + 1))
        held = [row["title"] for row in versions]
        # What came again later may have been taken for the same version before the one in between was known.
        if order == tuple(reversed(captures)):
            assert held == true
        assert [text for text, _ in groupby(held)] == held
        assert set(held) == set(true)
        assert versions[-1]["title"] == last
