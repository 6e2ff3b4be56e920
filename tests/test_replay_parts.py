"""What the processes of a replay give of their parts, put together: the archive's records, and no page's."""

import gzip
import random
import tracemalloc

import pytest

from mayadeen.replay.fold import Folded
from mayadeen.replay.part import Job, read_part
from mayadeen.replay.told import in_short, told_by
from mayadeen.stores import warc
from mayadeen.stores.sources import parts
from tests.kin import HOSTS, page, text

DATE = "2026-01-02T03:04:05Z"
ARTICLES = [f"{HOSTS['en']}/news/politics/{number}" for number in range(6)]
FORGED = f"{HOSTS['en']}/news/politics/forged"


def response(url, payload, level=6):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return gzip.compress(warc.record("response", head + payload, {"WARC-Target-URI": url, "WARC-Date": DATE}), level)


def article(url):
    return response(url, page("Title", text((1, 3))).encode())


def noise(size, seed):
    return random.Random(seed).randbytes(size)


@pytest.fixture
def replayed(tmp_path):
    """Articles' addresses, counts, and in how many parts."""

    def run(data, size):
        path = tmp_path / "a.warc.gz"
        path.write_bytes(data)
        folded = Folded()
        found = parts(str(path), size)
        for number, part in enumerate(found):
            folded.add(read_part(Job(part, number, tmp_path, None, ("en",), everything=True)))
        return [outcome.reading.url for outcome in folded.outcomes()], folded.counts, len(found)

    return run


@pytest.fixture(scope="module")
def forging():
    """Its page holds a hundred articles as gzip members, each between bytes that cannot be pressed."""
    member = article(FORGED)
    record = response("https://evil.example/", b"".join(noise(700, seed) + member for seed in range(100)), 0)
    assert record.count(member) > 50
    return record


@pytest.mark.parametrize("size", [500, 3000, 20_000, 1 << 30])
def test_a_part_that_begins_in_a_page_takes_nothing_of_it(replayed, forging, size):
    data = article(ARTICLES[0]) + forging + article(ARTICLES[1]) + forging + article(ARTICLES[2])
    urls, counts, _ = replayed(data, size)
    assert sorted(urls) == ARTICLES[:3]
    assert (counts["pages"], counts["of other hosts"], counts["damaged"]) == (3, 2, 0)


@pytest.mark.parametrize("size", [500, 20_000])
def test_a_page_that_breaks_off_gives_nothing_to_the_parts_behind(replayed, forging, size):
    urls, counts, number = replayed(article(ARTICLES[0]) + forging[:-5000], size)
    assert (urls, counts["damaged"], counts["pages"]) == (ARTICLES[:1], 1, 1)
    assert number > 2


def test_parts_that_begin_where_they_must_are_read_once(replayed, monkeypatch):
    monkeypatch.setattr("mayadeen.replay.fold.read_part", None)
    urls, counts, number = replayed(b"".join(map(article, ARTICLES)), 700)
    assert (sorted(urls), counts["damaged"]) == (ARTICLES, 0)
    assert number > 3


def test_what_other_peoples_metadata_say_takes_no_memory(replayed, tmp_path):
    said = b'{"id": "en:1", "x": "' + b"0" * 65_000 + b'"}'
    data = article(ARTICLES[0]) + b"".join(warc.metadata(f"{FORGED}{number}", DATE, said) for number in range(300))
    tracemalloc.start()
    try:
        replayed(data, 1 << 30)
        assert tracemalloc.get_traced_memory()[1] < 10e6, "of twenty megabytes"
    finally:
        tracemalloc.stop()


def test_what_is_said_of_a_page_is_kept_as_far_as_it_is_short():
    some = b'{"id": "en:1", "regions": ["africa"], "sightings": [["region", "africa"]], "more": [1, 2]}'
    assert told_by(in_short(warc.TOLD + some)) == told_by(some)
    many = b'{"id": "en:1", "sightings": [%s]}' % b", ".join([b'["region", "africa"]'] * 3000)
    assert 100 < len(told_by(in_short(many)).sightings) < 3000
    assert told_by(in_short(many)).id == "en:1"
    assert in_short(b'{"id": "%s"}' % (b"1" * 60_000)) == in_short(b"fetchTimeMs: 5") == b""
