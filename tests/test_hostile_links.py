"""No surprise from a hostile link."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mayadeen import urls

HOST = "english.almayadeen.net"
HOSTILE = [
    "http://[::1",
    "http://[x]/news/politics/x",
    "//[",
    "http://a\u2100b/c",
    "http://x:port/a",
    "http://x:99999/a",
    "https://[fe80::1%25en0]/a",
    "/news/\ud800/x?q=\udfff#\ud800",
    "/%",
    "/%zz/%4/%e9/%d8",
    "/%00/\x00",
    "?",
    "#",
    "",
    "   ",
    ":",
    "://",
    "javascript:alert(1)",
    "data:text/html,<b>",
    "/" * 500,
    "/a" * 500,
    "%" * 500,
    "/news/politics/" + "%25" * 500,
]


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("/news/politics/x", True),
        (" https://x.net/a \n", True),
        ("HTTPS://X.NET", True),
        ("http://x.net/a", True),
        ("//x.net/a", True),
        ("x.html", True),
        ("?page=2", True),
        ("/a:b", True),
        ("غزة:-يوم", True),
        ("#top", False),
        ("\u00a0#top", False),
        ("", False),
        ("  ", False),
        ("javascript:void(0)", False),
        ("JavaScript:void(0)", False),
        ("java\nscript:void(0)", False),
        ("\x01javascript:void(0)", False),
        ("mailto:a@b.c", False),
        ("tel:+961", False),
        ("whatsapp://send?text=x", False),
        ("data:image/png;base64,AA", False),
        ("ftp://x.net/a", False),
        ("http://[::1", False),
        ("//[x]/a", False),
    ],
)
def test_safe_link(link, safe):
    assert urls.safe_link(link) is safe


LINKS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.sampled_from([*"/?#:&=%[]@;+. \n", "%2F", "%zz", "%e9", "http:", "//", "غ", "\ud800", "utm_x", "a", "9"])).map(
        "".join
    ),
    st.sampled_from(HOSTILE),
)


@given(LINKS)
@example("http://[::1")
@example("\ud800")
def test_a_hostile_link_raises_nothing(link):
    urls.split(link)
    urls.segments(link)
    urls.section_of(link)
    urls.picture_key(link)
    urls.safe_link(link)
    assert len(urls.path_hash(link)) == 16
    assert urls.canonical_path(link).isascii()
    assert urls.canonical_query(link).isascii()


@given(LINKS)
def test_a_hostile_link_has_a_settled_address_or_none(link):
    try:
        once = urls.canonical_url(link, HOST)
    except ValueError:
        assert urls.split(link) == urls.NOWHERE
        assert not urls.safe_link(link)
    else:
        assert once.startswith(f"https://{HOST}/")
        assert once.isascii()
        assert urls.canonical_url(once, HOST) == once
