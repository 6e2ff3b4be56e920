"""Canonical addresses and where they are fetched."""

import pytest

from mayadeen.editions import EDITIONS
from mayadeen.site import Site

OWN = "https://english.almayadeen.net"
LIVE = Site(EDITIONS["en"])
MIRROR = Site(EDITIONS["en"], "http://127.0.0.1:8000/copy/")


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("/news/politics/x", f"{OWN}/news/politics/x"),
        (f"{OWN}/news/politics/x?utm_source=a#b", f"{OWN}/news/politics/x"),
        ("http://english.almayadeen.net:80/a", f"{OWN}/a"),
        ("//english.almayadeen.net/a", f"{OWN}/a"),
        ("https://example.org/a", None),
        ("https://english.almayadeen.net.example.org/a", None),
        ("https://me@example.org/english.almayadeen.net", None),
        (f"/news/{'x' * 1900}", f"{OWN}/news/{'x' * 1900}"),
        (f"/news?page=2&k={'x' * 2000}", None),
        ("http://[::1/a", None),
        ("http://127.0.0.1:port/a", None),
        ("javascript:void(0)", None),
        ("mailto:a@english.almayadeen.net", None),
    ],
)
def test_canonical_on_the_live_site(link, canonical):
    assert LIVE.canonical(link, on=f"{OWN}/news/y") == canonical


def test_a_mirror_is_the_same_address():
    on = "http://127.0.0.1:8000/copy/news/y"
    assert MIRROR.canonical("http://127.0.0.1:8000/copy/news/x", on=on) == f"{OWN}/news/x"
    assert MIRROR.canonical("http://127.0.0.1:9000/copy/news/x", on=on) is None
    assert MIRROR.canonical("../news/x", on=on) == f"{OWN}/news/x"
    assert MIRROR.address(f"{OWN}/news/x?page=2") == "http://127.0.0.1:8000/copy/news/x?page=2"


@pytest.mark.parametrize(
    ("site", "url", "allowed"),
    [
        (LIVE, f"{OWN}/a", True),
        (LIVE, "https://ENGLISH.almayadeen.net:443/a", True),
        (LIVE, "http://english.almayadeen.net/a", True),
        (LIVE, f"{OWN}:8443/a", False),
        (LIVE, "https://me@example.org/a", False),
        (LIVE, "https://english.almayadeen.net@example.org/a", False),
        (LIVE, "file:///etc/passwd", False),
        (LIVE, "ftp://english.almayadeen.net/a", False),
        (MIRROR, "http://127.0.0.1:8000/a", True),
        (MIRROR, "http://127.0.0.1:8001/a", False),
        (MIRROR, "http://localhost:8000/a", False),
        (MIRROR, f"{OWN}/a", False),
        (MIRROR, "http://127.0.0.1:port/a", False),
    ],
)
def test_what_requests_may_go_to(site, url, allowed):
    assert site.allows(url) is allowed


def test_the_host_people_know():
    assert (LIVE.host, MIRROR.host) == ("english.almayadeen.net", "127.0.0.1:8000")
    assert Site(EDITIONS["en"], "http://me:secret@mirror.net").host == "mirror.net"
