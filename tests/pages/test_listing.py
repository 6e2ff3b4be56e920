"""What a listing leads to, and where it goes on."""

import orjson
import pytest
from scrapy.http import HtmlResponse, JsonResponse

from mayadeen.editions import ARABIC, ENGLISH, SPANISH
from mayadeen.pages.listing import ListingPage, is_item_address
from mayadeen.replica import Site as Replica
from mayadeen.site import Site

URL = "https://english.almayadeen.net/news/politics"


def listing(body, edition=ENGLISH, url=URL):
    site = Site(edition)
    response = HtmlResponse(url, body=body.encode(), encoding="utf-8")
    return ListingPage(response, edition, lambda link: site.canonical(link, url))


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("news/politics/a-title", True),
        ("articles/a-title", True),
        ("articles/opinion/a-title", True),
        ("newscast/2023/8/1/a-title", True),
        ("video/gaza", True),
        ("news/politics", False),
        ("articles/opinion", False),
        ("authors/someone", False),
        ("coverage/some-topic", False),
        ("live", False),
        ("news/politics?page=2", False),
        ("sitemaps/all.xml", False),
        ("files/report.pdf", False),
        ("", False),
        ("newscast/2023/8/1", False),
        ("news/" + "a" * 3000, False),
    ],
)
def test_items_are_known_by_the_form_of_their_address(path, item):
    assert is_item_address(f"https://english.almayadeen.net/{path}", {"news/politics", "articles/opinion"}) is item


def test_items_are_listed_once_in_their_order_on_the_editions_own_host():
    page = listing("""
        <a href="/news/politics/b-title">b</a> <a href="/news/politics/a-title?utm_source=x">a</a>
        <a href="http://english.almayadeen.net/news/politics/b-title#top">b again</a>
        <a href="https://example.org/news/politics/c">elsewhere</a> <a href="javascript:void(0)">no</a> <a>none</a>""")
    host = "https://english.almayadeen.net/news/politics"
    assert page.items({"news/politics"}) == [f"{host}/b-title", f"{host}/a-title"]


@pytest.mark.parametrize(
    "way",
    [
        '<link rel="next" href="/news/politics?page=2">',
        '<a rel="nofollow next" href="?page=2">older</a>',
        '<a href="/news/politics?page=1">1</a><a href="/news/politics?page=3">3</a><a href="/news/politics?page=2">2</a>',
        '<button data-anything="/news/politics?page=2">Load more</button>',
        '<div role="button" aria-label="Show more" data-href="/news/politics?page=2">+</div>',
    ],
)
def test_the_next_page_is_found_in_whatever_way_it_is_named(way):
    assert listing(f"<html><head></head><body>{way}</body></html>").further(URL, 1) == f"{URL}?page=2"


@pytest.mark.parametrize(
    "way",
    [
        "",
        '<a href="/news/economic?page=2">another section</a>',
        '<button data-page="2">Load more</button>',
        '<button data-url="/news/politics?page=2">Subscribe</button>',
        '<a rel="next" href="https://example.org/2">elsewhere</a>',
        f'<link rel="next" href="{URL}">',
    ],
)
def test_where_no_page_is_named_the_listing_ends(way):
    assert listing(f"<html><head></head><body>{way}</body></html>").further(URL, 1) is None


@pytest.mark.parametrize(
    ("base", "to"),
    [
        ("/", "/news/politics/a-title"),
        ("https://english.almayadeen.net/", "/news/politics/a-title"),
        ("/en/x", "/en/news/politics/a-title"),
        ("https://cdn.example.net/", "/news/news/politics/a-title"),  # a wrong one, which no link can be meant from
        ("http://[::1", "/news/news/politics/a-title"),
    ],
)
def test_relative_links_are_meant_from_the_base_that_the_page_names(base, to):
    links = '<a href="news/politics/a-title">x</a><a href="/news/politics/b-title">y</a><a href="#top">z</a>'
    page = listing(f'<base href="{base}"><base href="/second/">{links}<link rel="next" href="news/politics?page=2">')
    host = "https://english.almayadeen.net"
    assert [url for url in page.links if "title" in url] == [f"{host}{to}", f"{host}/news/politics/b-title"]
    assert page.further(URL, 1) == f"{host}{to.replace('/a-title', '?page=2')}"


