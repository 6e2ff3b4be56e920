"""Archives that answer what they were not asked, or only a part of it: counted, told, and the crawl ends."""

import gzip
import json

import pytest

from tests.conftest import Kept
from tests.histories import history
from tests.scripted import OWN, page
from tests.servers import Answer, cut, serve

A = f"{OWN}/news/politics/a"
ASKED = ["sections=politics", "edition=en"]


def member(name, *fields, short_by=0):
    """A record of the article `name`, as it stands in a WARC file."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(name, name).encode()
    head = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {A}{name}", f"Content-Length: {len(block)}", *fields]
    return gzip.compress("\r\n".join([*head, "", ""]).encode() + block[: len(block) - short_by] + b"\r\n\r\n")


def part(data, status=206, **headers):
    return Answer(data, status, headers, type="application/octet-stream")


TORN = {
    "1": (part(member("1")), "stored", None),
    "2": (part(member("2")[:-200]), "failed", "no WARC record of an answer"),
    "3": (part(member("3")[:-4]), "failed", "no WARC record of an answer"),
    "4": (part(member("4", short_by=70)), "failed", "the WARC record breaks off"),
    "5": (part(member("5", "WARC-Truncated: length")), "failed", "the archive kept only a part: WARC-Truncated: length"),
    "6": (part(member("6"), 200), "failed", "the server gives no part of a file"),
    "7": (part(member("8"), **{"Content-Range": "bytes 0-99/5000"}), "failed", "the server gave another part: bytes 0-99/5000"),
    "8": (part(b""), "failed", "no WARC record of an answer"),
}
"""By the article's number: what its part of the file is answered with, and how that ends."""
HOSTILE = [{"offset": "9" * 5000}, {"length": "0"}, {"filename": "y" * 9000}, {"filename": "../z"}, {"offset": None, "length": [1]}]


def rows():
    told = {"timestamp": "20230101000000", "mime": "text/html", "status": "200", "filename": "f.warc.gz", "length": "1000"}
    fine = [told | {"url": f"{A}{name}", "offset": f"{name}000"} for name in TORN]
    return fine + [told | {"url": f"{A}-odd", "offset": "5"} | odd for odd in HOSTILE]


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("torn") / "data")
    with serve({}) as site:

        def answer(path, _):
            if path.startswith("/cdx?"):
                return Answer("\n".join(map(json.dumps, rows())), type="text/x-ndjson")
            if path == "/files/f.warc.gz":
                first = site.asked[-1].headers["range"].removeprefix("bytes=").split("-")[0]
                return TORN[first[0]][0]
            return Answer("", 404)

        site.answer = answer
        told = (f"cdx={site.base}/cdx", f"warcs={site.base}/files")
        ended = history(kept, *told, *ASKED, CONCURRENT_REQUESTS=1, timeout=30)
    return kept, ended


def test_what_breaks_off_in_a_warc_file_is_failed_and_never_stored(torn):
    kept, ended = torn
    assert ended.returncode == 3, ended.stderr
    found = kept.query("SELECT url, state, reason FROM pages WHERE kind = 'capture' AND reason NOT LIKE 'no capture%' OR state = 'stored'")
    assert {url.split("#")[1][0]: (state, reason) for url, state, reason in found} == {
        name: (state, reason) for name, (_, state, reason) in TORN.items()
    }
    assert kept.query("SELECT id, title FROM articles") == [("en:1", "1")]


def test_rows_without_a_place_are_counted_and_hang_nothing(torn):
    kept, ended = torn
    assert "Traceback" not in ended.stderr
    assert kept.outcomes("reason LIKE 'no capture%'") == {("filtered", "no capture: no place in a file"): len(HOSTILE)}
    assert not kept.query("SELECT url FROM pages WHERE state IN ('pending', 'leased')")


def test_a_connection_that_ends_within_a_part_is_failed(kept):
    with serve({}) as site:
        index = json.dumps(rows()[0])
        pages = {"/files/f.warc.gz": Answer(send=cut("x" * 1000)), "/robots.txt": Answer("", 404)}
        site.answer = lambda path, _: pages.get(path, Answer(index))
        told = (f"cdx={site.base}/cdx", f"warcs={site.base}/files")
        ended = history(kept, *told, *ASKED, RETRY_TIMES=0)
    assert ended.returncode == 3
    assert [state for state, _ in kept.outcomes("kind = 'capture'")] == ["failed"]


def heedless(stamp):
    """Always the same five thousand lines, of three captures, whatever is asked for."""
    line = f"net,x)/a{{0}} {stamp} {A}{{0}} text/html 200 SHA{{0}} 100"
    return Answer("\n".join(line.format(number % 3) for number in range(5000)), type="text/plain")


@pytest.mark.parametrize(("stamp", "since"), [("20230101000000", None), ("20230101000000", "2024-01-01"), ("20100101000000", None)])
def test_a_server_that_pays_no_heed_to_from_and_to_is_soon_let_be_and_what_it_gave_is_read(kept, stamp, since):
    answer = heedless(stamp)
    with serve({}) as site:
        site.answer = lambda path, _: answer if path.startswith("/cdx") else Answer("", 404)
        ended = history(kept, f"cdx={site.base}/cdx", *ASKED, *([f"since={since}"] if since else []), timeout=60)
        asked = [path for path in site.paths() if path.startswith("/cdx")]
    assert ended.returncode == 3, ended.stderr
    assert ("failed", "captures of other times than asked for: no heed of from and to") in kept.outcomes("kind = 'index'")
    assert len(asked) <= (1 if since else 7), asked
    became = ("filtered", "outside since and until") if since else ("failed", "http 404")
    assert kept.outcomes("kind = 'capture'") == {became: 3}
    assert kept.one("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased')") == 0


ROW = json.dumps({"timestamp": "20230101000000", "url": A, "mime": "text/html", "status": "200", "digest": "X"})
PLAIN = f"net,x)/ 20230101000000 {A} text/html 200 SHA 1\n"


@pytest.mark.parametrize("form", ["pages", "key", "keys"])
def test_the_same_rows_for_every_page_are_no_whole_index(kept, form):
    """By a thousand pages, by one resume key, and by ever another."""
    with serve({}) as site:

        def index(path):
            if form == "pages":
                return '{"pages": 1000}' if "showNumPages" in path else ROW
            return f"{PLAIN}\nkey{len(site.asked) if form == 'keys' else ''}\n"

        site.answer = lambda path, _: Answer(index(path)) if path.startswith("/cdx") else Answer("", 404)
        ended = history(kept, f"cdx={site.base}/cdx", *ASKED, timeout=30)
        asked = [path for path in site.paths() if path.startswith("/cdx")]
    assert ended.returncode == 3, ended.stderr
    assert ("failed", "the same rows again: no heed of what they are asked for by") in kept.outcomes("kind = 'index'")
    assert len(asked) <= 4, asked
