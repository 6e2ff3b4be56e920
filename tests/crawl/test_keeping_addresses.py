"""More of the scripted site: addresses, what stands at them in an article's place, and every way of looking again."""

import json
from typing import Any

import pytest

from tests.conftest import Kept
from tests.scripted import MENU, OWN, following, hour, page
from tests.servers import Answer, article

pytestmark = pytest.mark.long

A = "/news/politics/"
HOURLY = {"MAYADEEN_RECHECK_AGES": ",".join(str(60 * n) for n in range(1, 20))}
HOME = (
    '<html><head><title>Al Mayadeen</title><meta property="og:image" content="https://media.almayadeen.net/logo.jpg">'
    f"</head><body>{MENU}<h1>Al Mayadeen</h1><p>The reality as it is, in three languages.</p></body></html>"
)
WALL = (
    "<html><head><title>Security check</title></head><body><h1>Checking your browser</h1><article>"
    "<p>We are checking that a person sits before your browser; it takes some seconds, please wait.</p>"
    "<p>You will then be led to the page that you asked for.</p></article>{}</body></html>"
)


def to(path: str) -> Answer:
    return Answer("", 302, {"Location": path})


def plain(title: str, body: str = "") -> str:
    """An article without a post id, of more than 40 words, or of the few given."""
    text = body or f"{title} is told here in words of its own, " + "and there are enough of them to know it by. " * 5
    return article(title, text).replace("2024-01-31T10:00:00Z", hour(0)).replace("<body>", f"<body>{MENU}")


SCRIPT: dict[str, dict[float, Any]] = {
    "/?from=gone": {0: HOME},
    f"{A}home": {0: page("To the home page", "1"), 2: to("/?from=gone")},
    f"{A}wall": {0: page("Walled", "2"), 2: WALL.format(""), 4: page("Walled", "2")},
    f"{A}wall-back": {0: page("Walled too", "3"), 2: WALL.format('<a href="/">Back</a>'), 4: page("Walled too", "3")},
    f"{A}listing": {0: page("To a listing", "4"), 2: to("/news/politics")},
    f"{A}another": {0: page("To another", "5"), 2: to(f"{A}its-heir"), 4: page("To another", "5")},
    f"{A}its-heir": {0: page("The heir", "6")},
    f"{A}gone": {0: page("Gone, then another", "7"), 1: Answer("x", 410), 3: page("Another", "8"), 4: page("Gone, then another", "7")},
    f"{A}takes": {0: page("Gives its place", "9"), 2: page("Takes it", "10")},
    f"{A}gives": {3: page("Gives its place", "9")},
    f"{A}tags": {
        0: page("Tags", "11", tags="one, two, ثلاثة"),
        2: page("Tags", "11", tags="two, one, ثلاثة, one"),
        3: page("Tags", "11", tags="ثَلاثة, two, ثـلاثة, one"),
        4: page("Tags", "11", tags="two, ثلاثة"),
    },
    f"{A}section": {0: page("Section", "12"), 2: to("/news/sports/section")},
    "/news/sports/section": {2: page("Section and title", "12", modified=hour(1.9))},
    f"{A}plain-moves": {0: plain("It moves"), 2: to(f"{A}plain-moved")},
    f"{A}plain-moved": {2: plain("It moves")},
    f"{A}plain-slug": {0: plain("The slug"), 2: None},
    f"{A}plain-slug-new": {2: plain("The slug")},
    f"{A}plain-short": {0: plain("Short", "The same few words.")},
    f"{A}plain-short-too": {0: plain("Short", "The same few words.")},
    f"{A}plain-both": {0: plain("Both move"), 2: to(f"{A}plain-both-new")},
    f"{A}plain-both-new": {2: plain("Both moved")},
}  # fmt: skip


def moved(before: str, after: str) -> dict[str, str]:
    return {"from": OWN + before, "to": OWN + after}


def gone(reason: str, first: float, second: float) -> list[tuple[float, str, dict[str, Any]]]:
    return [(first, "missing", {"reason": reason}), (second, "removed", {"reason": f"gone ({reason})", "since": hour(first)})]


PUBLISHED, EDITED = "2026-03-02T10:00:00+02:00", "2026-03-02T11:54:00+02:00"
EVENTS: dict[str, list[tuple[float, str, dict[str, Any]]]] = {
    "home": gone("leads to the home page", 2, 3),
    "listing": gone("no item: listing", 2, 3),
    "another": [(2, "replaced", {"by": "en:6"}), (4, "returned", {"since": hour(2)})],
    "gone": [*gone("http 410", 1, 2), (3, "replaced", {"by": "en:8"}), (4, "returned", {"since": hour(3)})],
    "Another": [(4, "replaced", {"by": "en:7"})],
    "takes": [(2, "replaced", {"by": "en:10"}), (3, "returned", {"since": hour(2)}), (3, "moved", moved(f"{A}takes", f"{A}gives"))],
    "tags": [(4, "revised", {"revision": 2, "fields": ["tags"], "change": "silent"})],
    "section": [
        (2, "revised", {"revision": 2, "fields": ["title"], "change": "declared", "modified": [PUBLISHED, EDITED]}),
        (2, "moved", moved(f"{A}section", "/news/sports/section")),
        (2, "section", {"from": "news/politics", "to": "news/sports"}),
    ],
    "plain-moves": [(2, "moved", moved(f"{A}plain-moves", f"{A}plain-moved"))],
    "plain-slug": [(2, "moved", moved(f"{A}plain-slug", f"{A}plain-slug-new"))],
    "plain-both": [(2, "replaced", {"by": "plain-both-new"})],
}  # fmt: skip


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("addresses") / "data", HOURLY)
    with following(SCRIPT) as site:
        site.crawl(kept, 0)
        first = dict(kept.query("SELECT id, url FROM articles"))
        ends = [site.crawl(kept, number, "mode=recheck") for number in (1, 2, 3, 4)]
    return kept, first, ends


