"""The lists of home and section pages: what stands in each, at which rank."""

import time

import pytest

from mayadeen.editions import EDITIONS
from mayadeen.pages.document import parse, tamed
from mayadeen.pages.placements import ListsPage
from mayadeen.replica.site import Site as ReplicaSite
from mayadeen.site import Site

EDITION = EDITIONS["en"]


def lists(html, edition=EDITION, path=""):
    site = Site(edition)
    return ListsPage(parse(tamed(html.encode())), edition, lambda link: site.canonical(link, edition.home), path).lists()


def names(html, path=""):
    """Name -> last parts of addresses."""
    return {name: [card.url.rpartition("/")[2] for card in cards] for name, cards in lists(html, path=path).items()}


def card(name, tag="h3"):
    return f'<div><a href="/news/politics/{name}"><img alt="x"></a><{tag}><a href="/news/politics/{name}">Title {name}</a></{tag}><ul><li><a href="/news/politics">Politics</a></li></ul></div>'


def cards(text, **how):
    return "".join(card(name, **how) for name in text.split())


def page(main, before=""):
    menu = '<nav><ul><li><a href="/news/politics">Politics</a></li><li><a href="/news/sports">Sports</a></li></ul></nav>'
    return f"<html><body>{menu}{before}<main>{main}</main><footer><h2>About us all</h2>{card('z')}{card('y')}</footer></body></html>"


@pytest.mark.parametrize("code", EDITIONS)
def test_the_replicas_home_page(code):
    site, edition = ReplicaSite(code), EDITIONS[code]
    collection = site.collection
    found = {name: [card.title for card in each] for name, each in lists(site.page("/").body.decode(), edition).items()}

    def titles(*numbers):
        return [collection.card(number).title for number in numbers]

    total, old = collection.total, [1 + i * 7 % collection.total for i in range(12)]
    assert found.pop("lead") == titles(*range(total, total - 7, -1))
    assert found.pop("most-read") == titles(*old[:4])
    assert found.pop("in-five") == titles(*old[4:6])
    assert found.pop("read-next") == titles(*old[6:10])
    assert found.pop("coverage") == [topic.name for topic in list(collection.coverages.values())[:8]]
    strips = {listing.path.strip("/"): titles(*listing.numbers[:4]) for listing in collection.sections}
    assert found == {path: strip for path, strip in strips.items() if strip}


@pytest.mark.parametrize("code", EDITIONS)
def test_the_replicas_section_page(code):
    site = ReplicaSite(code)
    listing = next(each for each in site.collection.sections if each.path.strip("/") == "news/politics")
    found = lists(site.page("/news/politics").body.decode(), EDITIONS[code], "news/politics")
    assert list(found) == ["lead", "most-read", "coverage", "in-five", "read-next"]
    numbers = [each.rank for each in found["lead"]]
    assert numbers == list(range(1, len(listing.numbers[:20]) + 1))
    assert [each.title for each in found["lead"]] == [site.collection.card(n).title for n in listing.numbers[:20]]


@pytest.mark.parametrize(
    ("main", "found"),
    [
        (  # headings and their cards as siblings
            cards("a b") + "<h2>Most Read</h2>" + cards("c d") + "<h2>Read Next</h2>" + cards("e"),
            {"lead": ["a", "b"], "most-read": ["c", "d"], "read-next": ["e"]},
        ),
        (  # the heading in a box of its own, with a link to all of them
            f'{cards("a b")}<div><div><span>Most Read</span><a href="/most-read">All</a></div><div>{cards("c d")}</div></div>',
            {"lead": ["a", "b"], "most-read": ["c", "d"]},
        ),
        (  # beside the cards of the page, and before them
            f"<aside><p>MOST READ</p>{cards('c d')}</aside><div>{cards('a b')}</div>",
            {"lead": ["a", "b"], "most-read": ["c", "d"]},
        ),
        (  # a list that nobody here has heard of, and a section's
            f"<div>{cards('a')}</div><section><h2>Editor's choice</h2>{cards('b c')}</section><section><h3>Sports</h3>{cards('d e')}</section>",
            {"lead": ["a"], "editor s choice": ["b", "c"], "news/sports": ["d", "e"]},
        ),
        (  # titles that are no links themselves, in headings
            '<div><a href="/news/politics/a"><img></a><h2>Title a</h2></div><div><a href="/news/politics/b"><img></a><h2>Title b</h2></div>',
            {"lead": ["a", "b"]},
        ),
        (
            f'{cards("a b")}<section><h2>Coverage</h2><a href="/coverage">All</a><ul><li><a href="/coverage/gaza">Gaza</a></li></ul></section>',
            {"lead": ["a", "b"], "coverage": ["gaza"]},
        ),
        (
            "".join(f'<div><h2>Title {n}</h2><a href="/news/politics/{n}">Read the whole article here</a></div>' for n in "ab"),
            {"lead": ["a", "b"]},
        ),
        (  # such titles within a list
            '<section><h2>Most Read</h2><div><h4>One of them</h4><a href="/news/politics/c">Read the whole article here</a></div>'
            '<div><h4>Another</h4><a href="/news/politics/d">Read the whole article here</a></div></section>',
            {"most-read": ["c", "d"]},
        ),
        (f'{cards("a")}<a href="/coverage/gaza">Gaza</a><h2>Read Next</h2>{cards("b")}', {"lead": ["a"], "read-next": ["b"]}),
        ("<p>Nothing here</p>", {}),
    ],
)
def test_lists_by_what_heads_them(main, found):
    assert names(page(main)) == found


