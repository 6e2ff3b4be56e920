"""The search index: what it finds of real rows, and that it follows the collection whatever happens to it."""

import gzip
import random
import re
import sqlite3

import orjson
import pytest
from sqlalchemy import delete, insert, update

from mayadeen.search import expression, matcher
from mayadeen.stores.database import open_database
from mayadeen.stores.search import bring_up_to_date, index_file
from mayadeen.stores.tables import articles, runs
from tests.browse.test_browse import row, run_row
from tests.shared_site import shared_site

# Written here by hand, from what Arabic readers take for the same letter, not from `mayadeen.text`.
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي"})


def plain_words(text):
    return re.findall("[\u0621-\u064a]+|[a-z0-9]+", _MARKS.sub("", text).translate(_SAME).lower())


def made(path, rows, *, run="r", finished="2026-01-01"):
    engine = open_database(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(insert(runs), run_row(run, finished))
        connection.execute(insert(articles), rows)
    return engine


def ids(path, query):
    with sqlite3.connect(index_file(path)) as index:
        wanted = "SELECT id FROM articles WHERE number IN (SELECT rowid FROM words WHERE words MATCH ?)"
        return {id for (id,) in index.execute(wanted, (expression(query),))}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The texts of real rows by id, and the collection that holds them."""
    lines = gzip.decompress(shared_site("articles-ar.jsonl.gz").read_bytes()).splitlines()
    read = {f"ar:{n}": orjson.loads(line) for n, line in enumerate(lines)}
    path = tmp_path_factory.mktemp("real") / "mayadeen.sqlite"
    rows = [row(id, title=each["metadata"]["title"], body=each["paragraphs"]) for id, each in read.items()]
    made(path, rows).dispose()
    bring_up_to_date(path)
    return path, {id: f"{each['metadata']['title']}\n{each['paragraphs']}" for id, each in read.items()}


def variants(word, chance):
    """How else somebody may type that word: without marks, hamza or dots, with a mark too many."""
    bare = _MARKS.sub("", word)
    return chance.choice(
        [word, bare, bare.translate(_SAME), bare[0] + "\u064e" + bare[1:], bare[0] + "\u0640" + bare[1:]]
    )


def queries():
    lines = gzip.decompress(shared_site("articles-ar.jsonl.gz").read_bytes()).splitlines()
    chance = random.Random(50)
    for line in chance.sample(lines, 50):
        found = re.findall("[\u0621-\u0652\u0670]{4,}", orjson.loads(line)["paragraphs"])
        at = chance.randrange(len(found) - 3) if len(found) > 3 else 0
        length = chance.choice([1, 1, 2, 3])
        yield [variants(word, chance) for word in found[at : at + length] or ["غزّة"]]


def test_fifty_arabic_queries_find_what_brute_force_finds(real):
    path, texts = real
    words = {id: plain_words(text) for id, text in texts.items()}
    expected = found = more = 0
    for query in queries():
        wanted = plain_words(" ".join(query))
        brute = {id for id, each in words.items() if set(wanted) <= set(each)}
        got = ids(path, " ".join(query))
        exact = ids(path, " ".join(f'"{word}"' for word in query))
        assert exact <= got
        expected, found, more = expected + len(brute), found + len(brute & exact), more + len(got - exact)
    assert expected > 1000
    assert found / expected >= 0.995
    assert more > 100, "with particles more is found"


def test_a_phrase_is_found_in_its_order(real):
    path, texts = real
    words = {id: f" {' '.join(plain_words(text))} " for id, text in texts.items()}
    phrase = "الولايات المتحدة"
    brute = {id for id, text in words.items() if f" {' '.join(plain_words(phrase))} " in text}
    assert len(brute) > 100
    assert len(brute & ids(path, f'"{phrase}"')) / len(brute) >= 0.995
    assert not ids(path, '"المتحدة الولايات"') & brute - ids(path, "الولايات")


def test_a_text_that_is_read_without_the_index_matches_as_it_would_there(real):
    path, texts = real
    for query in ('"الولايات المتحدة" OR قمة', "غزة -الاحتلال", "بيروت فلس*"):
        found = matcher(query, ["title"])
        assert {id for id, text in texts.items() if found({"title": text})} == ids(path, query)
        assert ids(path, query)


def test_the_index_follows_edits_new_runs_and_removals(tmp_path):
    path = tmp_path / "mayadeen.sqlite"
    engine = made(path, [row("en:1", title="before"), row("en:2", title="stays"), row("en:3", title="goes")])
    bring_up_to_date(path)
    told = []
    with engine.begin() as connection:
        connection.execute(insert(runs), run_row("s", None))
        connection.execute(insert(articles), row("en:4", title="comes", run="s"))
        changed = {"title": "after", "run": "s", "content_hash": "other"}
        connection.execute(update(articles).where(articles.c.id == "en:1").values(**changed))
        connection.execute(delete(articles).where(articles.c.id == "en:3"))
    bring_up_to_date(path, lambda done, total: told.append(total))
    assert [ids(path, word) for word in ("before", "after", "stays", "goes", "comes")] == [set(), {"en:1"}, {"en:2"}, set(), {"en:4"}]  # fmt: skip
    with engine.begin() as connection:  # the run goes on: nothing is more or less, but something is otherwise
        changed = {"title": "again", "content_hash": "another"}
        connection.execute(update(articles).where(articles.c.id == "en:4").values(**changed))
    bring_up_to_date(path)
    assert ids(path, "again") == {"en:4"}
    assert ids(path, "comes") == set()
    engine.dispose()


def test_what_has_not_changed_is_not_read(tmp_path):
    path = tmp_path / "mayadeen.sqlite"
    made(path, [row(f"en:{n}") for n in range(1200)]).dispose()
    told = []
    bring_up_to_date(path, lambda done, total: told.append((done, total)))
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]
    bring_up_to_date(path, lambda done, total: told.append((done, total)))
    assert len(told) == 3


@pytest.mark.parametrize("damage", [b"no database at all, but long enough" * 200, b""])
def test_a_damaged_index_is_made_anew(tmp_path, damage):
    path = tmp_path / "mayadeen.sqlite"
    made(path, [row("en:1", title="summit")]).dispose()
    bring_up_to_date(path)
    index_file(path).write_bytes(damage)
    bring_up_to_date(path)
    assert ids(path, "summit") == {"en:1"}


def test_an_index_that_was_cut_goes_on(tmp_path):
    path = tmp_path / "mayadeen.sqlite"
    made(path, [row(f"en:{n}", title="summit") for n in range(1200)]).dispose()

    def cut(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(path, cut)
    assert len(ids(path, "summit")) == 500
    bring_up_to_date(path)
    assert len(ids(path, "summit")) == 1200
    with sqlite3.connect(index_file(path)) as index:
        assert index.execute("SELECT count(*) FROM stale").fetchone() == (0,)
