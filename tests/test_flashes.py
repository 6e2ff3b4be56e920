"""When a line of the ticker is an edit of another."""

import random
import time
from itertools import combinations

import pytest

from mayadeen.flashes import ALIKE, Line, edits, likeness, line_key, words

A = Line("Rescue teams reach the village of Velmora after the flood")
B = Line("Town library of Tarsin reopens its reading room today")
C = Line("Rail workshop repaints the old station in Belvane")
D = Line("Weather office expects rain over the northern coast")
A2 = Line("Rescue teams reach the village of Velmora two days after the flood")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([A, B, C], [D, A, B], {}),  # one came, one went
        ([A, B, C], [C, A, B], {}),  # reordered
        ([A, B, C], [A2, B, C], {A2: A}),
        ([B, A, C], [D, B, A2, C], {A2: A}),  # edited while another came
        ([C, B, A], [B, C, A2], {A2: A}),  # edited while others changed places
        ([A], [A2], {A2: A}),
        ([A, B], [A2, C], {A2: A}),  # with nothing that stayed, the rank tells
        ([A, B], [C, A2], {}),
        ([A, B, C], [B, C, A2], {}),  # alike, and neither its place nor an address says that it is the same
        ([A, B, C], [D, B, C], {}),  # its place, and nothing alike
    ],
)
def test_an_edit_is_alike_and_stands_where_the_line_stood(before, after, found):
    assert edits(before, after) == found


def test_an_address_tells_wherever_the_line_stands():
    old, new = Line("12 hurt in Velmora", "https://x.net/a"), Line("15 hurt in Velmora", "https://x.net/a")
    assert edits([old, B, C], [D, B, C, new]) == {new: old}
    other = new._replace(url="https://x.net/b")
    assert edits([old, B, C], [D, B, C, other]) == {}


def test_an_address_alone_does_not_tell():
    """A page of rolling news is linked from every line of its matter."""
    old, new = Line(A.text, "https://x.net/live"), Line(B.text, "https://x.net/live")
    assert edits([old], [new]) == {}


def test_a_line_that_gets_its_address_is_an_edit():
    linked = A._replace(url="https://x.net/a")
    assert line_key(linked) != line_key(A)
    assert edits([A, B], [linked, B]) == {linked: A}


def test_of_two_that_would_do_equally_well_none_is_chosen():
    one, two = Line("Strike on the town of Tyre kills 1"), Line("Strike on the town of Tyre kills 2")
    assert edits([B, one, two, C], [B, Line("Strike on the town of Tyre kills 9"), C]) == {}


def test_short_lines_are_alike_by_chance():
    assert likeness(words("Sirens in Haifa"), words("Sirens in Acre")) > ALIKE
    assert edits([Line("Sirens in Haifa"), B], [Line("Sirens in Acre"), B]) == {}


def test_real_lines_of_one_ticker_are_not_alike(shared):
    text = (shared / "site" / "page-en.txt").read_text(encoding="utf-8")
    lines = text.split("BREAKING\n")[1].split("\n\n")[0].splitlines()
    assert len(lines) == 10
    assert max(likeness(one, other) for one, other in combinations(map(words, lines), 2)) < ALIKE


@pytest.mark.parametrize(("lines", "words"), [(50, 200), (200, 40), (200, 2000)])
def test_many_long_lines_of_one_address_are_compared_soon(lines, words):
    chance = random.Random(7)

    def look():
        return [Line(" ".join(f"w{chance.randrange(20)}" for _ in range(words)), "https://x.net/live") for _ in range(lines)]

    before, after = look(), look()
    began = time.process_time()
    edits(before, after)
    assert time.process_time() - began < 1.5


def test_lines_that_begin_alike_are_an_edit_however_long():
    long = " ".join(f"word{n}" for n in range(300))
    assert edits([A, Line(long), B], [A, Line(f"{long} and more"), B]) == {Line(f"{long} and more"): Line(long)}
