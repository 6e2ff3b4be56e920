"""What applying a replay leaves in the collection, beside what was there: as after a crawl of the same pages."""

import json

import pytest
from scrapy.utils.project import get_project_settings

from mayadeen.replay import main, part
from mayadeen.replay.options import Options
from mayadeen.stores import lock, warc
from mayadeen.stores.readings import MENDED
from tests.conftest import Kept, read_lines
from tests.kin import HOSTS, page, text

A = f"{HOSTS['en']}/news/politics/here"
THERE = f"{HOSTS['ar']}/news/politics/there"
ONE, OTHER = text((1, 6)), text((2, 6))
DAY = "2026-01-0{}T03:04:05Z"


def record(url, html, day=1):
    told = {"WARC-Target-URI": url, "WARC-Date": DAY.format(day), "Content-Type": "application/http"}
    return warc.member("response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode(), told)


@pytest.fixture
def replay(tmp_path, capsys):
    """Replays these records into one collection, in this process; gives what was printed."""
    settings = get_project_settings()
    settings.set("MAYADEEN_DATA", str(tmp_path / "data"))

    def run(*members, **options):
        path = tmp_path / "a.warc.gz"
        path.write_bytes(b"".join(members))
        main.replay(Options.parse(archive=str(path), workers=1, **({"apply": 1} | options)), settings)
        return capsys.readouterr().out

    yield run
    lock.release(tmp_path / "data" / "mayadeen.sqlite.lock")


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "data")


def events(kept):
    return [(event, json.loads(detail)) for event, detail in kept.query("SELECT event, detail FROM events ORDER BY seq")]


def test_each_version_of_an_archive_is_kept_whole(replay, kept):
    replay(*(record(A, page("Here", f"{ONE} {turn}"), day=turn) for turn in (2, 1, 3)))
    assert kept.query("SELECT revision, body, first_seen, fetched FROM articles") == [
        (3, f"{ONE} 3", "2026-01-01T03:04:05+00:00", "2026-01-03T03:04:05+00:00")
    ]
    assert [(line["revision"], line["body"]) for line in kept.lines()] == [(3, f"{ONE} 3")]
    former = kept.query("SELECT revision, body, change FROM revisions ORDER BY revision")
    assert former == [(1, f"{ONE} 1", "silent"), (2, f"{ONE} 2", "silent")]
    assert [(event, told["revision"]) for event, told in events(kept)] == [("revised", 2), ("revised", 3)]


def test_the_file_says_what_is_stored(replay, kept, tmp_path):
    """Of an article that is new, edited after what is held, and read otherwise."""
    members = [record(A, page("Here", f"{ONE} {turn}"), day=turn) for turn in (1, 2, 3)]
    for some in (members[:1], members[1:], members[2:]):
        replay(*some, out=tmp_path / "out.jsonl")
        (line,) = read_lines(tmp_path / "out.jsonl")
        held = kept.query("SELECT id, revision, first_seen, fetched, body FROM articles")
        assert [tuple(line[name] for name in ("id", "revision", "first_seen", "fetched", "body"))] == held


def test_what_the_site_changed_after_what_is_stored_is_an_edit_and_what_it_moved_an_event(replay, kept):
    first = page("Here", ONE)
    replay(record(A, first))
    assert "1 changed since" in replay(record(A, first), record(A, page("Here", OTHER, published="2024-02-01T10:00:00Z"), day=2))
    assert kept.query("SELECT revision, body FROM revisions") == [(1, ONE)]
    assert [event for event, _ in events(kept)] == ["revised", "dates"]
    assert "1 as stored" in replay(record(A, page("Here", OTHER, published="2024-02-01T10:00:00Z"), day=2))


def test_a_page_of_which_an_archive_has_a_later_version_is_read_whole_next_time(replay, kept):
    replay(record(A, page("Here", ONE), day=2))
    kept.query("UPDATE pages SET etag = '1'")
    replay(record(A, page("Here", f"{OTHER} 1")))
    assert kept.one("SELECT etag FROM pages") == "1"
    replay(record(A, page("Here", OTHER), day=3))
    assert kept.one("SELECT etag FROM pages") is None


