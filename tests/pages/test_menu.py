"""Menus in any markup, known by what stands in them."""


import pytest
from lxml import html

from mayadeen.editions import ARABIC, EDITIONS, ENGLISH
from mayadeen.pages.menu import known_menu, read_menu
from mayadeen.site import Site
from tests import pace


def menu_of(page, edition=ENGLISH):
    site = Site(edition)
    return read_menu(html.fromstring(page), edition, lambda link: site.canonical(link, edition.home))


def link(path, label):
    return f'<a href="{path}">{label}</a>'


POLITICS, SPORTS = link("/news/politics", "Politics"), link("/news/sports", "Sports")


@pytest.mark.parametrize(
    "page",
    [
        f"<ul><li>{POLITICS}</li><li>{SPORTS}</li></ul>",
        f"<nav>{POLITICS}{SPORTS}</nav>",
        f"<div><span>{POLITICS}</span><span>{SPORTS}</span></div>",
        f"<table><tr><td>{POLITICS}</td><td>{SPORTS}</td></tr></table>",
        f"<ul><li>News<ul><li>{POLITICS}</li><li>{SPORTS}</li></ul></li></ul>",
        f"<ul><li>{POLITICS}</li></ul><ul><li>{SPORTS}</li></ul>",
    ],
)
def test_any_markup_will_do(page):
    assert list(menu_of(f"<body>{page}</body>").sections) == ["news/politics", "news/sports"]


def test_a_menu_of_relative_links_is_meant_from_the_base_that_the_page_names():
    links = f"{link('news/politics', 'Politics')}{link('news/sports', 'Sports')}"
    head = f'<head><base href="{ENGLISH.home}"></head>'
    page = html.fromstring(f"<html>{head}<body><nav>{links}</nav></body></html>")
    site = Site(ENGLISH)
    found = read_menu(page, ENGLISH, lambda to: site.canonical(to, f"{ENGLISH.home}en/home"))
    assert list(found.sections) == ["news/politics", "news/sports"]


def test_copies_of_a_menu_are_one():
    menu = f"<ul><li>{POLITICS}</li><li>{SPORTS}</li></ul>"
    assert list(menu_of(f"<body>{menu}<div>{menu}</div></body>").sections) == ["news/politics", "news/sports"]


def test_a_new_section_among_known_ones_is_one():
    menu = menu_of(f"<ul><li>{POLITICS}</li><li>{SPORTS}</li><li>{link('/news/chess', 'Chess')}</li></ul>")
    assert menu.sections["news/chess"].label == "Chess"


def test_a_renamed_path_is_known_by_its_label():
    assert "world/politics" in menu_of(f"<ul>{link('/world/politics', 'Politics')}{SPORTS}</ul>").sections


def test_regions_are_told_from_sections_by_name_and_unknown_ones_by_their_neighbours():
    regions = f"<ul>{link('/africa', 'Africa')}{link('/asia', 'Asia')}{link('/oceania', 'Oceania')}</ul>"
    menu = menu_of(f"<nav><ul>{POLITICS}{SPORTS}</ul>{regions}</nav>")
    assert (list(menu.sections), list(menu.regions)) == (
        ["news/politics", "news/sports"],
        ["africa", "asia", "oceania"],
    )


def test_what_is_no_section_is_left_out():
    others = (
        link("/live", "LIVE") + link("/authors", "Authors") + link("https://www.almayadeen.net/", "Ar") + link("#", "x")
    )
    long = link("/news/politics/a-title", "A title of an article that is too long for any label of a menu")
    more = link("/news/health", "Health") + link("/news/economic", "Economy")
    sections = menu_of(f"<ul>{POLITICS}{SPORTS}{more}{others}{long}</ul>").sections
    assert set(sections) == {"news/politics", "news/sports", "news/health", "news/economic"}


def test_category_links_on_cards_make_no_menu():
    card = f"<div>{POLITICS}{link('/news/politics/some-title', 'Some title of an article that someone wrote')}</div>"
    assert not menu_of(f"<body>{card * 5}</body>")


def test_labels_in_arabic_whatever_the_form_of_the_address():
    page = f"<ul>{link('/news/politics', 'سياسة')}{link('/news/%D8%AB%D9%82%D8%A7%D9%81%D8%A9', 'ثقافة')}</ul>"
    assert list(menu_of(page, ARABIC).sections) == ["news/politics", "news/ثقافة"]


@pytest.mark.parametrize("code", EDITIONS)
def test_every_edition_has_something_to_fall_back_on(code):
    assert len(known_menu(EDITIONS[code]).sections) > 5


def test_a_page_of_a_hundred_thousand_links_takes_little_time():
    page = "<body>" + "<div>" * 50 + f"<ul>{POLITICS}{SPORTS}{link('/news/x', 'X') * 100_000}</ul>"
    with pace.within(5):
        assert menu_of(page)
