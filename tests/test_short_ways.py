"""Usual addresses, dates and texts are read a short way: it gives what the long one gives."""

import re
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from protego import Protego

from mayadeen import dates, loaders, text, urls
from mayadeen.editions import ARABIC
from mayadeen.items import Article
from mayadeen.pipelines import clean
from mayadeen.site import Site
from mayadeen.stores.entry import Entry, Visit

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


@given(PATHS)
@example("/news/غزة/a%2Fb;x")
def test_a_page_that_is_not_redirected_has_the_address_it_was_asked_for_by(path):
    site = Site(ARABIC, "http://127.0.0.1:8000/mirror")
    url = site.canonical(f"https://{ARABIC.host}/{path}", on=ARABIC.home)
    asked = site.address(url)
    assert site.canonical(asked, on=asked) == url


@given(PATHS, st.sampled_from(["/news", "/%d8%ba", "/غزة", "/%D8%BA%D8%B2%D8%A9$", "/*%2F", "/%ff", "/a*=1", "/%2525"]))
@example("/%d8%ba%D8%B2%c3/x", "/%D8%BA")
@example("a%2Fb", "/a/b")
def test_robots_txt_says_the_same_of_the_readable_form_of_an_address(path, rule):
    rules = Protego.parse(f"User-agent: *\nDisallow: {rule}\n")
    url = f"https://x.net/{quote(path, safe='/%?#=')}"
    assert rules.can_fetch(urls.readable(url), "mayadeen") == rules.can_fetch(url, "mayadeen")


def test_an_item_on_its_visit_that_can_be_written_is_not_looked_through(monkeypatch):
    item = Article(title=" غزة ", provenance={"title": {"layer": "script", "raw": "غزة"}})
    item.visit = Visit(Entry("https://x.net/a", "ar", "article"))
    monkeypatch.setattr(clean, "writable", None)
    assert clean.CleanPipeline().process_item(item).title == "غزة"


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


@pytest.mark.parametrize("page", text.CODE_PAGES)
def test_a_text_within_a_code_page_folds_as_any(page):
    signs = [sign for sign in bytes(range(256)).decode(page, "ignore") if text.folded_within(page, sign) is not None]
    assert len(signs) > 240
    for sign in signs:
        pairs = " ".join(f"a{sign}{other}b" for other in signs)
        assert text.folded_within(page, pairs) == text.folded_of_any(pairs)