def test_what_stands_below_the_lists_of_a_home_page_does_not_lead_it():
    main = f"<div>{cards('a b')}</div><section><h2>Most Read</h2>{cards('c d')}</section><div>{cards('e')}</div>"
    assert names(page(main)) == {"lead": ["a", "b"], "most-read": ["c", "d"]}
    assert names(page(main), path="news/sports") == {"lead": ["a", "b", "e"], "most-read": ["c", "d"]}


def test_an_article_stands_once_in_a_list_and_may_stand_in_several():
    main = cards("a b a") + f"<section><h2>Most Read</h2>{cards('b a')}</section>"
    assert names(page(main)) == {"lead": ["a", "b"], "most-read": ["b", "a"]}


def test_the_title_is_the_printed_one():
    assert [each.title for each in lists(page(cards("a b")))["lead"]] == ["Title a", "Title b"]


def test_the_ticker_leads_nothing():
    ticker = '<div><span>BREAKING</span><ul><li><a href="/news/politics/q">A line of the ticker with a link</a></li></ul></div>'
    assert names(page(cards("a b"), before=ticker)) == {"lead": ["a", "b"]}


def test_a_sections_own_heading_heads_no_list():
    main = f"<h2>Politics</h2>{cards('a b')}<section><h2>Most Read</h2>{cards('c d')}</section>"
    assert names(page(main), path="news/politics") == {"lead": ["a", "b"], "most-read": ["c", "d"]}


def test_hostile_pages_end_soon():
    many = "".join(f"<section><h2>List {n}</h2>{card(f'a{n}')}{card(f'b{n}')}</section>" for n in range(1500))
    assert len(lists(page(many))) == 80
    assert len(lists(page(cards(" ".join(f"c{n}" for n in range(3000)))))["lead"]) == 60


@pytest.mark.parametrize(
    "hostile",
    [
        "<div><h3>" * 100 + "x" + "<a href=/x></a>" * 50_000,
        "<div><h3>" * 100 + "x" + "".join(f"<a href=/x{n}></a>" for n in range(50_000)),
        "".join(f"<a href=/news/politics/{n}></a>" for n in range(50_000)),
        "".join("<div>" * 500 + f"<h2>List {n}</h2>" + "</div>" * 500 for n in range(80)) + cards("a b c") * 700,
    ],
    ids=["one link", "links", "cards", "deep headings"],
)
def test_time_grows_with_the_page_and_not_with_its_links_times_its_headings(hostile):
    root = parse(tamed(f"<body>{hostile}".encode()))
    site = Site(EDITION)
    asked = []

    def canonical(link):
        asked.append(link)
        return site.canonical(link, EDITION.home)

    began = time.process_time()
    ListsPage(root, EDITION, canonical).lists()
    assert time.process_time() - began < 4
    assert len(asked) == len(set(asked)) <= 10_000


def test_cards_beyond_the_first_many_are_left_out():
    def links(name, number):
        return "".join(f'<a href="/news/politics/{name}{n}">A title of more words than any menu has</a>' for n in range(number))

    found = lists(page(f"{links('c', 1990)}<h2>Most Read</h2>{links('d', 6)}<h2>Read Next</h2>{links('e', 99)}"))
    assert {name: len(each) for name, each in found.items()} == {"lead": 60, "most-read": 6, "read-next": 4}
