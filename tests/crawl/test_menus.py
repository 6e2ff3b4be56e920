"""A crawl where the home page's menu cannot be read, or is not what was asked for."""

import pytest

from tests.servers_plain import HEAD, serve_pages

ARTICLE = HEAD + '<meta name="postid" content="{id}"><h1>A title of its own, number {id}</h1><p>Some text of it.</p>'
LISTING = HEAD + '<a href="/news/politics/title-1">A title of its own, number 1</a>'


@pytest.fixture
def without_menu():
    pages = {
        "/": HEAD + "<h1>Nothing here</h1>",
        "/news/politics": LISTING,
        "/news/politics/title-1": ARTICLE.format(id=1),
    }
    with serve_pages(pages) as base:
        yield base


def test_without_a_menu_the_known_sections_are_gone_by(kept, without_menu):
    ended = kept.crawl(f"base={without_menu}")
    assert "english.almayadeen.net: no menu could be read; going by the" in ended.stderr
    assert kept.query("SELECT post_id FROM articles") == [("1",)]
    assert ended.returncode == 3, "most of the known sections answer 404 here, and that is told"
    assert kept.outcomes("kind = 'listing'")["failed", "http 404"] > 10


def test_a_section_that_no_menu_has_is_refused_with_those_it_has(kept, replica):
    ended = kept.crawl("sections=news/chess", f"base={replica.bases['en']}")
    assert ended.returncode == 2
    [line] = [line for line in ended.stderr.splitlines() if line.startswith("mayadeen:")]
    assert "no menu of the site has news/chess; it has" in line
    assert "news/politics" in line
    assert kept.one("SELECT count(*) FROM articles") == 0
