"""An edit of the site that is first read by a newer reader of ours: what is told of it, and how it is known for sure."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.scripted import following, hour, page

PATH = "/news/politics/a"
EDITED = page("A", "100", body="The first paragraph, which the site has edited.", modified=hour(0.5))
SCRIPT = {PATH: {0: page("A", "100"), 1: EDITED}, "/news/politics/b": {0: page("B", "101")}}


@pytest.mark.parametrize("replayed", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_comes_with_a_newer_reader_is_the_sites_edit_only_where_the_archive_was_read_anew(kept, replayed):
    with following(SCRIPT) as site:
        site.crawl(kept, 0)
        with closing(sqlite3.connect(kept.data / "mayadeen.sqlite")) as connection, connection:
            connection.execute("UPDATE articles SET reader = '1'")
            connection.execute("UPDATE pages SET reader = '1' WHERE reader IS NOT NULL")
        if replayed:
            read = kept.crawl(f"archive={kept.data}/archive/*.warc.gz", "apply=1", spider="replay", clock=hour(0.9))
            assert read.returncode == 0, read.stderr
        site.crawl(kept, 1, "mode=full")
    told = [(article, event, json.loads(detail)) for article, event, detail in kept.query("SELECT article_id, event, detail FROM events")]
    moved = ["2026-03-02T10:00:00+02:00", "2026-03-02T10:30:00+02:00"]
    edit = {"fields": ["body"], "change": "declared", "modified": moved, "revision": 2}
    unsure = {"fields": ["body"], "change": "reread", "modified": moved}
    assert told == [("en:100", "revised", edit) if replayed else ("en:100", "reread", unsure)]
