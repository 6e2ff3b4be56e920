"""A scripted site crawled hour by hour: exactly what happened to each article, written down by hand."""

import json
from typing import Any

import pytest

from mayadeen.content import content_hash
from tests.conftest import Kept
from tests.scripted import FIRST, OWN, PICTURE, SECOND, following, hour, notice, page
from tests.servers import Answer, cut

pytestmark = pytest.mark.long  # all stands on forty crawls, one after the other

A = "/news/politics/"
LATE = "The first paragraph, mended after the fact."
VERSIONS: dict[float, Any] = {
    0: page("قمة في بيروت", "100"),
    1: page("قمة في  بيروت ", "100", body="The first\n paragraph,  long enough to be one."),
    2: page("قِمّةٌ في بيروت", "100"),
    3: page("قمة في بيروت", "100", body=LATE),
    4: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(3.9)),
    5: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(4.9), tags="one, two, three"),
    6: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(4.9), tags="one, two, three", picture=PICTURE.format(FIRST) + "?v=3"),
    7: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(4.9), tags="one, two, three", picture=PICTURE.format(SECOND)),
    8: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(7.9), tags="one, two, three", picture=PICTURE.format(SECOND), summary="Otherwise."),
    9: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(7.9), tags="one, two, three", picture=PICTURE.format(SECOND), summary="Otherwise.", widget="<a href='/news/sports/x'>Most read</a> 17 views"),
    10: page("قمة كبرى في بيروت", "100", body=LATE, modified=hour(9.9), tags="one, two, three", picture=PICTURE.format(SECOND), summary="Otherwise."),
    11: page("قمة صغرى", "100", modified=hour(10.9), tags="four", picture=PICTURE.format(SECOND), summary="Otherwise."),
    12: page("قمة في بيروت", "100", modified=hour(10.9)),
}  # fmt: skip
HOME = Answer("", 302, {"Location": "/"})
FORBIDDEN, BROKEN = Answer("no", 403), Answer(send=cut(page("Cut", None)))
SOFT = notice("Page not found")


def to(path: str) -> Answer:
    return Answer("", 301, {"Location": path})


SCRIPT: dict[str, dict[float, Any]] = {
    f"{A}versions": VERSIONS,
    # Eight courses of removal and return, and one that is none
    f"{A}gone": {0: page("Gone", "201"), 1: None},
    f"{A}back": {0: page("Back", "202"), 1: Answer("x", 410), 4: page("Back", "202")},
    f"{A}mishap": {0: page("Mishap", "203"), 1: None, 2: page("Mishap", "203")},
    f"{A}to-home": {0: page("To the home page", "204"), 1: HOME},
    f"{A}soft": {0: page("Soft", "205"), 1: SOFT},
    f"{A}blocked": {0: page("Blocked", "206"), 1: FORBIDDEN, 4: page("Blocked", "206")},
    f"{A}network": {0: page("Network", "207"), 1: BROKEN, 4: page("Network", "207")},
    f"{A}between": {0: page("Between", "208"), 1: None, 2: FORBIDDEN, 3: None},
    f"{A}soft-soon": {0: page("Soon", "209"), 1: SOFT, 2: page("Soon, and edited", "209")},
    # Addresses
    f"{A}redirected": {0: page("Redirected", "301"), 2: to(f"{A}redirected-to")},
    f"{A}redirected-to": {2: page("Redirected", "301")},
    f"{A}slug": {0: page("Slug", "302"), 3: None},
    f"{A}slug-edited": {3: page("Slug, edited", "302", modified=hour(2.9))},
    f"{A}twice": {0: page("Twice", "303")},
    f"{A}twice-again": {2: page("Twice", "303")},
    f"{A}other-section": {0: page("Elsewhere", "304"), 2: to("/news/sports/other-section")},
    "/news/sports/other-section": {2: page("Elsewhere", "304")},
    f"{A}loses-id": {0: page("Loses its id", "305"), 2: page("Loses its id", None), 3: page("Loses its id", "305")},
    f"{A}gets-id": {0: page("Gets an id", None), 2: page("Gets an id", "306")},
    f"{A}returns": {0: page("Returns elsewhere", "307"), 1: None},
    f"{A}returned": {4: page("Returns elsewhere", "307")},
    f"{A}replaced": {0: page("Replaced", "308"), 2: page("Another one", "309")},
}
PUBLISHED = "2026-03-02T10:00:00+02:00"


