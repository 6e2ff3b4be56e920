"""What is an alarm and what is not, on counts written by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from mayadeen.monitors.alarm import comparable
from mayadeen.monitors.bounds import at_most, so_few
from mayadeen.monitors.listings import emptied
from mayadeen.monitors.reading import fallen
from mayadeen.monitors.trouble import failing
from mayadeen.monitors.volume import windows
from mayadeen.monitors.watch import Watch
from mayadeen.observed import Observed


def seen(news: int, body: int, *, markup: int | None = None, video: int = 0) -> dict:
    """Of `news` items `body` have one, `markup` of them from the markup; of `video` items none."""
    markup = body if markup is None else markup
    return {
        "reader": "1",
        "items": {"en": {"news": news, "video": video}},
        "filled": {"en": {"news": {"title": news, "body": body}, "video": {"title": video}}},
        "layers": {"en": {"news": {"body markup": markup, "body structure": news}, "video": {}}},
    }


def alarms(observed, past, least=0.2):
    return [str(alarm) for alarm in fallen(observed, past, least, lambda edition, kinds, what: "PAGE")]


def test_a_run_like_those_before_gives_no_alarm():
    assert alarms(seen(20, 20, video=9), [seen(200, 199)]) == []


def test_a_field_that_is_lost_is_told_with_a_page():
    [filled, layer] = alarms(seen(20, 0), [seen(200, 199)])
    assert filled.startswith("en body: filled in 0 of 20 items, before in 99%") and filled.endswith("see PAGE")
    assert "markup (div.p-content)" in layer


def test_a_layer_that_falls_through_is_told_though_nothing_is_lost():
    [layer] = alarms(seen(20, 20, markup=0), [seen(200, 199)])
    assert "en body: markup (div.p-content) answers in 0 of 20 items" in layer
    assert "given now by structure" in layer


@pytest.mark.parametrize(("news", "told"), [(2, False), (4, True)])
def test_chance_is_no_alarm(news, told):
    assert bool(alarms(seen(news, 0, markup=0), [seen(200, 200)])) is told


def test_a_small_fall_is_no_alarm_however_sure():
    assert alarms(seen(300, 255), [seen(1000, 995)]) == []
    assert alarms(seen(300, 255), [seen(1000, 995)], least=0.1) != []


def test_other_kinds_in_other_shares_are_no_alarm():
    assert alarms(seen(1, 1, video=60), [seen(200, 200, video=3)]) == []


def test_nothing_is_said_before_enough_is_known():
    assert alarms(seen(20, 0), [seen(10, 10)]) == []


def test_small_runs_are_judged_with_those_before_them():
    small = seen(2, 0, markup=0)
    assert alarms(small, [small, small, seen(200, 200)]) != []
    assert alarms(seen(2, 2), [small, small, seen(200, 200)]) == [], "what was mended is not told"


def test_a_released_run_is_where_looking_back_ends():
    runs = [{"observed": seen(1, 1), "alarms": None}, {"observed": seen(2, 0), "alarms": ["x"]}, {"observed": seen(9, 9), "alarms": None}]
    assert [run["items"]["en"]["news"] for run in comparable(runs, "1")] == [1, 2]
    assert comparable(runs, "2") == [], "another reader's counts are no measure"


@pytest.mark.parametrize(("now", "told"), [(0, ["news/a"]), (19, []), (4, ["news/a"])])
def test_an_emptied_listing(now, told):
    past = [{"listings": {"en": {"news/a": 20, "news/b": 2}}}] * 3
    found = emptied({"listings": {"en": {"news/a": now, "news/b": 0, "news/new": 0}}}, past)
    assert [alarm.about.removeprefix("listing ") for alarm in found] == told


@pytest.mark.parametrize(("failed", "told"), [(0, []), (4, []), (30, ["failed"])])
def test_failures(failed, told):
    past = [{"pages": {"en": {"visited": 500, "failed": 5}}}]
    now = {"pages": {"en": {"visited": 60, "failed": failed, "blocked": 0}}}
    assert [alarm.about for alarm in failing(now, past, 0.1, lambda *_: ("http 500", None))] == told


def test_a_wall_is_always_told():
    past = [{"pages": {"en": {"visited": 500}}}]
    assert [a.about for a in failing({"pages": {"en": {"visited": 60, "blocked": 1}}}, past, 0.1, lambda *_: ("", None))] == ["blocked"]


def test_windows_hold_each_whole_day_since_the_last_run():
    now = datetime(2026, 2, 3, 9, tzinfo=UTC)
    days = [w for w in windows(now - timedelta(days=2), now) if w.until - w.since == timedelta(days=1)]
    assert [f"{day.since:%d %H}" for day in days if day.since.hour == 0] == ["01 00", "02 00"]


def test_the_bounds_are_bounds():
    assert at_most(0, 1, 0.5) >= 0.5 and at_most(1, 10, 0.5) >= 11 / 1024
    assert so_few(0, 2) == pytest.approx(0.1353, abs=1e-4)


def test_an_alarm_names_the_reason_that_most_pages_ended_for():
    pages = Observed("1")
    for number in range(60):
        reason = "no item: nothing of an article, where one is held" if number % 3 else "http 500"
        pages.page("en", f"https://x.example/{number}", "failed", reason, blocked=False)
    watch = Watch("r", None, pages, pages.told(), [{"pages": {"en": {"visited": 500}}}], 0.5, 0.1)
    (alarm,) = watch.trouble()
    assert (alarm.about, alarm.page) == ("failed", "https://x.example/59")
    assert alarm.told.endswith("mostly: no item: nothing of an article, where one is held")
