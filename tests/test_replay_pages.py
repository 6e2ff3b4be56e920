"""Archived answers: the short way to a page gives what Scrapy's would, and nothing is unpacked without a bound."""

import gzip
import time
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mayadeen.editions import EDITIONS
from mayadeen.exceptions import Failed, Filtered
from mayadeen.middlewares import decodes
from mayadeen.pages.article import ArticlePage
from mayadeen.replay import pages
from mayadeen.replay.answers import LARGEST, answer_of
from mayadeen.replay.pages import edition_of, page_of
from tests.kin import page

URL = "https://english.almayadeen.net/news/politics/a"
PAGE = page("Título — غزة", "One.\nTwo «three».").encode()
EDITION = EDITIONS["en"]


def block(body, *lines, status=b"200 OK"):
    return b"\r\n".join((b"HTTP/1.1 " + status, *lines)) + b"\r\n\r\n" + body


@pytest.mark.parametrize("named", ["utf-8", "UTF8", '"utf-8"'])
@pytest.mark.parametrize("body", [PAGE, b"\xef\xbb\xbf" + PAGE, page("Plain", "One.").encode()])
def test_the_short_way_gives_what_the_long_one_does(body, named):
    answer = answer_of(block(body, b"Content-Type: text/html; charset=" + named.encode()))
    short, long = pages._plain(answer, URL), pages._response(answer, URL)
    assert (short.url, short.body, short.encoding) == (long.url, long.body, long.encoding)
    assert ArticlePage(short, EDITION).item() == ArticlePage(long, EDITION).item()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", PAGE),
        ("text/html; charset=windows-1256", PAGE),
        ("text/html; charset=utf-8", b"%PDF-1.5"),
        ("text/html; charset=utf-8", b"  \n"),
        ("application/pdf", PAGE),
    ],
)
def test_all_else_goes_the_long_way(kind, body):
    assert pages._plain(answer_of(block(body, b"Content-Type: " + kind.encode())), URL) is None


BROKEN = [PAGE.decode().encode("cp1256", "replace"), PAGE + b"\xd8", PAGE.replace("غ".encode(), b"\xd8\x00\xba")]


@pytest.mark.parametrize("body", BROKEN)
def test_what_is_not_in_utf8_as_it_is_said_to_be_goes_the_long_way_too(body):
    sent = block(body, b"Content-Type: text/html; charset=utf-8")
    assert not ArticlePage(pages._plain(answer_of(sent), URL), EDITION).faultless
    assert page_of(sent, URL, EDITION).item() == ArticlePage(pages._response(answer_of(sent), URL), EDITION).item()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_parser_finds_every_byte_wrong_that_is_not_of_utf8(data):
    at = data.draw(st.integers(0, len(PAGE)))
    broken = PAGE[:at] + data.draw(st.binary(max_size=4)) + PAGE[at + data.draw(st.integers(0, 2)) :]
    sent = block(broken, b"Content-Type: text/html; charset=utf-8")
    plain = pages._plain(answer_of(sent), URL)
    assert plain is None or decodes(broken, "utf-8") or not ArticlePage(plain, EDITION).faultless


PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


@pytest.mark.parametrize("encoding", PACKED)
def test_encodings_are_undone_and_bombs_are_not(encoding):
    line = b"Content-Encoding: " + encoding.encode()
    assert answer_of(block(PACKED[encoding](PAGE), line)).body == PAGE
    with pytest.raises(Failed, match="larger than"):
        answer_of(block(PACKED[encoding](bytes(LARGEST + 1)), line))


@pytest.mark.parametrize("encoding", PACKED)
def test_a_page_that_breaks_off_inside_its_encoding_is_none(encoding):
    with pytest.raises(Failed, match="breaks off"):
        answer_of(block(PACKED[encoding](PAGE)[:-20], b"Content-Encoding: " + encoding.encode()))


@pytest.mark.parametrize("encoding", PACKED)
def test_what_an_archive_decoded_before_is_taken_as_it_is(encoding):
    assert answer_of(block(PAGE, b"Content-Encoding: " + encoding.encode())).body == PAGE


def test_of_a_body_in_several_pieces_all_are_taken_up_to_a_bound():
    line = b"Content-Encoding: gzip"
    assert answer_of(block(gzip.compress(PAGE) + gzip.compress(b"more"), line)).body == PAGE + b"more"
    with pytest.raises(Failed, match="in more than 100 pieces"):
        answer_of(block(gzip.compress(b"") * 200_000, line))


def test_chunks_are_joined_and_none_may_lack():
    line = b"Transfer-Encoding: chunked"
    whole = b"%x\r\n%b\r\n" % (len(PAGE), PAGE)
    assert answer_of(block(whole + b"0\r\n\r\n", line)).body == PAGE
    for torn in (whole, whole[:-20], b"ffffffff\r\n" + PAGE):
        with pytest.raises(Failed, match="breaks off"):
            answer_of(block(torn, line))
    no_chunks = b"ffffffffffffffff\r\n" + PAGE
    assert answer_of(block(no_chunks, line)).body == no_chunks


def test_a_header_of_many_lines_takes_no_time_of_its_own():
    began = time.process_time()
    assert answer_of(block(PAGE, *[b"a: b"] * 500_000)).fields[b"a"].count(b"b") == 500_000
    assert time.process_time() - began < 5


def test_what_is_no_page_is_told():
    with pytest.raises(Filtered, match="http 404"):
        answer_of(block(PAGE, status=b"404 Not Found"))
    with pytest.raises(Filtered, match="no HTTP answer"):
        answer_of(b"\0\1")
    wall = b"<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"
    with pytest.raises(Failed, match="blocked: a challenge of Cloudflare"):
        page_of(block(wall, b"Content-Type: text/html; charset=utf-8"), URL, EDITION)


@pytest.mark.parametrize(
    "url",
    [
        "https://english.almayadeen.net.evil.org/a", "https://english.almayadeen.net@evil.org/a", "https://[english.almayadeen.net/a",
        "https://english.almayadeen.net:80]/a", "https://[x@english.almayadeen.net/", "ftp://english.almayadeen.net/a", "", "https://",
    ],
)  # fmt: skip
def test_other_hosts_are_none_of_ours(url):
    assert edition_of(url) is None


def test_our_hosts_are_known_in_any_case_and_at_any_port():
    for url in ("HTTPS://English.AlMayadeen.net:443/a", "http://english.almayadeen.net", URL):
        assert edition_of(url) is EDITION