def test_older_captures_are_earlier_versions(replay, kept):
    replay(record(A, page("Here", ONE), day=3))
    older = [record(A, page("Here", f"{OTHER} {turn}"), day=turn) for turn in (1, 2)]
    told = replay(*older)
    assert "older than what is stored: 2" in told and "0 changed since" in told
    lived = kept.query("SELECT body, revision, fetched, first_seen, run FROM articles")
    assert lived[0][:4] == (ONE, 3, "2026-01-03T03:04:05+00:00", "2026-01-01T03:04:05+00:00")
    former = kept.query("SELECT revision, body, replaced FROM revisions ORDER BY revision")
    assert former == [(1, f"{OTHER} 1", "2026-01-02T03:04:05+00:00"), (2, f"{OTHER} 2", "2026-01-03T03:04:05+00:00")]
    assert [event for event, _ in events(kept)] == ["earlier", "earlier"]
    replay(*older)
    assert kept.query("SELECT revision, body, replaced FROM revisions ORDER BY revision") == former
    assert kept.query("SELECT body, revision, fetched, first_seen, run FROM articles") == lived
    assert len(events(kept)) == 2


def test_what_stood_between_two_looks_at_the_same_is_a_version_between(replay, kept):
    replay(record(A, page("Here", ONE)))
    kept.query("UPDATE articles SET last_seen = '2026-01-03T03:04:05+00:00'")
    replay(record(A, page("Here", OTHER), day=2))
    assert kept.query("SELECT body, revision FROM articles") == [(ONE, 3)]
    assert kept.query("SELECT body, revision FROM revisions ORDER BY revision") == [(ONE, 1), (OTHER, 2)]


def test_an_earlier_version_leaves_the_groups_to_the_present_one(replay, kept):
    copy = A.replace("here", "copy")
    replay(record(A, page("Here", ONE), day=2), record(copy, page("Copy", ONE, published="2024-03-01T00:00:00Z"), day=2))
    replay(record(A, page("Here", OTHER)))
    assert len(set(dict(kept.query("SELECT url, cluster FROM articles")).values())) == 1
    assert kept.one("SELECT count(*) FROM articles WHERE cluster IS NULL") == 0


def test_a_mended_reading_is_no_edit(replay, kept):
    replay(record(A, page("Here", ONE)))
    kept.query("UPDATE articles SET body = 'Half.', content_hash = 'h', source = 'No one'")
    replay(record(A, page("Here", ONE)))
    assert kept.query("SELECT revision, body, source FROM articles") == [(1, ONE, None)]
    assert kept.one("SELECT count(*) FROM revisions") == 0
    assert events(kept) == [(MENDED, {"fields": "body, source"})]


def test_a_newer_readers_reading_stands_beside_the_former(replay, kept):
    replay(record(A, page("Here", ONE)))
    kept.query("UPDATE articles SET body = 'Half.', content_hash = 'h', reader = '0'")
    replay(record(A, page("Here", ONE)))
    assert kept.query("SELECT revision, body FROM articles") == [(1, ONE)]
    assert kept.query("SELECT revision, reader, body, change FROM revisions") == [(1, "0", "Half.", "reread")]
    assert [event for event, _ in events(kept)] == ["reread"]


def test_what_is_stored_is_signed_and_grouped(replay, kept):
    copy = A.replace("here", "copy")
    replay(record(A, page("Here", ONE)), record(copy, page("Copy", ONE, published="2024-03-01T00:00:00Z")))
    groups = dict(kept.query("SELECT url, cluster FROM articles"))
    assert groups == dict.fromkeys((A, copy), kept.one("SELECT id FROM articles WHERE url = ?", A))
    assert kept.one("SELECT count(*) FROM signatures") == 2
    replay(record(copy, page("Copy", OTHER, published="2024-03-01T00:00:00Z"), day=2))
    assert set(dict(kept.query("SELECT url, cluster FROM articles")).values()) == {None}


