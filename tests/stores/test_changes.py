"""What counts as an edit."""

from mayadeen.stores.changes import compare

HELD = {
    "id": "en:1", "url": "u", "section": "s", "post_id": "1", "published": None, "modified": None, "published_day": None,
    "title": "A", "summary": None, "body": "Text", "tags": ["y", "x"], "image_url": None, "content_hash": "of an older program",
    "first_seen": "2026-03-02", "revision": 3, "reader": "1", "fetched": "2026-03-02", "warc": None, "run": "first",
}  # fmt: skip
NEW = HELD | {"tags": ["x", "y"], "content_hash": "of today's", "fetched": "2026-03-03", "run": "second"}


def test_a_hash_that_an_older_program_made_otherwise_is_no_edit():
    change = compare(HELD, NEW)
    assert (change.events, change.former, change.row) == ([], None, HELD | {"content_hash": "of today's"})


def test_nor_is_it_a_new_reading():
    change = compare(HELD, NEW | {"reader": "2"})
    assert (change.events, change.former, change.row["content_hash"]) == ([], None, "of today's")
