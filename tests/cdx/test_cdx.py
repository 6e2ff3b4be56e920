"""What CDX servers say, and what is made of it."""

import pytest

from mayadeen.cdx.choice import Listed, choose
from mayadeen.cdx.query import halves, span
from mayadeen.cdx.reply import Row, read
from mayadeen.cdx.source import Source
from mayadeen.exceptions import WrongUse

URL = "http://english.almayadeen.net/news/politics/%D8%BA"
ROW = Row("20260101000000", URL, "text/html", "200", "SHA", length="12")
FULL = ROW._replace(filename="a.warc.gz", offset="7")
FORMS = {
    "Wayback": (f'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],\n["k","20260101000000","{URL}","text/html","200","SHA","12"],\n[],\n["a+b%21"]]\n', ROW, "a+b%21"),
    "Wayback in one line": (f'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],["k","20260101000000","{URL}","text/html","200","SHA","12"],[],["a+b%21"]]', ROW, "a+b%21"),
    "fields of its own order": (f'[["original","timestamp"],\n["{URL}","20260101000000"]]', Row("20260101000000", URL), None),
    "pywb": (f'{{"urlkey": "k", "timestamp": "20260101000000", "url": "{URL}", "mime": "text/html", "status": "200", "digest": "SHA", "length": "12", "offset": "7", "filename": "a.warc.gz"}}\n', FULL, None),
    "CDXJ": (f'k 20260101000000 {{"url": "{URL}", "mime": "text/html", "status": "200", "digest": "SHA", "length": "12", "offset": "7", "filename": "a.warc.gz"}}\n', FULL, None),
    "plain, seven": (f"k 20260101000000 {URL} text/html 200 SHA 12\n\na+b%21\n", ROW, "a+b%21"),
    "plain, eleven": (f" CDX N b a m s k r M S V g\nk 20260101000000 {URL} text/html 200 SHA - - 12 7 a.warc.gz\n", FULL, None),
    "a revisit": (f"k 20260101000000 {URL} warc/revisit - SHA 12\n", ROW._replace(mime="warc/revisit", status=""), None),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_an_index_says_the_same(form):
    body, row, resume = FORMS[form]
    reply = read(body.encode())
    assert (reply.rows, reply.resume, reply.torn) == ([row], resume, False)


def test_nothing_and_what_is_no_index():
    assert read(b"").rows == read(b"[]").rows == read(b"[[]]").rows == []
    assert read(b" <!DOCTYPE html><title>x</title>") is None
    assert read(b'{"pages": 7, "pageSize": 5, "blocks": 31}').pages == 7


@pytest.mark.parametrize("body", [b'[["timestamp","original"],\n["2026', b'{"timestamp": "20260101000000"}\n{"time', b'[["timestamp"],["2026'])
def test_what_breaks_off_says_so(body):
    assert read(body).torn


def listed(*rows):
    return [Listed(ROW._replace(timestamp=f"202601{day}000000", digest=digest), URL, None) for day, digest in rows]


@pytest.mark.parametrize(
    ("captures", "read"),
    [
        ("all", ["01", "03", "05", "07"]),
        ("first", ["01"]),
        ("last", ["07"]),
        ("2026-01-04", ["05"]),
        ("2026-01-02", ["03"]),
        ("2025-01-01", ["01"]),
        ("2027-01-01", ["07"]),
    ],
)
def test_of_each_address_the_captures_asked_for(captures, read):
    """Bytes that stand twice in a row are one; what came back later is a capture of its own."""
    several = listed(("07", ""), ("01", "A"), ("02", "A"), ("03", "B"), ("05", "A"))
    found = list(choose(several, captures))
    assert sorted(one.row.timestamp[6:8] for one in found if not one.refused) == read
    assert len(found) == len(several)


def test_a_capture_that_is_listed_twice_is_read_once():
    first, again, later = listed(("01", "A"), ("01", "A"), ("02", "A"))
    assert list(choose([first, again, later], "all")) == [first, later._replace(refused="the same bytes as the capture before")]


def test_without_a_digest_nothing_is_the_same():
    assert not [one for one in choose(listed(("01", ""), ("02", "")), "all") if one.refused]


def test_a_span_is_parted_down_to_the_second():
    whole = span("2026-01-01", "2026-01-01")
    parts = [whole]
    for _ in range(40):
        parts = [half for part in parts for half in (list(halves(part)) or [part])][:2]
    assert parts == [("20251231220000",) * 2, ("20251231220001",) * 2]
    assert span(None, None) is None
    assert span(None, "2026-01-01")[0] == "19960101000000"


@pytest.mark.parametrize(
    ("cdx", "told", "address"),
    [
        ("https://web.archive.org/cdx/search/cdx", {}, f"https://web.archive.org/web/20260101000000id_/{URL}#SHA"),
        ("http://127.0.0.1/c/cdx", {"replay": "http://127.0.0.1:9/show"}, f"http://127.0.0.1:9/show/20260101000000id_/{URL}#SHA"),
        ("https://index.commoncrawl.org/CC-MAIN-2026-01-index", {}, "https://data.commoncrawl.org/a.warc.gz#7-12"),
    ],
)  # fmt: skip
def test_where_a_capture_is_read(cdx, told, address):
    assert Source.of(cdx, told.get("replay"), told.get("warcs")).address(FULL) == address


def test_only_these_hosts_are_asked():
    source = Source.of("http://web.archive.org/cdx/search/cdx", None, None)
    asked = ("http://web.archive.org/x", "https://web.archive.org/x", "http://web.archive.org:81/", "http://archive.org/", "http://[")
    assert [source.allows(url) for url in asked] == [True, True, False, False, False]
    with pytest.raises(WrongUse, match="Add -a replay=URL"):
        Source.of("http://127.0.0.1/query", None, None)