def names(kept: Kept, first: dict[str, str]) -> dict[str, str]:
    """The name of each article by its id: the slug it was first seen under, or its title."""
    later = dict(kept.query("SELECT id, title FROM articles"))
    slugs = {article_id: url.rsplit("/", 1)[1] for article_id, url in first.items()}
    return later | slugs


def test_the_events_are_exactly_those_that_happened(crawled):
    kept, first, ends = crawled
    assert "Traceback" not in "".join(end.stderr for end in ends)
    called, found = names(kept, first), dict[str, list[Any]]()
    urls = dict(kept.query("SELECT id, url FROM articles"))
    for article_id, at, event, detail in kept.query("SELECT article_id, at, event, detail FROM events ORDER BY seq"):
        told = json.loads(detail)
        if event == "replaced" and called[article_id].startswith("plain"):
            told = {"by": urls[told["by"]].rsplit("/", 1)[1]}
        found.setdefault(called[article_id], []).append((at, event, told))
    assert found == {name: [(hour(at), *rest) for at, *rest in events] for name, events in EVENTS.items()}


def test_a_wall_that_nobody_knows_removes_nothing(crawled):
    kept, _, ends = crawled
    assert [end.returncode for end in ends] == [3, 3, 3, 0], "while the wall stands, its pages have failed"
    assert kept.query("SELECT last_seen FROM articles WHERE post_id IN ('2', '3')") == [(hour(4),)] * 2


def test_no_two_articles_stand_at_one_address_but_those_that_followed_each_other(crawled):
    kept, _, _ = crawled
    shared = kept.query("SELECT url FROM articles GROUP BY url HAVING count(*) > 1")
    assert shared == [(f"{OWN}{A}gone",)]
    assert kept.one("SELECT count(*) FROM articles WHERE title = 'It moves'") == 1
    assert kept.one("SELECT count(*) FROM articles WHERE title = 'The slug'") == 1
    assert kept.one("SELECT count(*) FROM articles WHERE title = 'Short'") == 2, "a few words at one minute tell nothing"


TWO = {
    f"{A}old": {0: page("Two addresses", "21"), 2: None},
    f"{A}old-too": {1: page("Two addresses", "21")},
    f"{A}slug": {0: page("Slug", "22"), 2: None},
    f"{A}a-slug": {2: page("Slug", "22")},
    f"{A}edited": {0: page("Edited", "23"), 2: page("Edited since", "23")},
    f"{A}missed": {0: page("Missed", "24"), 2: None, 4: page("Missed", "24")},
}
SITEMAP = Answer(
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + "".join(f"<url><loc>{OWN}{path}</loc></url>" for path in TWO)
    + "</urlset>",
    type="application/xml",
)


@pytest.mark.parametrize("mode", ["recheck", "full"])
@pytest.mark.parametrize("spider", ["sections", "archive"])
def test_both_spiders_look_again_and_tell_the_same(kept, spider, mode):
    """An article with two addresses of which one goes, a moved one, an edited one and one that is missed."""
    kept.settings |= HOURLY | {"MAYADEEN_BATCH_SECONDS": 30}
    with following(TWO | {"/sitemaps/all.xml": {0: SITEMAP}}) as site:
        for number in (0, 1, 2, 3, 4):
            ended = site.crawl(kept, number, *([f"mode={mode}"] if number else []), spider=spider)
            assert ended.returncode in (0, 3), ended.stderr
    found = kept.query("SELECT article_id, at, event FROM events ORDER BY article_id, seq")
    assert found == [
        ("en:21", hour(2), "moved"),
        ("en:22", hour(2), "moved"),
        ("en:23", hour(2), "revised"),
        ("en:24", hour(2), "missing"),
        ("en:24", hour(3), "removed"),
        ("en:24", hour(4), "returned"),
    ]


def test_the_archive_looks_again_only_at_the_days_and_sections_asked_for(kept):
    kept.settings |= HOURLY
    script = {
        f"{A}today": {0: page("Today", "31")},
        "/news/sports/today": {0: page("Sports", "32")},
        f"{A}before": {0: page("Before", "33", published="2026-03-01T08:00:00+02:00")},
    }
    with following(script) as site:
        site.crawl(kept, 0)
        site.crawl(kept, 2, "mode=recheck", "since=2026-03-02", "sections=politics", spider="archive")
    assert kept.query("SELECT title FROM articles WHERE last_seen = ?", hour(2)) == [("Today",)]


def test_recheck_of_named_sitemaps_says_what_would_do(kept):
    ended = kept.crawl("mode=recheck", f"urls={OWN}/sitemaps/all.xml", "base=http://127.0.0.1:9", spider="archive")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)
    assert "mode=full" in ended.stderr
