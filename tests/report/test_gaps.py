"""Which empty days are gaps, and what is said of them: expected by hand, day by day."""

from datetime import date, timedelta

import pytest

from mayadeen.report.evidence import known
from mayadeen.report.gaps import ALL, Known, Spans, Stretch, stretches
from mayadeen.report.times import Times

FIRST = date(2026, 1, 1)
EN = ("en", "news/politics")


def day(number: int) -> str:
    """0 is 1 January 2026, a Thursday."""
    return (FIRST + timedelta(days=number)).isoformat()


def daily(days: int, *without: int) -> dict[str, int]:
    return {day(number): 3 for number in range(days) if number not in without}


def found(numbers, known=None, last=90):
    return [(gap.first, gap.last, gap.state) for gap in stretches(EN, numbers, known or Known(), day(0), day(last))]


def test_a_day_that_is_lacking_among_daily_ones_stands_out():
    assert found(daily(91, 40)) == [(day(40), day(40), "unseen")]


def test_a_long_stretch_is_judged_by_what_stands_around_it():
    assert found(daily(91, *range(30, 60))) == [(day(30), day(59), "unseen")]


def test_where_it_ends_without_a_return_it_is_a_gap_to_the_last_day():
    assert found(daily(60), last=63) == [(day(60), day(63), "unseen")]


def test_a_weekday_that_is_always_empty_is_none():
    sundays = [number for number in range(91) if number % 7 == 3]
    assert found(daily(91, *sundays)) == []


def test_what_comes_now_and_then_is_never_missed():
    assert found({day(number): 1 for number in range(0, 91, 3)}) == []


def test_too_short_a_time_says_nothing_of_what_is_usual():
    assert found(daily(20, 10), last=19) == []


def test_what_is_known_of_a_day_tells_gaps_apart():
    told = Known(unread={day(40)}, listed={day(43)}, deep=Spans([(day(44), day(44))]))
    states = [
        (day(40), day(40), "missing"),
        (day(41), day(42), "listed"),
        (day(43), day(43), "unseen"),
        (day(44), day(44), "listed"),
    ]
    assert found(daily(91, *range(40, 45)), told) == states
    covered = Spans([(day(0), day(40))])
    assert found(daily(91, 40, 41), Known(accounted=covered)) == [
        (day(40), day(40), "none"),
        (day(41), day(41), "unseen"),
    ]
    # An address that was never read is under the day it was found: it may be of any day.
    assert found(daily(91, 40), Known(unread={day(80)}, accounted=covered)) == [(day(40), day(40), "unseen")]


def run(spider, started, exit_code=0, **arguments):
    told = {
        "editions": ["en"],
        "sections": [],
        "regions": [],
        "urls": [],
        "since": None,
        "until": None,
        "pages": 3,
    } | arguments
    return {"spider": spider, "started": f"{started}T12:00:00+00:00", "state": "finished", "exit_code": exit_code, "quarantined": None, "arguments": told}  # fmt: skip


MONTH = [("en", "https://english.almayadeen.net/sitemaps/all/sitemap-2026-2.xml", "2026-03-05T00:00:00+00:00")]


@pytest.mark.parametrize(
    ("runs", "sitemaps", "state"),
    [
        ([], [], "unseen"),
        ([run("sections", "2026-02-10")], [], "unseen"),  # on that day itself: it was not over
        ([run("sections", "2026-02-11")], [], "listed"),
        ([run("sections", "2026-02-12", 3)], [], "listed"),
        ([run("sections", "2026-02-11", 4)], [], "unseen"),
        ([run("sections", "2026-02-11", 6) | {"quarantined": "x"}], [], "unseen"),
        ([run("sections", "2026-02-11", 6)], [], "listed"),  # released
        ([run("sections", "2026-02-11") | {"state": "cut"}], [], "unseen"),
        ([run("sections", "2026-02-13")], [], "unseen"),
        ([run("sections", "2026-06-01", pages=None)], [], "listed"),
        ([run("sections", "2026-02-11", editions=["ar"])], [], "unseen"),
        ([run("sections", "2026-02-11", sections=["Politics"])], [], "listed"),
        ([run("sections", "2026-02-11", sections=["sports"])], [], "unseen"),
        ([run("sections", "2026-02-11", urls=["x"])], [], "unseen"),
        ([run("archive", "2026-03-05")], MONTH, "none"),
        ([run("archive", "2026-03-05")], [], "unseen"),
        ([], MONTH, "unseen"),
        ([run("archive", "2026-03-05", since="2026-02-11")], MONTH, "unseen"),
        ([run("archive", "2026-03-05", since="2026-02-10", until="2026-02-10")], MONTH, "none"),
        ([run("archive", "2026-02-10")], MONTH, "unseen"),
        ([run("archive", "2026-03-05")], [("en", MONTH[0][1], "2026-02-10T12:00:00+00:00")], "unseen"),
        ([run("archive", "2026-03-05")], [("en", "https://x.net/sitemap-2026-1.xml", MONTH[0][2])], "unseen"),
    ],
)
def test_who_looked_is_told_by_runs_and_sitemaps(runs, sitemaps, state):
    assert known([EN], runs, sitemaps, [])[EN].state("2026-02-10") == state


def test_the_whole_edition_is_looked_at_only_by_who_looks_at_all_sections():
    some, every = run("sections", "2026-02-11", sections=["Politics"]), run("sections", "2026-02-11")
    whole = ("en", ALL)
    assert known([whole], [some], [], [])[whole].state("2026-02-10") == "unseen"
    assert known([whole], [every], [], [])[whole].state("2026-02-10") == "listed"
    assert known([whole], [], [], [("en", "x", "2026-02-10", 2)])[whole].state("2026-02-10") == "missing"


def test_a_stretch_names_its_section():
    gap = next(iter(stretches(EN, daily(91, 40), Known(), day(0), day(90))))
    assert gap == Stretch("en", "news/politics", day(40), day(40), 1, "unseen")


@pytest.mark.parametrize(
    ("last", "step", "columns"),
    [("2026-01-01", "day", 1), ("2026-03-03", "day", 62), ("2026-03-04", "week", 10), ("2027-03-07", "week", 62), ("2027-03-08", "month", 15), ("2036-12-31", "month", 132), ("2037-01-01", "year", 12)],
)  # fmt: skip
def test_days_are_put_together_where_they_are_too_many(last, step, columns):
    times = Times.of({"2026-01-01": 1, last: 1})
    assert (times.step, len(times.names)) == (step, columns)
    assert times.counted([("2026-01-01", 2), (last, 3)])[0 if columns == 1 else -1] == (5 if columns == 1 else 3)


def test_one_wrong_date_in_a_thousand_does_not_shrink_all_else():
    numbers = {day(number): 50 for number in range(40)} | {"0001-01-01": 1, "9999-12-31": 1, "": 4, "soon": 1}
    times = Times.of(numbers)
    assert (times.step, times.first, times.last) == ("day", day(0), day(39))
    assert times.place("0001-01-01") is None
    assert Times.of({"": 3, "soon": 1}) is None