def beirut(number: float) -> str:
    return {3.9: "2026-03-02T13:54:00+02:00", 4.9: "2026-03-02T14:54:00+02:00", 7.9: "2026-03-02T17:54:00+02:00",
            9.9: "2026-03-02T19:54:00+02:00", 10.9: "2026-03-02T20:54:00+02:00", 2.9: "2026-03-02T12:54:00+02:00"}[number]  # fmt: skip


def moved(before: str, after: str) -> dict[str, str]:
    return {"from": OWN + before, "to": OWN + after}


def revised(number: int, fields: list[str], modified: list[str] | None = None) -> dict[str, Any]:
    told = {"revision": number, "fields": fields, "change": "declared" if modified else "silent"}
    return told | ({"modified": modified} if modified else {})


EVENTS: dict[str, list[tuple[float, str, dict[str, Any]]]] = {
    "en:100": [
        (3, "revised", revised(2, ["body"])),
        (4, "revised", revised(3, ["title"], [PUBLISHED, beirut(3.9)])),
        (5, "revised", revised(4, ["tags"], [beirut(3.9), beirut(4.9)])),
        (7, "revised", revised(5, ["image_url"])),
        (8, "revised", revised(6, ["summary"], [beirut(4.9), beirut(7.9)])),
        (10, "dates", {"modified": [beirut(7.9), beirut(9.9)]}),
        (11, "revised", revised(7, ["title", "body", "tags"], [beirut(9.9), beirut(10.9)])),
        (12, "revised", revised(8, ["title", "summary", "tags", "image_url"])),
    ],
    "en:201": [(1, "missing", {"reason": "http 404"}), (2, "removed", {"reason": "gone (http 404)", "since": hour(1)})],
    "en:202": [
        (1, "missing", {"reason": "http 410"}),
        (2, "removed", {"reason": "gone (http 410)", "since": hour(1)}),
        (4, "returned", {"since": hour(1)}),
    ],
    "en:203": [(1, "missing", {"reason": "http 404"}), (2, "returned", {"since": hour(1)})],
    "en:204": [
        (1, "missing", {"reason": "leads to the home page"}),
        (2, "removed", {"reason": "gone (leads to the home page)", "since": hour(1)}),
    ],
    "en:205": [
        (1, "missing", {"reason": "no item: in an article's place: word that there is none"}),
        (2, "removed", {"reason": "gone (no item: in an article's place: word that there is none)", "since": hour(1)}),
    ],
    "en:208": [(1, "missing", {"reason": "http 404"}), (3, "removed", {"reason": "gone (http 404)", "since": hour(1)})],
    "en:209": [
        (1, "missing", {"reason": "no item: in an article's place: word that there is none"}),
        (2, "returned", {"since": hour(1)}),
        (2, "revised", revised(2, ["title"])),
    ],
    "en:301": [(2, "moved", moved(f"{A}redirected", f"{A}redirected-to"))],
    "en:302": [
        (3, "moved", moved(f"{A}slug", f"{A}slug-edited")),
        (3, "revised", revised(2, ["title"], [PUBLISHED, beirut(2.9)])),
    ],
    "en:304": [
        (2, "moved", moved(f"{A}other-section", "/news/sports/other-section")),
        (2, "section", {"from": "news/politics", "to": "news/sports"}),
    ],
    "en:307": [
        (1, "missing", {"reason": "http 404"}),
        (2, "removed", {"reason": "gone (http 404)", "since": hour(1)}),
        (4, "returned", {"since": hour(1)}),
        (4, "moved", moved(f"{A}returns", f"{A}returned")),
    ],
    "en:308": [(2, "replaced", {"by": "en:309"})],
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("scripted") / "data", {"MAYADEEN_RECHECK_AGES": ",".join(str(60 * n) for n in range(1, 20))})
    with following(SCRIPT) as site:
        ends = [site.crawl(kept, 0)]
        ends += [site.crawl(kept, number, "mode=recheck") for number in (1, 1.5, *range(2, 13))]
        yield kept, ends, site


