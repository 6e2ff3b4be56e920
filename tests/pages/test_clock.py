"""The clock in a site's header is of the reader's day, a card's time of another item: neither is the item's date."""

import pytest

from tests.pages.test_article import page

TEXT = "<p>The ferry has come back to the harbour after two long years.</p>" * 3


@pytest.mark.parametrize(
    "clock",
    [
        '<header><time datetime="2026-11-28T09:00:00+02:00">28 Nov 2026</time></header>',
        "<header><div><time>28 Nov 2026 09:00</time></div></header>",
        "<header><div><span>28 Nov 2026 09:00</span></div></header>",
    ],
)
def test_a_clock_above_the_page_is_no_date_of_the_item(clock):
    assert page(f"{clock}<h1>A ferry returns</h1>{TEXT}").item().published is None
    dated = page(f"{clock}<h1>A ferry returns</h1><p>6 Jan 2022 15:39</p>{TEXT}").item()
    assert dated.published == "2022-01-06T15:39:00+02:00"
    stated = page(f'{clock}<meta property="article:published_time" content="2022-01-06T13:39:00"><h1>T</h1>{TEXT}').item()
    assert "conflict" not in stated.provenance["published"]


@pytest.mark.parametrize("around", ["<article><header>{}</header></article>", "<main><header>{}</header></main>", "<header>{}</header>"])
def test_a_time_beside_the_headline_is(around):
    head = around.format('<h1>A ferry returns</h1><time datetime="2022-01-06T15:39:00+02:00">then</time>')
    assert page(head + TEXT).item().published == "2022-01-06T15:39:00+02:00"


@pytest.mark.parametrize("inner", ["{}", "<div><span>{}</span></div>"])
def test_the_time_of_a_card_above_the_headline_is_not(inner):
    time = inner.format('<time datetime="2026-11-28T09:00:00+02:00">09:00</time>')
    link = '<a href="/news/politics/other">{}</a>'
    for headline in (f"<h3>{link.format('Another headline')}</h3>", link.format("<h4>Another headline</h4>")):
        found = page(f"<div>{headline}{time}</div>" * 3 + f"<h1>A ferry returns</h1><p>6 Jan 2022 15:39</p>{TEXT}").item()
        assert found.published == "2022-01-06T15:39:00+02:00"
