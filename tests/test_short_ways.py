"""Usual addresses, dates and texts are read a short way: it gives what the long one gives."""

import re
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mayadeen import dates, loaders, urls
from mayadeen.editions import ARABIC

PIECES = st.sampled_from(["/", "%d8%BA", "%", "%zz", "%2F", "%2", "غزة", "a", "-", "%ff%fe", "?", "#", "\t", " ", "x=1"])
PATHS = st.lists(PIECES, max_size=12).map("".join)


@given(PATHS)
@example("/%d9-%8a/%D9%8A%d9/a%2Fb")
@example("/news/غزة\t/x?a\tb")
def test_an_address_is_taken_apart_as_urllib_does(path):
    url = f"https://www.almayadeen.net/{path}"
    parts = urlsplit(url)
    assert urls.place(url) == (f"{parts.scheme}://{parts.netloc}", parts.hostname, parts.path)
    assert urls.segments(url) == tuple(unquote(part) for part in parts.path.split("/") if part)


@given(PATHS)
@example("/news/غزة-اليوم")
@example("/news/a?")
def test_an_address_is_canonical_by_its_parts(path):
    url = f"https://x.net/{path}"
    parts = urlsplit(url)
    assert urls.canonical_url(url, "y.net") == urls._join(
        "y.net", urls.canonical_path(parts.path), urls.canonical_query(parts.query)
    )


@given(st.binary(max_size=9))
def test_a_canonical_segment_is_quoted_as_urllib_does(raw):
    segment = "".join(f"%{byte:02x}" for byte in raw)
    assert urls.canonical_path(f"/a/{segment}") == "/a" + (f"/{quote(raw, safe=SAFE)}" if raw else "")


SAFE = "-._~!$&'()*+,;=:@"
STATED = [
    "2024-08-20T16:41:05+03:00", "2024-02-30T16:41:05+03:00", "1989-12-31T23:59:59+02:00", "2024-08-20T16:41:05-00:00",
    "2024-08-20T23:59:59-13:59", "2020-03-29T00:30:00+02:00", "2024-08-20T24:00:00+03:00", "2024-08-20T16:41:05+15:00",
    "2024-08-20T16:41:60+03:00",
]  # fmt: skip


@pytest.mark.parametrize("naive", ["beirut", "utc", "none"])
@pytest.mark.parametrize("raw", STATED)
def test_a_stated_time_is_read_as_any_other_form_of_it(raw, naive):
    assert dates.parse(raw, naive=naive, edition=ARABIC) == dates.parse(f" {raw}", naive=naive, edition=ARABIC)


@given(st.lists(st.text("ab غ_-–.«", min_size=1, max_size=8), max_size=8))
@example(["- _ a -", "a _- b"])
def test_words_are_counted_as_runs_that_hold_a_letter_or_a_digit(lines):
    paragraphs = [" ".join(line.split()) for line in lines if line.strip()]
    runs = " ".join(paragraphs).split(" ")
    assert loaders.word_count("\n\n".join(paragraphs)) == sum(bool(re.search(r"[^\W_]", run)) for run in runs)
