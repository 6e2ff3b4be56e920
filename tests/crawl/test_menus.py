"""A crawl where the home page's menu cannot be read, or is not what was asked for."""

import pytest

from tests.servers import Answer, serve
from tests.servers_plain import HEAD, serve_pages

ARTICLE = HEAD + '<meta name="postid" content="{id}"><h1>A title of its own, number {id}</h1><p>Some text of it.</p>'
LISTING = HEAD + '<a href="/news/politics/title-1">A title of its own, number 1</a>'


PAGES = {"/news/politics": LISTING, "/news/politics/title-1": ARTICLE.format(id=1)}
HOMES = {
    "no menu could be read": {"/": HEAD + "<h1>Nothing here</h1>"},
    "no home page (http 404)": {},
    "no home page (empty answer)": {"/": " "},
}


@pytest.mark.parametrize("trouble", HOMES)
def test_without_a_menu_the_known_sections_are_gone_by(kept, trouble):
    with serve_pages(PAGES | HOMES[trouble]) as base:
        ended = kept.crawl(f"base={base}")
    assert f"english.almayadeen.net: {trouble}; going by the" in ended.stderr
    assert kept.query("SELECT post_id FROM articles") == [("1",)]
    assert ended.returncode == 3, "most of the known sections answer 404 here, and that is told"
    assert kept.outcomes("kind = 'listing'")["failed", "http 404"] > 10


def test_the_menu_that_was_read_last_is_gone_by_when_the_home_page_is_gone(kept):
    paths = ("/news/politics", "/news/economy", "/news/sports")
    home = HEAD + "<nav>" + "".join(f"<a href='{path}'>{path}</a>" for path in paths) + "</nav>"
    pages = dict.fromkeys(paths, HEAD) | PAGES | {"/": lambda count: home if count == 1 else Answer("gone", 410)}
    with serve(pages) as site:
        assert kept.crawl(f"base={site.base}").returncode == 0
        before = len(site.asked)
        ended = kept.crawl(f"base={site.base}")
        assert sorted(site.paths()[before:]) == ["/", *sorted(paths), "/robots.txt"]
    assert "no home page (http 410); going by the 3 known sections" in ended.stderr
    assert ended.returncode == 3


def test_a_section_that_no_menu_has_is_refused_with_those_it_has(kept, replica):
    ended = kept.crawl("sections=news/chess", f"base={replica.bases['en']}")
    assert ended.returncode == 2
    [line] = [line for line in ended.stderr.splitlines() if line.startswith("mayadeen:")]
    assert "no menu of the site has news/chess; it has" in line
    assert "news/politics" in line
    assert kept.one("SELECT count(*) FROM articles") == 0


def test_a_section_may_hold_items_whose_addresses_name_another(kept):
    """Of the menus' paths few are known, and sections get renamed: an address alone is no reason to leave all out."""
    menu = HEAD + "<nav><a href='/videos/newsfeed'>NewsFeed</a><a href='/news/politics'>Politics</a></nav>"
    links = "".join(f"<a href='{path}'>x</a>" for path in ("/video/title-1", "/video/title-2", "/news/politics/title-3"))
    articles = {f"/{path}/title-{n}": ARTICLE.format(id=n) for path, n in (("video", 1), ("video", 2), ("news/politics", 3))}
    with serve_pages({"/": menu, "/videos/newsfeed": menu + links} | articles) as base:
        ended = kept.crawl("sections=newsfeed", f"base={base}")
    assert ended.returncode == 0, ended.stderr
    assert kept.query("SELECT post_id FROM articles ORDER BY 1") == [("1",), ("2",)]
    assert kept.outcomes("kind = 'article'") == {("stored", None): 2, ("filtered", "section not asked for"): 1}


def test_an_address_once_given_as_an_articles_is_a_listing_again(kept):
    home = HEAD + "<nav><a href='/news/politics'>Politics</a><a href='/news/sports'>Sports</a></nav>"
    with serve_pages(PAGES | {"/": home, "/news/sports": HEAD}) as base:
        for mistaken in ("/news/politics", "/"):
            assert kept.crawl(f"urls={base}{mistaken}", f"base={base}").returncode in (0, 3)
        assert kept.query("SELECT count(*) FROM articles") == [(0,)]
        ended = kept.crawl(f"base={base}")
    assert ended.returncode == 0, ended.stderr
    assert kept.query("SELECT post_id FROM articles") == [("1",)]
    assert kept.query("SELECT DISTINCT kind FROM pages WHERE url LIKE '%/politics' OR url LIKE '%.net/' ORDER BY 1") == [
        ("home",), ("listing",),
    ]  # fmt: skip
