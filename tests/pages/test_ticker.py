"""The ticker and the live page: whatever their markup, in three languages, and what only looks like them."""

import time

import pytest

from mayadeen.editions import EDITIONS
from mayadeen.pages.document import parse, tamed
from mayadeen.pages.ticker import LONGEST_TEXT, entries, ticker
from mayadeen.replica.site import Site as ReplicaSite
from mayadeen.site import Site

ENGLISH, ARABIC, SPANISH = (EDITIONS[code] for code in ("en", "ar", "es"))
LINES = [
    "Trump says he has made his decision, but cannot disclose it yet.",
    "Trump says the country will conduct tests like other countries.",
    "Maduro: Peace and law will prevail in Venezuela, and our people will know.",
]


def canonical(edition):
    site = Site(edition)
    return lambda link: site.canonical(link, edition.home)


def read(html, edition=ENGLISH, of=ticker):
    return of(parse(tamed(html.encode())), edition, canonical(edition))


def told(html, edition=ENGLISH, of=ticker):
    found = read(html, edition, of)
    return found and [flash.text for flash in found]


def page(ticker, main="<h1>Home</h1><p>A paragraph that stands on this page and is no line.</p>"):
    menu = '<ul><li><a href="/news/politics">Politics</a></li><li><a href="/news/sports">Sports</a></li></ul>'
    return f"<html><body><header><nav>{menu}</nav></header>{ticker}<main>{main}</main><footer><p>All Rights Reserved</p></footer></body></html>"


def of_each(pattern):
    return "".join(pattern.format(line) for line in LINES)


@pytest.mark.parametrize("code", EDITIONS)
def test_the_replicas_ticker_and_live_page(code):
    site, edition = ReplicaSite(code), EDITIONS[code]
    newest = [site.collection.card(number) for number in range(site.collection.total, site.collection.total - 30, -1)]
    found = read(site.page("/").body.decode(), edition)
    assert [flash.text for flash in found] == [card.title for card in newest[:10]]
    assert [bool(flash.url) for flash in found] == [code == "ar"] * 10
    live = read(site.page("/live").body.decode(), edition, of=entries)
    assert [flash.text for flash in live] == [card.title for card in newest]
    assert [flash.published[:16] for flash in live] == [card.published.isoformat()[:16] for card in newest]
    assert sum(flash.url is None for flash in live) == 6


@pytest.mark.parametrize(
    "ticker",
    [
        f"<div><span>BREAKING</span><ul>{of_each('<li>{}</li>')}</ul></div>",
        f"<div><div><b>Breaking</b></div><div>{of_each('<div><a href=/news/x>{}</a></div>')}</div></div>",
        f"<div>Breaking News <p>{'</p><p>'.join(LINES)}</p></div>",
        f"<section><h2>BREAKING</h2><div><div>{of_each('<div><div>{}</div></div>')}</div></div></section>",
        f"<div><span>BREAKING</span><marquee><ul>{of_each('<li>{}</li>')}</ul><ul>{of_each('<li>{}</li>')}</ul></marquee></div>",
        f"<div>{of_each('<p class=ticker__item>{}</p>')}</div>",
        f"<div id=ticker-box><ul>{of_each('<li><div><a href=/news/politics/x><p>{}</p></a></div></li>')}</ul></div>",
        f"<div><span>BREAKING</span><ul>{of_each('<li><span>12:45</span> {}</li>')}</ul></div>",
        f"<div class=ticker><ul>{of_each('<li class=ticker__item><i>BREAKING</i> {}</li>')}</ul></div>",
    ],
)
def test_a_ticker_by_its_word_or_by_what_was_seen_of_it(ticker):
    assert told(page(ticker)) == LINES


@pytest.mark.parametrize(
    ("edition", "word", "line"),
    [(ARABIC, "عاجل", "مراسل الميادين: غارة على بلدة في الجنوب"), (SPANISH, "ÚLTIMA HORA", "Terremoto en el norte del país")],
)
def test_a_single_line_in_other_languages(edition, word, line):
    assert told(page(f"<div><span>{word}</span><div><a href='/news/x'>{line}</a></div></div>"), edition) == [line]


