"""Near-duplicates and sister editions in whole crawls, judged by what was stored."""

import gzip
import random
from collections import Counter

import orjson
import pytest

from tests.conftest import Kept, run_replica
from tests.kin import HOSTS, edited, page, text
from tests.servers import serve
from tests.stores.test_neighbours import EARLIEST

A = "/news/politics/"
OWN = f"{HOSTS['en']}{A}"
BODY, OTHER = text((1, 10)), text((2, 10))
PAGES = {
    f"{A}copy": page("A copy", BODY, published="2024-01-31T12:00:00Z"),
    f"{A}first": page("The first", BODY, published="2024-01-31T10:00:00Z"),
    f"{A}other": page("Another", OTHER),
    f"{A}edited": page("The edited", text((1, 8), (3, 2)), published="2024-01-31T11:00:00Z"),
    f"{A}short": page("A short one", "Three words only."),
    f"{A}short-too": page("A short one", "Three words only."),
}


def crawl(kept, pages, tmp_path, **settings):
    urls = tmp_path / "urls.txt"
    urls.write_text("".join(f"{HOSTS['en']}{path}\n" for path in pages))
    with serve(dict(pages)) as site:
        return kept.crawl(f"urls={urls}", f"base={site.base}", **settings)


def clusters(kept):
    """Slug -> the slug of its group's earliest, or None."""
    ids = {article_id: url.rsplit("/", 1)[1] for article_id, url in kept.query("SELECT id, url FROM articles")}
    return {ids[one]: ids.get(cluster) for one, cluster in kept.query("SELECT id, cluster FROM articles")}


@pytest.mark.parametrize("batch", [1, 50])
def test_near_duplicates_are_marked_by_default(kept, tmp_path, batch):
    ended = crawl(kept, PAGES, tmp_path, MAYADEEN_BATCH_PAGES=batch)
    assert ended.returncode == 0, ended.stderr
    grouped = dict.fromkeys(("copy", "first", "edited"), "first")
    assert clusters(kept) == grouped | dict.fromkeys(("other", "short", "short-too"))
    exported = {line["url"].rsplit("/", 1)[1]: line["cluster"] for line in kept.lines()}
    assert len(set(exported.values())) == 2
    assert exported["first"] == exported["copy"] == kept.one("SELECT id FROM articles WHERE title = 'The first'")


@pytest.mark.long
def test_groups_grow_across_runs_and_edits_leave_them(kept, tmp_path):
    crawl(kept, {f"{A}copy": PAGES[f"{A}copy"]}, tmp_path)
    assert clusters(kept) == {"copy": None}
    crawl(kept, {f"{A}first": PAGES[f"{A}first"]}, tmp_path)
    assert clusters(kept) == {"copy": "first", "first": "first"}
    crawl(kept, {f"{A}first": page("The first", OTHER, published="2024-01-31T10:00:00Z")}, tmp_path)
    assert clusters(kept) == {"copy": None, "first": None}
    assert kept.one("SELECT count(*) FROM signatures") == 2


@pytest.mark.parametrize("batch", [1, 50])
def test_dropping_is_counted_with_both_parties(kept, tmp_path, batch):
    ended = crawl(kept, PAGES, tmp_path, MAYADEEN_NEAR_DUPLICATES="drop", MAYADEEN_BATCH_PAGES=batch, CONCURRENT_REQUESTS=1)
    assert ended.returncode == 0, ended.stderr
    stored = set(clusters(kept))
    assert len(stored & {"copy", "first", "edited"}) == 1
    assert stored >= {"other", "short", "short-too"}
    reasons = kept.query("SELECT reason FROM pages WHERE state = 'filtered'")
    [held] = kept.query("SELECT id FROM articles WHERE title IN ('A copy', 'The first', 'The edited')")
    assert len(reasons) == 2
    assert all(f" is a near-duplicate of {held[0]} (" in reason for (reason,) in reasons)
    assert '"filtered":2' in kept.one("SELECT counts FROM runs").replace(" ", "")


@pytest.mark.long
def test_dropping_knows_what_earlier_runs_hold_and_keeps_what_is_held(kept, tmp_path):
    pages = {f"{A}first": PAGES[f"{A}first"], f"{A}other": PAGES[f"{A}other"]}
    crawl(kept, pages, tmp_path)
    pages |= {f"{A}copy": PAGES[f"{A}copy"], f"{A}other": page("Another", text((1, 9), (2, 1)))}
    ended = crawl(kept, pages, tmp_path, MAYADEEN_NEAR_DUPLICATES="drop")
    assert ended.returncode == 0, ended.stderr
    assert clusters(kept) == {"first": "first", "other": "first"}


@pytest.mark.long
def test_off_marks_nothing(kept, tmp_path):
    ended = crawl(kept, PAGES, tmp_path, MAYADEEN_NEAR_DUPLICATES="off")
    assert ended.returncode == 0, ended.stderr
    assert set(clusters(kept).values()) == {None}
    assert kept.one("SELECT count(*) FROM signatures") == 0


@pytest.mark.parametrize(("name", "value", "told"), [("", "dorp", "mark, drop, off"), ("_LIKENESS", "0.2", "from 0.45 to 1")])
def test_wrong_settings_are_told(kept, name, value, told):
    option = "MAYADEEN_NEAR_DUPLICATE" + (name or "S")
    ended = kept.crawl("base=http://127.0.0.1:9", **{option: value})
    assert ended.returncode == 2
    assert told in ended.stderr


