"""Sitemaps and feeds of every form, and what somebody could put in their place."""

import gzip
import tracemalloc

import pytest

from mayadeen.pages.sitemap import Days, Lead, Unreadable, leads, period

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
EXTENSIONS = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
FIRST, SECOND = "https://x.net/news/a", "https://x.net/news/b"
DAY = Days("2023-01-05", "2023-01-05")


def read(body: bytes | str) -> tuple[list[Lead], str | None]:
    """What could be read, and why no more."""
    found: list[Lead] = []
    try:
        for lead in leads(body.encode() if isinstance(body, str) else body):
            found.append(lead)
    except Unreadable as reason:
        return found, str(reason)
    return found, None


def addresses(body: bytes | str) -> list[str]:
    found, reason = read(body)
    assert reason is None
    return [lead.url for lead in found]


def urlset(*urls: str) -> str:
    return f"<urlset {NS}>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"


def test_an_index_leads_to_sitemaps():
    index = f"<sitemapindex {NS}><sitemap><loc>{FIRST}</loc><lastmod>2023-01-05T10:00:00+02:00</lastmod></sitemap></sitemapindex>"
    assert read(index) == ([Lead(FIRST, nested=True, modified=DAY)], None)


def test_pictures_and_news_dates_are_not_taken_for_the_entry():
    body = f"""<?xml version="1.0"?><urlset {NS} {EXTENSIONS}><url>
        <image:image><image:loc>https://media.x.net/1.jpg</image:loc></image:image>
        <loc> {FIRST}?a=1&amp;b=2 </loc>
        <news:news><news:publication_date>2023-01-05T10:00:00Z</news:publication_date><news:title>t</news:title></news:news>
        </url><url><loc><![CDATA[{SECOND}]]></loc><lastmod>2023-01-05</lastmod></url></urlset>"""
    assert read(body) == (
        [
            Lead(f"{FIRST}?a=1&b=2", nested=False, published=DAY),
            Lead(SECOND, nested=False, modified=Days("2023-01-04", "2023-01-06")),
        ],
        None,
    )


def test_rss_gives_the_items_and_not_the_channel():
    body = f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://x.net/</link>
        <item><atom:link rel="self" href="https://x.net/self"/><link>{FIRST}</link><guid isPermaLink="false">77</guid>
        <pubDate>Thu, 05 Jan 2023 10:00:00 GMT</pubDate></item><item><guid>{SECOND}</guid></item></channel></rss>"""
    assert read(body) == ([Lead(FIRST, nested=False, published=DAY), Lead(SECOND, nested=False)], None)


def test_atom_gives_the_alternate_link_of_each_entry():
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x.net/"/><entry>
        <link rel="self" href="https://x.net/self"/><link href="{FIRST}"/><published>2023-01-05T12:00:00Z</published>
        <updated>2023-01-06T12:00:00Z</updated></entry></feed>"""
    assert read(body) == ([Lead(FIRST, False, DAY, Days("2023-01-06", "2023-01-06"))], None)


@pytest.mark.parametrize(
    "body",
    [
        urlset(FIRST, SECOND).encode(),
        b"\xef\xbb\xbf\n <?xml version='1.0'?>" + urlset(FIRST, SECOND).encode(),
        ("<?xml version='1.0' encoding='utf-16'?>" + urlset(FIRST, SECOND)).encode("utf-16"),
        urlset(FIRST, SECOND).replace("url>", "URL>").encode(),
        gzip.compress(urlset(FIRST, SECOND).encode(), mtime=0),
        gzip.compress(urlset(FIRST, SECOND)[:150].encode(), mtime=0)
        + gzip.compress(urlset(FIRST, SECOND)[150:].encode(), mtime=0),
        f"{FIRST}\n# no address\r\n{SECOND}".encode(),
        urlset("", FIRST, "urn:x", SECOND, "https://x.net/" + "y" * 5000).encode(),
    ],
    ids=["plain", "bom", "utf-16", "case", "gzip", "gzip-members", "text", "bad-entries"],
)
def test_every_form_gives_the_same(body):
    assert addresses(body) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("body", "count", "reason"),
    [
        (urlset(FIRST, SECOND)[:-25], 1, "broken XML at line 1"),
        (urlset(FIRST, "https://x.net/?a&b"), 1, "broken XML at line 1"),
        (gzip.compress(urlset(*[f"{FIRST}{n * n}" for n in range(9000)]).encode(), mtime=0)[:-9000], None, "gzip that breaks off"),
        (gzip.compress(b"<urlset>", mtime=0)[:10] + b"\xff" * 20, 0, "broken gzip"),
        ("<!DOCTYPE html><html><body><p>hi</p></body></html>", 0, "no sitemap: an HTML page"),
        ("<html><body><p>hi", 0, "no sitemap: <html>"),
        ('{"urls": []}', 0, "no sitemap: no XML"),
        ("<urlset>" + "<a>" * 100_000, 0, "elements nested too deep"),
    ],
)  # fmt: skip
def test_what_stands_before_the_break_is_taken(body, count, reason):
    found, told = read(body)
    assert told == reason
    assert len(found) == count if count is not None else 0 < len(found) < 9000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '[<!ENTITY a "https://x.net/">]',
        '[<!ENTITY a SYSTEM "file:///etc/passwd">]',
        'SYSTEM "http://127.0.0.1:9/x.dtd"',
        "["
        + "".join(f'<!ENTITY {n} "{f"&{last};" * 10}">' for last, n in zip("abcdefgh", "bcdefghi", strict=True))
        + "]",
    ],
    ids=["entity", "file", "external", "laughs"],
)
def test_a_document_type_is_refused(declared, encoding):
    body = f"<!DOCTYPE urlset {declared}><urlset><url><loc>&a;x</loc></url></urlset>"
    assert read(body.encode(encoding)) == ([], "it declares a document type")