def test_the_events_are_exactly_those_that_happened(crawled):
    kept, ends, _ = crawled
    assert "Traceback" not in "".join(end.stderr for end in ends)
    found: dict[str, list[Any]] = {}
    for article, at, event, detail in kept.query("SELECT article_id, at, event, detail FROM events ORDER BY seq"):
        found.setdefault(article, []).append((at, event, json.loads(detail)))
    expected = {article: [(hour(at), *rest) for at, *rest in events] for article, events in EVENTS.items()}
    assert found == expected


def test_every_version_can_be_rebuilt(crawled):
    kept, _, _ = crawled
    columns = "title, summary, body, tags, image_url, content_hash"
    rows = kept.query(f"SELECT {columns} FROM revisions UNION ALL SELECT {columns} FROM articles")
    assert len(rows) > 20
    for title, summary, body, tags, image_url, hashed in rows:
        values = {"title": title, "summary": summary, "body": body, "tags": json.loads(tags), "image_url": image_url}
        assert content_hash(values) == hashed


def test_former_versions_are_numbered_without_a_gap(crawled):
    kept, _, _ = crawled
    assert kept.query("SELECT revision FROM articles WHERE id = 'en:100'") == [(8,)]
    rows = kept.query("SELECT revision, change, fetched FROM revisions WHERE article_id = 'en:100' ORDER BY revision")
    assert [row[:2] for row in rows] == [
        (1, "silent"), (2, "declared"), (3, "declared"), (4, "silent"), (5, "declared"), (6, "declared"), (7, "silent"),
    ]  # fmt: skip
    assert rows[0][2] == hour(0), "when it was read, not when it was replaced"


@pytest.mark.parametrize(
    ("name", "article", "addresses"),
    [
        ("redirected", "en:301", {f"{A}redirected", f"{A}redirected-to"}),
        ("slug", "en:302", {f"{A}slug", f"{A}slug-edited"}),
        ("twice", "en:303", {f"{A}twice", f"{A}twice-again"}),
        ("returns", "en:307", {f"{A}returns", f"{A}returned"}),
    ],
)
def test_all_addresses_of_an_article_are_kept(crawled, name, article, addresses):
    kept, _, _ = crawled
    assert {url for (url,) in kept.query("SELECT url FROM pages WHERE article_id = ?", article)} == {OWN + a for a in addresses}


def test_two_addresses_at_once_are_one_article(crawled):
    kept, _, _ = crawled
    assert kept.query("SELECT url, revision FROM articles WHERE id = 'en:303'") == [(f"{OWN}{A}twice", 1)]
    assert kept.query("SELECT state FROM pages WHERE url = ?", f"{OWN}{A}twice-again") == [("duplicate",)]


def test_an_id_stays_whether_a_post_id_comes_or_goes(crawled):
    kept, _, _ = crawled
    assert kept.query("SELECT id, post_id FROM articles WHERE title = 'Loses its id'") == [("en:305", "305")]
    ((article, post_id),) = kept.query("SELECT id, post_id FROM articles WHERE title = 'Gets an id'")
    assert post_id == "306"
    assert article.startswith("en:")
    assert article != "en:306"


def test_what_was_seen_again_says_when(crawled):
    kept, _, _ = crawled
    rows = dict(kept.query("SELECT id, last_seen FROM articles"))
    assert rows["en:100"] == rows["en:206"] == rows["en:303"] == hour(12)
    assert rows["en:201"] == hour(0)
    assert kept.one("SELECT fetched FROM articles WHERE id = 'en:303'") == hour(0), "nothing of it changed"


def test_in_the_end_nothing_pends_and_nothing_failed(crawled):
    kept, ends, _ = crawled
    assert ends[-1].returncode == 0, ends[-1].stdout
    assert kept.one("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == 0
    assert [end.returncode for end in ends[:5]] == [0, 3, 3, 3, 3]
