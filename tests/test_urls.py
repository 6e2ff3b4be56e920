"""One form for each address."""

import gzip
import json
import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayadeen import urls
from mayadeen.editions import EDITIONS
from tests.shared_site import shared_site

HOST = "english.almayadeen.net"
SLUG = "غزة:-يوم---100"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/news/politics/x", "/news/politics/x"),
        ("/news/politics/x/", "/news/politics/x"),
        ("news//politics///x", "/news/politics/x"),
        ("", "/"),
        ("/", "/"),
        ("/غ", "/%D8%BA"),
        ("/%d8%ba", "/%D8%BA"),
        ("/%D8%BA", "/%D8%BA"),
        ("/%D8غ", "/%D8%D8%BA"),
        ("/a:b---c", "/a:b---c"),
        ("/a%3Ab%2Dc", "/a:b-c"),
        ("/a b+c%20d", "/a%20b+c%20d"),
        ("/a%2Fb%3Fc%23d", "/a%2Fb%3Fc%23d"),
        ("/100%", "/100%25"),
        ("/100%25", "/100%25"),
        ("/%2525", "/%2525"),
        ("/%zz", "/%25zz"),
        ("/caf%e9", "/caf%E9"),
        ("/caf%C3%A9", "/caf%C3%A9"),
        ('/"a"<b>', "/%22a%22%3Cb%3E"),
        ("/~a!$&'()*,;=@", "/~a!$&'()*,;=@"),
        ("/\ud800", "/%3F"),
    ],
)
def test_canonical_path(path, expected):
    assert urls.canonical_path(path) == expected


def test_bytes_that_are_no_text_stay_apart():
    assert urls.canonical_path("/%e9") != urls.canonical_path("/%e8")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("page=2", "page=2"),
        ("b=1&a=2&b=0", "b=1&a=2&b=0"),
        ("utm_source=x&utm_anything=y&page=2&fbclid=1&gclid=2&_ga=3", "page=2"),
        ("UTM_Source=x&ref=home&amp", ""),
        ("reference=1&ramp=2&utm=3", "reference=1&ramp=2&utm=3"),
        ("utm_source=x&amp;utm_medium=y&amp;amp;utm_id=z&page=2", "page=2"),
        ("dclid=0&msclkid=1&ttclid=2&twclid=3&gbraid=4&wbraid=5&mibextid=6&_hsenc=7&at_medium=8&mtm_source=9", ""),
        ("clid=1&at=2&pk=3&kid=4&euclid=5", "clid=1&at=2&pk=3&kid=4&euclid=5"),
        ("&&a&b=&&", "a&b="),
        ("q=غ a", "q=%D8%BA%20a"),
        ("q=%d8%ba+a%26b", "q=%d8%ba+a%26b"),
        ("q=\ud800", "q=?"),
    ],
)
def test_canonical_query(query, expected):
    assert urls.canonical_query(query) == expected


@pytest.mark.parametrize(
    "url",
    [
        f"https://{HOST}/news/politics/{SLUG}",
        f"http://{HOST}/news/politics/{SLUG}/",
        f"HTTP://{HOST.upper()}:80//news/politics//{quote(SLUG)}",
        f"https://user:word@{HOST}/news/politics/{quote(SLUG).lower()}?utm_source=x&fbclid=1#comments",
        f"http://127.0.0.1:8000/news/politics/{quote(SLUG, safe='')}?",
        f"/news/politics/{SLUG}",
    ],
)
def test_all_forms_of_a_link_are_one_address(url):
    canonical = f"https://{HOST}/news/politics/{quote(SLUG, safe=':-')}"
    assert urls.canonical_url(url, HOST) == canonical
    assert urls.path_hash(url) == urls.path_hash(canonical)
    assert urls.segments(url) == ("news", "politics", SLUG)
    assert urls.section_of(url) == "news/politics"


def test_addresses_of_other_pages_differ():
    one, other = f"https://{HOST}/news/politics/a?page=1", f"https://{HOST}/news/politics/a?page=2"
    assert urls.canonical_url(one, HOST) != urls.canonical_url(other, HOST)
    assert urls.path_hash(f"https://{HOST}/a") != urls.path_hash(f"https://{HOST}/b")


def test_the_hash_is_one_that_stays():
    assert urls.path_hash(f"https://{HOST}/news/politics/x") == "a3c56fa6954f0623"  # sha256 of "/news/politics/x"


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://x.net/articles/a-title", "articles"),
        ("https://x.net/articles/features/a-title", "articles/features"),
        ("https://x.net/newscast/2023/8/1/a-title", "newscast"),
        ("https://x.net/a-title", ""),
        ("https://x.net", ""),
    ],
)
def test_section(url, section):
    assert urls.section_of(url) == section


UUID = "4e36d1bb-9654-4512-9910-044b70d0fd9c"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"https://media.almayadeen.net/archive/image/2023/1/2/{UUID}.jpg?preset=w750", UUID),
        (f"https://alpha-ar-media.almayadeen.net/media/image/2023/1/2/{UUID.upper()}.png?v=3&width=1000", UUID),
        (f"{UUID[:-1]}/x.jpg", f"{UUID[:-1]}/x.jpg"),
        ("https://x.net/a.jpg?w=1", "https://x.net/a.jpg"),
        ("https://x.net/a.jpg#y", "https://x.net/a.jpg"),
        ("", ""),
    ],
)
def test_picture_key(url, key):
    assert urls.picture_key(url) == key


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_raw_and_encoded_are_one_path(slug):
    encoded = quote(slug, safe="")
    lower = re.sub("%..", lambda escape: escape[0].lower(), encoded)
    assert urls.canonical_path(encoded) == urls.canonical_path(lower)
    assert urls.canonical_path(urls.canonical_path(slug)) == urls.canonical_path(slug)
    assert unquote(urls.canonical_path(encoded)) == f"/{slug}"


def test_real_addresses_keep_their_sections_and_stay_apart():
    with gzip.open(shared_site("articles-ar.jsonl.gz"), "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["metadata"]["url"] for line in lines]
    host = EDITIONS["ar"].host
    canonical = {urls.canonical_url(url, host) for url in found}
    assert len(found) == 2400
    assert len({urls.path_hash(url) for url in found}) == len(canonical) == len(set(found))
    assert {unquote(url) for url in canonical} == {unquote(url) for url in found}
    assert {urls.section_of(url) for url in found} == {urls.section_of(url) for url in canonical}
    assert {"news/politics", "video", "newscast"} <= {urls.section_of(url) for url in found}
