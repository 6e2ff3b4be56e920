"""Whatever stands in a row of an index, it is counted, and nothing but a part of a file below `warcs` is asked for."""

import re
from contextlib import suppress

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from mayadeen.cdx.options import HistoryArguments
from mayadeen.cdx.reply import read
from mayadeen.cdx.source import range_of
from mayadeen.exceptions import Failed
from mayadeen.spiders.history import HistorySpider
from mayadeen.stores.entry import Entry, Visit

FILES = "http://127.0.0.1:9/files/"
REPLAY = "http://127.0.0.1:9/web/"
FINE = {
    "timestamp": "20230101000000",
    "url": "https://english.almayadeen.net/news/politics/a",
    "mime": "text/html",
    "status": "200",
    "digest": "A",
    "filename": "crawl-data/CC-1/x.warc.gz",
    "offset": "5",
    "length": "10",
}
LONGEST_KEY = 2704
"""Bytes that an index of PostgreSQL takes."""


def spider(**place):
    return HistorySpider(HistoryArguments.parse(cdx="http://127.0.0.1:9/cdx", **place))


IN_FILES, IN_REPLAY = spider(warcs=FILES), spider(replay=REPLAY)


def listed(body, by=IN_FILES):
    """The captures that an index leads to, refused ones included."""
    entry = Entry("http://127.0.0.1:9/cdx?url=x", "en", "index", context={"url": "x", "match": "prefix", "span": None})
    response = TextResponse(entry.url, body=body, request=Request(entry.url, meta={"visit": Visit(entry)}))
    found = []
    with suppress(Failed):
        found.extend(by.parse_index(response))
    return [each for each in found if each.kind == "capture"]


def of_row(by=IN_FILES, **told):
    (found,) = listed(orjson.dumps(FINE | told), by)
    return found


@pytest.mark.parametrize(
    "told",
    [
        {"offset": "9" * 5000},
        {"offset": "1" * 16},
        {"offset": "-1"},
        {"offset": "٥"},
        {"offset": "5-6"},
        {"offset": ""},
        {"offset": 1.5},
        {"offset": None},
        {"length": "9" * 5000},
        {"length": "0"},
        {"length": "000"},
        {"length": "-3"},
        {"length": "²"},
        {"length": ["10"]},
        {"filename": ""},
        {"filename": "y" * 9000},
        {"filename": "غ" * 400},
        {"filename": "../x.warc.gz"},
        {"filename": "a/./x.warc.gz"},
        {"filename": "a/.."},
        {"filename": "..\\x.warc.gz"},
        {"filename": "%2e%2e/x.warc.gz"},
        {"filename": "http://169.254.169.254/x"},
        {"filename": "x\u0000.warc.gz"},
        {"filename": "x\r\nHost: y"},
        {"filename": {"a": 1}},
    ],
)
def test_a_row_without_a_place_in_a_file_is_counted_as_that(told):
    assert of_row(**told).refused == "no capture: no place in a file"


@pytest.mark.parametrize(
    ("told", "address", "part"),
    [
        ({}, f"{FILES}crawl-data/CC-1/x.warc.gz", "bytes=5-14"),
        ({"offset": 0, "length": 1}, f"{FILES}crawl-data/CC-1/x.warc.gz", "bytes=0-0"),
        ({"offset": "9" * 15, "filename": "/a b/غ.warc.gz"}, f"{FILES}a%20b/%D8%BA.warc.gz", "bytes=999999999999999-1000000000000008"),
    ],
)  # fmt: skip
def test_one_with_a_place_is_read_there(told, address, part):
    found = of_row(**told)
    assert (found.refused, IN_FILES.fetch_address(found).partition("#")[0], IN_FILES.headers(found)) == (None, address, {"Range": part})


def test_rows_without_a_place_are_counted_one_by_one():
    body = b"\n".join(orjson.dumps(FINE | {"filename": "", "url": f"{FINE['url']}{number}"}) for number in range(3))
    assert len({each.url for each in listed(body)}) == 3


@pytest.mark.parametrize("offset", ["9" * 5000, "", "5-0"])
def test_of_a_page_of_an_earlier_version_without_a_place_no_whole_file_is_asked(offset):
    kept = Entry(f"{FILES}x.warc.gz#{offset}-10", "en", "capture")
    assert IN_FILES.headers(kept) == {"Range": "bytes=0-0"}
    assert range_of(kept.url) is None


