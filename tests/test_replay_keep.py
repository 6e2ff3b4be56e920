"""What applying a replay leaves of what was stored before."""

from types import SimpleNamespace

import orjson
import pytest

from mayadeen.items import Article
from mayadeen.loaders import READER, content_hash
from mayadeen.replay.fold import Outcome
from mayadeen.replay.keep import Items, store
from mayadeen.stores.database import open_database

URL = "https://english.almayadeen.net/news/politics/a"


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/c.sqlite")
    yield engine
    engine.dispose()


def article(body, fetched):
    item = Article(id="en:1", post_id="1", edition="en", kind="news", url=URL, title="T", body=body, fetched=fetched)
    item.content_hash = content_hash(item)
    return item


def apply(engine, spool, item, what, revision):
    line = orjson.dumps(item)
    (spool / "0.jsonl").write_bytes(line)
    reading = SimpleNamespace(id=item.id, spool=(0, 0, len(line)))
    items = Items(spool, "replayed")
    store(engine, items, [Outcome(reading, what, revision, "2026-01-01T00:00:00+00:00", [])])
    items.close()


def test_a_version_that_the_site_replaced_since_is_kept_whole(engine, tmp_path):
    first, second = article("One text.", "2026-01-01T00:00:00+00:00"), article("Another.", "2026-01-02T00:00:00+00:00")
    apply(engine, tmp_path, first, "new", 1)
    apply(engine, tmp_path, second, "changed", 2)
    with engine.connect() as connection:
        held = connection.exec_driver_sql("SELECT body, revision, content_hash, run, reader FROM articles").all()
        kept = connection.exec_driver_sql("SELECT article_id, body, revision, content_hash FROM revisions").all()
    assert held == [("Another.", 2, second.content_hash, "replayed", READER)]
    assert kept == [("en:1", "One text.", 1, first.content_hash)]