def test_a_bomb_is_not_unpacked():
    assert read(gzip.compress(b" " * (65 << 20))) == ([], "larger than 64 MB unpacked")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_of_addresses_has_one_a_line(end):
    assert addresses(end.join((FIRST, "", SECOND))) == [FIRST, SECOND]


@pytest.mark.parametrize("form", [urlset, lambda *urls: "\n".join(urls)])
def test_a_document_without_end_is_read_up_to_a_bound(form):
    found, reason = read(form(*(f"{FIRST}-{n}" for n in range(100_010))))
    assert (len(found), reason) == (100_000, "more than 100000 entries")


def test_an_entry_of_many_names_takes_no_memory():
    body = f"<urlset {NS}><url>" + "".join(f"<a{n}>x</a{n}>" for n in range(50_000)) + f"<loc>{FIRST}</loc></url></urlset>"
    tracemalloc.start()
    try:
        assert [lead.url for lead in leads(body.encode())] == [FIRST]
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_fifty_thousand_entries_take_no_memory():
    body = gzip.compress(urlset(*(f"{FIRST}-{n}" for n in range(50_000))).encode())
    tracemalloc.start()
    try:
        assert sum(1 for _ in leads(body)) == 50_000
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("lead", "outside"),
    [
        (Lead(FIRST, False, modified=Days("2023-02-09", "2023-02-09")), True),
        (Lead(FIRST, False, modified=Days("2023-02-10", "2023-02-10")), False),
        (Lead(FIRST, False, modified=Days("2023-09-01", "2023-09-01")), False),  # of any day before, for all it says
        (Lead(FIRST, False, published=Days("2023-02-21", "2023-02-21")), True),
        (Lead(FIRST, False, published=Days("2023-02-09", "2023-02-11"), modified=Days("2023-02-01", "2023-02-01")), False),
        (Lead(FIRST, False), False),
    ],
)  # fmt: skip
def test_only_what_cannot_be_of_the_days_is_outside(lead, outside):
    assert lead.outside("2023-02-10", "2023-02-20") is outside
    assert not lead.outside(None, None)


@pytest.mark.parametrize(
    ("address", "first", "last"),
    [
        ("https://x.net/sitemaps/all/sitemap-2023-8.xml", "2023-08-01", "2023-08-31"),
        ("https://x.net/sitemaps/all/sitemap-2023-12.xml", "2023-12-01", "2023-12-31"),
        ("https://x.net/2024/02/sitemap.xml.gz", "2024-02-01", "2024-02-29"),
        ("https://x.net/sitemap-2023-8-2.xml", "2023-08-01", "2023-08-31"),  # a part of August, perhaps, or a day of it
        ("https://x.net/sitemap-2023-13.xml", "2023-01-01", "2023-12-31"),
    ],
)
def test_the_month_of_an_address(address, first, last):
    assert period(address) == Days(first, last)


@pytest.mark.parametrize(
    "address", ["https://x.net/sitemap.xml", "https://x.net/sitemap1.xml", "https://x.net/s-120231.xml"]
)
def test_an_address_without_a_month(address):
    assert period(address) is None