@pytest.mark.parametrize(
    ("timestamp", "reason"),
    [
        ("٢٠23٠١٠١٠٠٠٠٠٠", "no capture: no time"),
        ("2023010100000٥", "no capture: no time"),
        ("20230230000000", "no capture: no time"),
        ("20230101000060", "no capture: no time"),
        ("19010101000000", "no capture: of a time before any archive"),
        ("20990101000000", "no capture: of a time to come"),
        ("9" * 5000, "no capture: no time"),
    ],
)
@pytest.mark.parametrize("by", [IN_FILES, IN_REPLAY], ids=["files", "replay"])
def test_a_time_that_is_none(timestamp, reason, by):
    assert of_row(by, timestamp=timestamp).refused == reason


def test_of_a_reply_of_very_many_lines_the_first_are_taken():
    reply = read(b"a\n" * 1_000_000)
    assert (reply.torn, len(reply.rows)) == (True, 100_000)


@pytest.mark.parametrize("key", [b"k" * 100_000, "غ".encode() * 1000])
def test_a_resume_key_too_long_to_ask_with_breaks_an_index_off(key):
    row = b"net,x)/ 20230101000000 https://english.almayadeen.net/a text/html 200 SHA 1\n"
    reply = read(row + b"\n" + key + b"\n")
    assert (reply.resume, reply.torn, len(reply.rows)) == (None, True, 1)


@pytest.mark.parametrize("key", ["7", '{"a": 1}', "null", f'"{"k" * 100_000}"'])
def test_a_resume_key_of_another_type_breaks_an_index_off(key):
    reply = read(f'[["timestamp","original"],\n["20230101000000","x"],\n[],\n[{key}]]'.encode())
    assert (reply.resume, reply.torn) == (None, True)


ODD = st.one_of(
    st.text(max_size=40),
    st.text("0123456789-٥²", max_size=20),
    st.sampled_from(["..", "/", "%2e%2e/", "\\", "http://[", "http://english.almayadeen.net:x/", "9" * 5000, "غ" * 700, "20230101000000"]),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.recursive(st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner), max_leaves=5),
)
TOLD = st.fixed_dictionaries({}, optional=dict.fromkeys(FINE, ODD))
SURROGATE = b'{"timestamp": "20230101000000", "url": "https://english.almayadeen.net/a\\ud800", "filename": "\\udfff"}'


@given(st.lists(TOLD, min_size=1, max_size=4), st.sampled_from([IN_FILES, IN_REPLAY]))
@example([{"url": f"{FINE['url']}{'x' * 1_000_000}"}], IN_FILES)
@example([dict.fromkeys(("mime", "status", "digest", "filename"), "m" * 1000000)], IN_REPLAY)
@settings(max_examples=300)
def test_every_row_is_counted_and_can_be_asked_for(several, by):
    found = listed(b"\n".join(orjson.dumps(FINE | told) for told in several), by)
    assert 1 <= len(found) <= len(several)
    for entry in found:
        assert_harmless(entry, by)


@given(st.binary(max_size=200) | st.lists(st.binary(max_size=30), max_size=11).map(b" ".join))
@example(SURROGATE)
@example(b"[" * 100_000)
@example(b'[["timestamp"],' + b"[" * 200 + b"]" * 200 + b"]")
@settings(max_examples=300)
def test_whatever_an_index_is_made_of(body):
    for entry in listed(body):
        assert_harmless(entry, IN_FILES)


def assert_harmless(entry, by):
    assert len(entry.url.encode()) <= LONGEST_KEY
    assert entry.refused is None or len(entry.refused) <= 70
    if entry.refused:
        return
    asked = Request(by.fetch_address(entry), headers=by.headers(entry))
    assert asked.url.startswith(REPLAY if by is IN_REPLAY else FILES)
    assert ".." not in asked.url.removeprefix(FILES).split("/") or by is IN_REPLAY
    if by is IN_FILES:
        first, last = re.fullmatch(rb"bytes=(\d+)-(\d+)", asked.headers["Range"]).groups()
        assert int(first) <= int(last) < 10**16


@pytest.mark.parametrize(("pages", "taken", "torn"), [("7", 7, False), ("100000", 100_000, False), ("18446744073709551615", 100_000, True)])
def test_more_pages_than_an_index_can_have_break_it_off(pages, taken, torn):
    reply = read(f'{{"pages": {pages}}}'.encode())
    assert (reply.pages, reply.torn) == (taken, torn)


def test_and_that_is_told():
    entry = Entry("http://127.0.0.1:9/cdx?url=x", "en", "index", context={"url": "x", "match": "prefix", "span": None, "full": True})
    response = TextResponse(entry.url, body=b'{"pages": 999999999}', request=Request(entry.url, meta={"visit": Visit(entry)}))
    with pytest.raises(Failed, match="more than 100000 pages"):
        list(IN_FILES.parse_index(response))