@pytest.mark.parametrize(
    "what",
    [
        "",
        "<div><span>BREAKING</span><ul></ul></div>",  # filled by a script, or empty
        '<ul><li><a href="/breaking">Breaking</a></li><li><a href="/news/politics">Politics</a></li></ul>',
        "<div id=ticker-box><ul><li>Now</li><li>More</li></ul></div>",
    ],
)
def test_what_is_no_ticker_is_not_an_empty_one(what):
    assert read(page(what)) is None


def test_a_label_on_a_card_heads_nothing():
    card = '<div><span>Breaking</span><h3><a href="/news/politics/x">A card of the home page with a title</a></h3></div>'
    assert read(page("", main=card * 3)) is None


def test_entries_are_rows_that_print_a_time_of_day():
    rows = "".join(f"<div><time>{hour}:05</time><p>{line}</p></div>" for hour, line in enumerate(LINES, 10))
    assert told(page("", main=f"<h1>LIVE</h1><div>{rows}</div>"), of=entries) == LINES
    cards = "".join(f"<div><h3><a href=/news/x>{line}</a></h3><p>8 Nov 2025</p></div>" for line in LINES)
    assert read(page("", main=f"<h1>LIVE TV</h1><video></video><div>{cards}</div>"), of=entries) is None


def test_an_entrys_time_is_the_printed_one_and_never_guessed():
    rows = "".join(f"<li><span>{stamp}</span> {line}</li>" for stamp, line in zip(("6 Jan 2022 15:39", "15:20", "15:01"), LINES, strict=True))
    found = read(page("", main=f"<ul>{rows}</ul>"), of=entries)
    assert [flash.published for flash in found] == ["2022-01-06T15:39:00+02:00", None, None]


def test_a_day_alone_is_no_time():
    rows = "".join(f"<li class=ticker__item><span>8 Nov 2025</span> {line}</li>" for line in LINES)
    found = read(page(f"<ul>{rows}</ul>"))
    assert [(flash.text, flash.published) for flash in found] == [(line, None) for line in LINES]


def test_hostile_pages_end_soon():
    deep = "<div>" * 3000 + "BREAKING" + "</div>" * 3000
    assert read(page(deep)) is None
    many = "<div><span>BREAKING</span><ul>" + "<li>one two three four five</li>" * 30_000 + "</ul></div>"
    assert len(read(page(many))) == 200


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>Breaking</b>" * 20_000,
        "<div><b>Breaking</b>" * 2000 + "<i>x</i>" * 20_000,
        "<div><div>one</div>" * 2000 + "<i>one two three four</i>" * 20_000,
        "<div id=ticker-box>" * 2000 + "<li>one two</li>" * 20_000,
        "<div id=ticker-box>" + "<ul><li>one two three four" * 1000 + "word " * 200_000,
    ],
    ids=["headings", "nested headings", "nested pairs", "nested boxes", "nested rows"],
)
def test_time_grows_with_the_page_and_not_with_its_square(hostile):
    root = parse(tamed(f"<body>{hostile}".encode()))
    began = time.process_time()
    for of in (ticker, entries):
        found = of(root, ENGLISH, canonical(ENGLISH)) or []
        assert all(len(flash.text) <= LONGEST_TEXT for flash in found)
    assert time.process_time() - began < 5


def test_what_stands_in_a_button_is_no_text_of_what_is_around_it_and_may_be_a_ticker():
    button = f"<button><b>Breaking</b><ul>{of_each('<li>{}</li>')}</ul></button>"
    assert told(page(button)) == LINES


def test_a_line_without_end_is_cut_after_a_word():
    line = "The ministry tells all of it in one line " * 60
    assert told(page(f"<div><b>Breaking</b><ul><li>{line}</li></ul></div>")) == [f"{line[:999].rpartition(' ')[0]}…"]
