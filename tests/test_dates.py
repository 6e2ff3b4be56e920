"""Dates as machines and people write them. Expected values were written by a person, none by the parser."""

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mayadeen.dates import BEIRUT, Moment, parse
from mayadeen.editions import ARABIC, EDITIONS, ENGLISH, SPANISH
from tests import pace
from tests.date_strings import MACHINE, VISIBLE
from tests.shared_site import shared_site, strings


@pytest.mark.parametrize(("raw", "naive", "iso", "precision", "zone"), MACHINE)
def test_what_machines_write(raw, naive, iso, precision, zone):
    moment = parse(raw, naive=naive)
    read = (moment.iso(), moment.precision, moment.zone) if moment else (None, None, None)
    assert read == (iso, precision, zone)


@pytest.mark.parametrize(("raw", "expected"), VISIBLE)
def test_what_people_read(raw, expected):
    assert shown(parse(raw)) == expected


def shown(moment: Moment | None) -> str | None:
    return moment and (moment.day if moment.precision == "day" else moment.iso())


@pytest.mark.parametrize(
    ("raw", "edition", "expected"),
    [
        ("03/04/2023", ARABIC, "2023-04-03"),
        ("03/04/2023 15:39", SPANISH, "2023-04-03T15:39:00+03:00"),
        ("٣/٤/٢٠٢٣", ARABIC, "2023-04-03"),
        ("03-04-2023", SPANISH, "2023-04-03"),
        ("03.04.2023", SPANISH, "2023-04-03"),
        ("03/04/2023", ENGLISH, None),
        ("12/25/2023", SPANISH, None),
        ("12/25/2023", ENGLISH, "2023-12-25"),
        ("6 Jan 2022", ARABIC, "2022-01-06"),
        ("6 كانون الثاني 2022", ENGLISH, "2022-01-06"),
    ],
)
def test_an_edition_decides_only_the_order_of_numbers(raw, edition, expected):
    assert shown(parse(raw, edition=edition)) == expected


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        # The tz database knows nothing of the month's delay that was decreed and taken back in
        # March 2023: summer time began on the 26th at midnight, whatever the site's offset says.
        ("2023-03-25T10:00:00+03:00", "2023-03-25T09:00:00+02:00"),
        ("2023-03-26T10:00:00+03:00", "2023-03-26T10:00:00+03:00"),
        ("2023-03-26T10:00:00+02:00", "2023-03-26T11:00:00+03:00"),
        ("2023-03-25T23:30:00+03:00", "2023-03-25T22:30:00+02:00"),
        ("2023-10-29T10:00:00+03:00", "2023-10-29T09:00:00+02:00"),
        ("2024-03-30T00:30:00+03:00", "2024-03-29T23:30:00+02:00"),
        # Skipped in Beirut: the offset before the switch, said as the clock that Beirut showed.
        ("26 آذار 2023 00:30", "2023-03-26T01:30:00+03:00"),
        ("2023-03-26", "2023-03-26T01:00:00+03:00"),
        # Twice in Beirut: the first, in summer time.
        ("28 تشرين الأول 2023 23:30", "2023-10-28T23:30:00+03:00"),
        ("2023-10-28T23:30:00+02:00", "2023-10-28T23:30:00+02:00"),
    ],
)
def test_summer_time(raw, iso):
    assert parse(raw).iso() == iso


def test_a_moment_is_in_beirut_unless_no_zone_is_assumed():
    assert parse("2022-01-06T23:30:00Z").day == "2022-01-07"
    assert parse("2022-01-06T23:30:00Z").instant.tzinfo is BEIRUT
    assert parse("2022-01-06T23:30:00Z", naive="none").day == "2022-01-06"
    assert parse("2022-01-06T23:30:00", naive="none").instant.tzinfo is None


def test_an_unknown_meaning_of_naive_is_refused():
    with pytest.raises(ValueError, match="one of beirut, utc, none, not 'local'"):
        parse("2022-01-06", naive="local")


