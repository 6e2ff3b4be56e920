"""Servers that hold more than they give at a time: parted by the time of capture, and not without end."""

from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from mayadeen.cdx import parting
from mayadeen.cdx.options import HistoryArguments
from mayadeen.cdx.parting import Parting, strays
from mayadeen.cdx.reply import Row
from mayadeen.exceptions import Failed
from mayadeen.spiders import history
from mayadeen.stores.entry import Visit

NOW = "20260101000000"
YEARS = ("20110101000000", "20201231235959")
DAY = ("20230105100000", "20230105173000")


def rows(*times):
    return [Row(time, "http://x/") for time in times]


@pytest.mark.parametrize(
    ("span", "time", "astray"),
    [
        (YEARS, "20110101000000", False),
        (YEARS, "20201231235959", False),
        (YEARS, "20101231235959", True),
        (YEARS, "20210101000000", True),
        # A server that knows days only takes the whole of the first and the last.
        (("20110101120000", "20110102120000"), "20110101000000", False),
        (("20110101120000", "20110102120000"), "20110102235959", False),
        (("20110101120000", "20110102120000"), "20110103000000", True),
        # Within a day it has nothing to part by; one that knows hours has.
        (DAY, "20230105095959", True),
        (DAY, "20230105175959", False),
        (DAY, "20230105180000", True),
        (("20230105100000", "20230105103000"), "20230105103059", False),
        (("20230105100000", "20230105103000"), "20230105103100", True),
        (("20230105100000", "20230105100000"), "20230105100000", False),
        (("20230105100000", "20230105100000"), "20230105100001", True),
    ],
)
def test_which_times_a_server_that_heeds_the_span_does_not_give(span, time, astray):
    assert strays(span, rows(time)) is astray


def test_rows_without_a_time_are_no_sign_of_it():
    assert not strays(YEARS, [Row(problem="no time"), Row("9", problem="no time")])


def test_who_gives_other_days_is_asked_no_further_whatever_is_asked():
    parting = Parting()
    assert len(parting.parts("a", YEARS, NOW, rows("20120101000000"))) == 2
    for url, span, given in (("a", YEARS, "20250101000000"), ("a", YEARS, "20120101000000"), ("b", None, "20120101000000")):
        with pytest.raises(Failed, match="no heed of from and to"):
            parting.parts(url, span, NOW, rows(given))


def test_who_knows_only_days_is_asked_about_other_days():
    parting = Parting()
    with pytest.raises(Failed, match="no heed of from and to"):
        parting.parts("a", DAY, NOW, rows("20230105000000"))
    assert len(parting.parts("a", YEARS, NOW, rows("20120101000000"))) == 2


def test_a_second_is_not_parted():
    with pytest.raises(Failed, match="more than 5000 captures in a second"):
        Parting().parts("a", (DAY[0], DAY[0]), NOW, rows(DAY[0]))


def test_without_a_span_all_time_is_parted():
    assert Parting().parts("a", None, NOW, []) == [("19960101000000", "20110101000000"), ("20110101000001", NOW)]


def test_no_address_is_parted_without_end(monkeypatch):
    monkeypatch.setattr(parting, "MOST", 3)
    some = Parting()
    for _ in range(3):
        some.parts("a", YEARS, NOW, [])
    with pytest.raises(Failed, match="more than 5000 captures in each of 3 parts"):
        some.parts("a", YEARS, NOW, [])
    assert some.parts("b", YEARS, NOW, [])


class Server:
    """Holds `held`, gives seven rows at a time, and knows times to so many digits."""

    def __init__(self, held, digits):
        self.held, self.digits, self.asked = held, digits, 0

    def answer(self, url):
        self.asked += 1
        told = {name: values[0][: self.digits] for name, values in parse_qs(urlsplit(url).query).items()}
        first, last = told.get("from", ""), told.get("to", "9")
        given = [time for time in self.held if first <= time[: self.digits] <= last]
        return "\n".join(f"k {time} {PAGE}{time} text/html 200 {time} 1" for time in given[:7])


class Endless(Server):
    def answer(self, url):
        self.asked += 1
        (first,) = parse_qs(urlsplit(url).query).get("from", ["20230101000000"])
        return f"k {first} {PAGE} text/html 200 X 1\n" * 7


PAGE = "https://english.almayadeen.net/news/politics/a"


def read_all(server, monkeypatch):
    """The times of the captures that a walk through its index comes upon, and why parts of that failed."""
    monkeypatch.setattr(history, "LINES", 7)
    spider = history.HistorySpider(HistoryArguments.parse(cdx="http://127.0.0.1/cdx", replay="http://127.0.0.1/web"))
    ahead = [spider._index("en", {"url": "x", "match": "prefix", "span": None})]
    found, failed = set(), []
    while ahead:
        entry = ahead.pop()
        response = TextResponse(entry.url, body=server.answer(entry.url).encode(), request=Request(entry.url, meta={"visit": Visit(entry)}))
        try:
            for each in spider.parse_index(response):
                ahead.append(each) if each.kind == "index" else found.add(each.url.partition("id_/")[0].rpartition("/")[2])
        except Failed as reason:
            failed.append(str(reason))
    return found, failed


SPREAD = [f"2023{month:02}{day:02}{hour:02}0000" for month in (1, 12) for day in range(1, 29) for hour in (0, 11, 23)]


@pytest.mark.parametrize("digits", [8, 10, 12, 14])
def test_a_server_is_read_whole_by_the_times_that_it_knows(digits, monkeypatch):
    server = Server(SPREAD, digits)
    found, failed = read_all(server, monkeypatch)
    assert (found, failed) == (set(SPREAD), [])
    assert server.asked < len(SPREAD)


def test_of_a_server_of_days_a_day_of_too_many_is_failed_and_the_others_are_read(monkeypatch):
    crowded = [f"20230601{hour:02}{minute:02}00" for hour in range(24) for minute in range(60)]
    server = Server(sorted(SPREAD + crowded), 8)
    found, failed = read_all(server, monkeypatch)
    assert found == {*SPREAD, *crowded[:7]}, "and what is given of the day itself"
    assert set(failed) == {parting.NO_HEED}
    assert server.asked < 300


def test_a_server_without_end_is_asked_no_more_than_so_often(monkeypatch):
    """It always has as many as may be, each within what was asked for."""
    server = Endless([], 14)
    monkeypatch.setattr(parting, "MOST", 50)
    _, failed = read_all(server, monkeypatch)
    assert server.asked == 101
    assert set(failed) == {"more than 5000 captures in each of 50 parts of the time", "more than 5000 captures in a second"}