def test_translations_that_archived_pages_state_are_linked(replay, kept):
    head = f'<link rel="alternate" hreflang="ar" href="{THERE}">'
    replay(record(A, page("Here", ONE, head)), record(THERE, page("There", OTHER)))
    assert kept.one("SELECT count(*) FROM sisters") == 2


def test_the_ledger_knows_what_an_archive_gave(replay, kept):
    told = {"id": "en:x", "regions": ["africa"], "sightings": [["region", "africa"], ["listing", "news"]]}
    other = A.replace("here", "other")
    metadata = warc.metadata(A, DAY.format(1), json.dumps(told).encode())
    replay(record(A, page("Here", ONE)), metadata, record(other, page("Other", OTHER)))
    run = kept.one("SELECT id FROM runs")
    pages = "SELECT url, state, section, day, article_id, run, settled_run FROM pages ORDER BY url"
    here, _ = kept.query(pages)
    assert here == (A, "stored", "news/politics", "2024-01-31", "en:x", run, run)
    assert kept.one("SELECT regions FROM articles WHERE id = 'en:x'") == '["africa"]'
    seen = kept.query("SELECT url, channel, place FROM sightings ORDER BY url, channel")
    assert seen == [(A, "listing", "news"), (A, "region", "africa"), (other, "replay", "")]
    assert kept.one("SELECT min(due) FROM pages") > kept.one("SELECT max(fetched) FROM pages")
    manifest = json.loads((kept.runs()[0] / "manifest.json").read_text())
    (section,) = manifest["sections"]
    assert (section["found"], section["stored"], manifest["counts"]["stored"]) == (2, 2, 2)


def test_a_page_that_the_ledger_knows_keeps_its_state(replay, kept):
    replay(record(A, page("Here", ONE)))
    kept.query("UPDATE pages SET state = 'pending', run = 'crawl', settled_run = NULL, article_id = NULL, day = '2026-01-01'")
    replay(record(A, page("Here", OTHER), day=2))
    id_ = kept.one("SELECT id FROM articles")
    assert kept.query("SELECT state, run, article_id, day FROM pages") == [("pending", "crawl", id_, "2024-01-31")]


def test_an_address_that_another_article_has_now_is_another_article(replay, kept):
    replay(record(A, page("Here", ONE, '<meta name="postid" content="11">')))
    replay(record(A, page("Other", OTHER, '<meta name="postid" content="12">'), day=2))
    assert kept.query("SELECT id FROM articles ORDER BY id") == [("en:11",), ("en:12",)]


def test_an_article_is_known_by_its_post_id_at_another_address(replay, kept):
    replay(record(A, page("Here", ONE)))
    id_ = kept.one("SELECT id FROM articles")
    replay(record(A, page("Here", ONE, '<meta name="postid" content="11">'), day=2))
    replay(record(A.replace("here", "moved"), page("Here", ONE, '<meta name="postid" content="11">'), day=3))
    assert kept.query("SELECT id, post_id, url FROM articles") == [(id_, "11", A.replace("here", "moved"))]
    assert [event for event, _ in events(kept)] == ["moved"]


def test_a_page_that_breaks_a_selector_costs_only_itself(replay, kept, monkeypatch, caplog):
    def broken(block, url, edition):
        if url == A:
            raise ZeroDivisionError
        return page_of(block, url, edition)

    page_of = part.page_of
    monkeypatch.setattr(part, "page_of", broken)
    said = replay(record(A, page("Here", ONE)), record(A.replace("here", "other"), page("Other", OTHER)))
    assert "failed: ZeroDivisionError: 1" in said
    assert A in caplog.text
    assert kept.one("SELECT count(*) FROM articles") == 1


@pytest.mark.parametrize(("date", "why"), [("yesterday", "has no date"), ("2026-01-01T00:00:00", "cannot be"), ("2999-01-01T00:00:00Z", "cannot be")])
def test_a_record_of_no_possible_date_is_not_stored(replay, kept, date, why):
    told = {"WARC-Target-URI": A, "WARC-Date": date}
    assert why in replay(warc.member("response", b"HTTP/1.1 200 OK\r\n\r\n<html>x</html>", told))
    assert kept.one("SELECT count(*) FROM articles") == 0