@pytest.fixture(scope="module")
def scripts():
    with gzip.open(shared_site("articles-ar.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return {row["postid"]: row for row in (json.loads(line)["metadata"] for line in lines)}


def test_real_times_of_the_script(scripts):
    stated = [row[name] for row in scripts.values() for name in ("published_time", "last_updated")]
    assert len(stated) > 4700
    for raw in stated:
        moment = parse(raw)
        assert (moment.zone, moment.precision) == ("stated", "second")
        assert moment.instant == datetime.fromisoformat(raw)
        assert moment.instant.utcoffset() == moment.instant.astimezone(BEIRUT).utcoffset()


def test_real_times_of_the_tags_are_the_scripts_instants(scripts):
    lines = shared_site("naive-times-ar.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["postid"] in scripts]
    assert len(rows) == 60
    for row in rows:
        for name in ("published_time", "last_updated"):
            assert parse(row[name], naive="utc").iso() == parse(scripts[row["postid"]][name]).iso()


def test_cards_of_real_pages_are_never_given_a_year(scripts):
    lines = shared_site("paragraphs-ar.jsonl").read_text(encoding="utf-8").splitlines()
    paragraphs = {p.strip() for line in lines for p in strings(json.loads(line)) if len(p) < 40}
    cards = [p for p in paragraphs if p.startswith("اليوم ") or p.split()[1:2] == ["اب"]]
    assert len(cards) >= 10
    assert [p for p in cards if parse(p)] == []


MONTHS = [(name, number) for edition in EDITIONS.values() for name, number in edition.months.items()]
ZONES = st.sampled_from(
    [timezone(timedelta(hours=h, minutes=m)) for h in range(-12, 14) for m in (0, 30)]
)
MINUTES = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31, 23, 59)).map(
    lambda when: when.replace(second=0, microsecond=0)
)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@given(MINUTES, st.sampled_from(MONTHS), st.sampled_from("01234567"))
def test_round_trip_of_visible_forms(when, month, form):
    when = when.replace(day=min(when.day, 28), month=month[1])
    half = when.hour % 12 or 12
    d, m, y, clock = when.day, month[0], when.year, f"{when:%H:%M}"
    raw = {
        "0": f"{d} {m} {y} {clock}",
        "1": f"{m} {d}, {y} {half}:{when:%M} {'PM' if when.hour > 11 else 'AM'}",
        "2": f"{d:02} {m} {y}، {half}:{when:%M} {'مساءً' if when.hour > 11 else 'صباحاً'}",
        "3": f"{d} de {m} de {y} a las {half}:{when:%M} {'p. m.' if when.hour > 11 else 'a. m.'}",
        "4": f"{clock} - {d} {m} {y}",
        "5": f"{d} {m} {y} {clock}".translate(EASTERN),
        "6": f"\u200f{d}\u200f {m}\u00a0{y}\u200e {clock}\u200f",
        "7": f"الساعة {clock} {d} {m.upper()} {y}",
    }[form]
    assert parse(raw, naive="utc").instant.astimezone(UTC).replace(tzinfo=None) == when
    assert parse(raw, naive="none").iso() == when.isoformat(timespec="seconds")


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)), ZONES, st.booleans())
def test_round_trip_of_machine_forms(when, zone, basic):
    when = when.replace(tzinfo=zone)
    raw = when.strftime("%Y%m%dT%H%M%S%z") if basic else when.isoformat()
    assert parse(raw).instant == when.replace(microsecond=0)
    assert parse(when.strftime("%a, %d %b %Y %H:%M:%S %z")).instant == when.replace(microsecond=0)


PIECES = "6 31 2022 15:39 / - . , ، ( ) : T Z + at a p م ص من de PM GMT -05:00 يناير jan كانون الثاني st h"
pieces = st.lists(st.sampled_from(PIECES.split()))


@settings(max_examples=500)
@given(st.one_of(st.text(), pieces.map(" ".join), pieces.map("".join)))
@example("6 aprıl 2022")
@example("\ud800 6 Jan 2022")
@example("６／１２／２０２２")
def test_any_text_gives_a_moment_or_none(raw):
    for naive in ("beirut", "utc", "none"):
        moment = parse(raw, naive=naive)
        assert moment is None or (moment.day and moment.iso())


@pytest.mark.parametrize(
    "raw",
    [
        "x" * 1_000_000,
        "غَ" * 500_000,
        "6 Jan 2022 15:39" + " " * 1_000_000,
        "1" * 2000,
        "6 " * 99,
        "6 كانون الثاني/" * 13,
        "12:30 at " * 20,
        "6 Jan 2022" + " at on el - " * 16,
        " at on el - " * 16 + "6 Jan 2022",
        "-" * 199,
        "GMT+1 " * 33,
    ],
    ids=lambda raw: raw[:12],
)
def test_no_text_takes_long(raw):
    parse("6 Jan 2022")
    with pace.within(0.2):
        parse(raw)


def test_beirut_is_known_where_the_system_has_no_time_zones():
    code = "from mayadeen.dates import parse; print(parse('6 July 2022 15:39').iso())"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1], env={"PYTHONTZPATH": ""}, capture_output=True, text=True, check=True,
    )
    assert ran.stdout.strip() == "2022-07-06T15:39:00+03:00"


def test_the_tz_database_here_is_one_without_the_disputed_switch():
    """2023b had Lebanon's delay of a month, 2023c took it out again."""
    noon = datetime(2023, 3, 26, 12, tzinfo=ZoneInfo("Asia/Beirut"))
    assert noon.utcoffset() == timedelta(hours=3)