@pytest.mark.long
def test_translations_that_pages_state_are_linked(kept, tmp_path):
    head = '<link rel="alternate" hreflang="{}" href="{}/news/politics/{}">'
    english = {f"{A}here": page("Here", BODY, head.format("ar", HOSTS["ar"], "there"))}
    arabic = {f"{A}there": page("There", OTHER), f"{A}else": page("Else", OTHER)}
    crawl(kept, english, tmp_path)
    urls = tmp_path / "ar.txt"
    urls.write_text("".join(f"{HOSTS['ar']}{path}\n" for path in arabic))
    with serve(dict(arabic)) as site:
        ended = kept.crawl("edition=ar", f"urls={urls}", f"base={site.base}")
    assert ended.returncode == 0, ended.stderr
    titles = "SELECT one.title, other.title FROM sisters JOIN articles one ON one.id = article_id JOIN articles other ON other.id = sister_id"
    assert sorted(kept.query(titles)) == [("Here", "There"), ("There", "Here")]


@pytest.mark.long
def test_killed_crawls_leave_every_article_with_its_signature(kept, replica_of):
    with replica_of("--edition", "en", "--articles", "200", "--delay", "0.02") as site:
        process = kept.start(site.argument, "pages=all")
        while not (kept.data / "mayadeen.sqlite").exists() or not stored(kept):
            assert process.poll() is None
        process.kill()
        process.wait()
        assert whole(kept)
        ended = kept.crawl(site.argument, "pages=all")
    assert ended.returncode == 0, ended.stderr
    assert whole(kept)
    assert kept.one(EARLIEST) == 0


def stored(kept):
    try:
        return kept.one("SELECT count(*) FROM articles")
    except Exception:  # the tables are being made
        return 0


def whole(kept):
    """Each long text has a signature, with all its bands, and nothing else has one."""
    long = "kind NOT IN ('newscast', 'live') AND length(body) > 1000"
    missing = f"SELECT count(*) FROM articles WHERE {long} AND id NOT IN (SELECT article_id FROM signatures)"
    strays = "SELECT count(*) FROM signatures WHERE article_id NOT IN (SELECT id FROM articles)"
    counts = "SELECT count(*) FROM signatures s WHERE (SELECT count(*) FROM bands b WHERE b.number = s.number) != 20"
    assert kept.one(f"SELECT count(*) FROM articles WHERE {long}")
    return [kept.one(query) for query in (missing, strays, counts)] == [0, 0, 0]


@pytest.fixture(scope="module")
def rows(shared):
    lines = gzip.decompress((shared / "site" / "articles-ar.jsonl.gz").read_bytes()).splitlines()
    return list({row["metadata"]["postid"]: row for row in map(orjson.loads, lines)}.values())


@pytest.mark.long
def test_made_pairs_of_real_pages(rows, tmp_path):
    """300 pairs through a crawl: precision at least 0.98, recall at least 0.95 by `cluster`."""
    dice = random.Random(11)
    full = [row for row in rows if len(row["paragraphs"]) > 800 and "/newscast/" not in row["metadata"]["url"]]
    chosen = dice.sample(full, 400)
    bodies = [row["paragraphs"] for row in full]
    copies = [another(row, row["paragraphs"]) for row in chosen[:100]]
    copies += [another(row, edited(row["paragraphs"], dice.uniform(0.05, 0.3), bodies, dice)) for row in chosen[100:200]]
    positive = {pair(row, copy) for row, copy in zip(chosen, copies, strict=False)}
    kept = crawled([*chosen, *copies], tmp_path)
    found = {
        tuple(sorted((one, other)))
        for one, other in kept.query(
            "SELECT a.post_id, b.post_id FROM articles a JOIN articles b ON a.cluster = b.cluster AND a.id < b.id"
        )
    }
    topics = {pair(one, other) for one, other in zip(chosen[200:300], chosen[300:400], strict=True)}
    asked = positive | topics
    assert len(found & positive) / len(positive) >= 0.95
    assert len(found & positive) / len(found & asked) >= 0.98
    # Of all 180,000 pairs of the pages, no more than these few real follow-ups that repeat most of a text.
    assert len(found - positive) <= 0.05 * len(positive)


def another(row, paragraphs):
    """The same text at another address under another number."""
    told = row["metadata"]
    number = f"9{told['postid']}"
    return {"metadata": told | {"postid": number, "url": f"{told['url']}-{number}"}, "paragraphs": paragraphs}


def pair(one, other):
    return tuple(sorted((one["metadata"]["postid"], other["metadata"]["postid"])))


def crawled(some, tmp_path, **settings):
    file = tmp_path / "rows.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, some))))
    kept = Kept(tmp_path / "data")
    with run_replica(tmp_path / "log", "--from", str(file)) as site:
        ended = kept.crawl("edition=ar", site.argument, "pages=all", timeout=240, **settings)
    assert ended.returncode == 0, ended.stderr
    return kept


@pytest.mark.long
def test_all_newscasts_survive_dropping_and_flow_into_no_group(rows, tmp_path):
    kept = crawled(rows, tmp_path, MAYADEEN_NEAR_DUPLICATES="drop")
    titles = Counter(row["metadata"]["title"] for row in rows)
    repeated = {title: number for title, number in titles.items() if number > 2}
    assert sum(repeated.values()) > 190
    held = dict(kept.query("SELECT title, count(*) FROM articles GROUP BY 1"))
    assert {title: held.get(title) for title in repeated} == repeated
    assert kept.query("SELECT title FROM articles WHERE cluster IS NOT NULL") == []
    dropped = kept.one("SELECT count(*) FROM pages WHERE reason LIKE '%near-duplicate%'")
    assert 0 < dropped < 20, "follow-ups that repeat most of an earlier text, no more"
