"""A part of a WARC file is an answer only if all of it is there."""

import gzip

import pytest
from scrapy import Request
from scrapy.http import Response

from mayadeen.cdx.record import RecordMiddleware, answer_in
from mayadeen.exceptions import Failed

BODY = b"<html><p>" + "غزة text ".encode() * 20 + b"</p></html>"
BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + BODY
HEAD = b"WARC/1.0\r\nWARC-Type: response\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BLOCK)
ASKED = Request("http://127.0.0.1/f.warc.gz", headers={"Range": "bytes=5-999"})


def record(*fields, block=BLOCK):
    return gzip.compress(HEAD + b"".join(fields) + b"\r\n" + block + b"\r\n\r\n")


@pytest.mark.parametrize("fields", [[LENGTH], [LENGTH.lower()], []])
def test_a_whole_record_is_the_answer_it_holds(fields):
    assert answer_in(record(*fields), ASKED).body == BODY


def test_one_that_breaks_off_anywhere_is_none():
    whole = record(LENGTH)
    assert len(whole) > 100
    for end in range(len(whole)):
        with pytest.raises(Failed, match="no WARC record"):
            answer_in(whole[:end], ASKED)


def test_nor_is_one_whose_record_says_that_there_was_more():
    for end in range(len(BLOCK) - len(b"\r\n\r\n")):
        with pytest.raises(Failed, match="breaks off"):
            answer_in(record(LENGTH, block=BLOCK[:end]), ASKED)
    with pytest.raises(Failed, match=r"kept only a part: WARC-Truncated: length$"):
        answer_in(record(LENGTH, b"WARC-Truncated: length\r\n"), ASKED)


@pytest.mark.parametrize("stated", ["bytes 5-999/5000", "bytes 5-500/*", "bytes=5-999/5000"])
def test_the_part_that_was_asked_for_may_say_so(stated):
    assert RecordMiddleware().process_response(ASKED, given(stated)).body == BODY


@pytest.mark.parametrize("stated", ["bytes 0-999/5000", "bytes 50-999/5000", "bytes */5000", "x", "\x00غ"])
def test_another_part_is_not_taken_for_it(stated):
    with pytest.raises(Failed, match="the server gave another part"):
        RecordMiddleware().process_response(ASKED, given(stated))


def test_what_it_says_instead_is_told_in_plain_signs():
    """For a database takes no NUL."""
    with pytest.raises(Failed, match=r"another part: \?\?\?x{57}$"):
        RecordMiddleware().process_response(ASKED, given("\x00غ" + "x" * 500))


def given(stated):
    return Response(ASKED.url, status=206, headers={"Content-Range": stated.encode()}, body=record(LENGTH))