def test_a_load_more_button_speaks_the_editions_language():
    page = listing('<button data-u="/more/2">تصفح المزيد</button>', ARABIC, "https://www.almayadeen.net/news/politics")
    assert page.further("https://www.almayadeen.net/news/politics", 1) == "https://www.almayadeen.net/more/2"


def test_a_piece_may_be_json_that_holds_html_or_addresses():
    told = {
        "html": '<a href="/news/politics/a-title">a</a>',
        "items": [{"link": "/news/politics/b-title"}],
        "next": "/more/3",
    }
    site = Site(ENGLISH)
    response = JsonResponse(URL, body=orjson.dumps(told), headers={"Content-Type": "application/json"})
    page = ListingPage(response, ENGLISH, lambda link: site.canonical(link, URL))
    assert {url.rsplit("/", 1)[1] for url in page.items({"news/politics"})} == {"a-title", "b-title"}
    assert page.further(URL, 2) == "https://english.almayadeen.net/more/3"


@pytest.mark.parametrize("body", ["", "   ", "<", "\x00", "<a href='http://[::1'>x</a>", "<a href='//:x'>y</a>" * 10])
def test_whatever_a_page_holds_is_read(body):
    page = listing(body)
    assert page.items(set()) == []
    assert page.further(URL, 1) is None


def test_json_without_an_end_is_nothing():
    response = JsonResponse(URL, body=b'{"a": [' * 5000, headers={"Content-Type": "application/json"})
    assert ListingPage(response, ENGLISH, lambda link: link).links == []


ITEM = '<a href="/news/politics/a-title">a</a>'
ITEMS = [f"{URL}/a-title"]


@pytest.mark.parametrize(
    ("edition", "control"),
    [
        (ENGLISH, "<button>Load more</button>"),
        (ENGLISH, "<button>LOAD MORE (24)</button>"),
        (ENGLISH, "<button><span>Show</span> more articles</button>"),
        (ENGLISH, '<a href="#">More</a>'),
        (ENGLISH, '<a class="x" href="javascript:void(0)">Show more…</a>'),
        (ENGLISH, '<div role="button">Load more</div>'),
        (ENGLISH, '<input type="button" value="Load more">'),
        (ENGLISH, '<button aria-label="Load more"><svg></svg></button>'),
        (ARABIC, "<button>تصفّح المزيد</button>"),
        (ARABIC, "<button>المزيد</button>"),
        (SPANISH, "<button>CARGAR MÁS</button>"),
    ],
)
def test_a_control_that_says_more_and_leads_nowhere_goes_on_by_script(edition, control):
    page = listing(ITEM + control, edition=edition)
    assert page.goes_on_by_script(page.items(set()))


@pytest.mark.parametrize(
    "body",
    [
        f"<button>More</button>{ITEM}",
        f"<nav>{ITEM}<button>More</button></nav>",
        f"{ITEM}<footer><button>Load more</button></footer>",
        f'{ITEM}<a href="/news/sports">More</a>',
        f"{ITEM}<button>More from Africa</button>",
        f"{ITEM}<button>Read more</button>",
        f"{ITEM}<p>Load more</p>",
        f'{ITEM}<input type="text" value="More">',
        ITEM,
    ],
)
def test_anything_else_does_not(body):
    page = listing(body)
    assert not page.goes_on_by_script(ITEMS)


@pytest.mark.parametrize("edition", [ENGLISH, ARABIC, SPANISH], ids=lambda edition: edition.code)
def test_of_the_replicas_listings_only_the_one_by_button_is_seen_to_go_on_by_script(edition):
    """The one that scrolls shows nothing of it."""
    site = Replica(edition=edition.code, articles=60, script_listings=True, page_size=10)
    paths = {each.path.strip("/") for each in site.collection.sections}
    found = set()
    for path in paths:
        url = f"{edition.home}{path}"
        page = listing(site.page(f"/{path}").body.decode(), edition=edition, url=url)
        if not page.further(url, 1) and page.goes_on_by_script(page.items(paths)):
            found.add(path)
    assert found == {"latest"}
