"""`scrapy verify` of the collection: what is changed, lost or damaged is told."""

import gzip
import os
import sqlite3

from warcio.archiveiterator import ArchiveIterator

from mayadeen.stores.database import open_database
from mayadeen.stores.records import records
from mayadeen.stores.soundness import Archived, database_found, runs_found


def wrong(kept):
    engine = open_database(f"sqlite:///{kept.data / 'mayadeen.sqlite'}", create=False)
    found = [*database_found(engine), *runs_found(kept.data), *Archived(engine, kept.data, lambda far: None).found()]
    engine.dispose()
    return [finding.what for finding in found if not finding.sound]


def test_a_sound_collection_is_told_so(crawled):
    ended = crawled.scrapy("verify")
    assert (ended.returncode, ended.stderr) == (0, "")
    articles = crawled.one("SELECT count(*) FROM articles")
    assert f"{articles} versions at theirs" in ended.stdout
    assert [line[:5] for line in ended.stdout.splitlines()] == ["ok   "] * 3


def test_a_run_whose_lines_are_not_those_it_vouched_for(alone):
    lines = alone.runs()[-1] / "articles.jsonl"
    data = lines.read_bytes()
    lines.write_bytes(data.replace(b"e", b"f", 1))
    assert len(wrong(alone)) == 1 and "articles.jsonl is not what manifest.json vouches for" in wrong(alone)[0]
    lines.unlink()
    assert "articles.jsonl is not there" in wrong(alone)[0]
    lines.write_bytes(data)
    (alone.runs()[-1] / "manifest.json").write_bytes(b"{}")
    assert "manifest.json cannot be read" in wrong(alone)[0]


def test_a_record_that_was_changed_under_a_fresh_checksum_is_found(alone):
    """gzip's own sum fits; only the record's digests tell."""
    path = sorted((alone.data / "archive").iterdir())[0]
    offset, length = alone.query("SELECT json_extract(warc, '$.offset'), json_extract(warc, '$.length') FROM articles WHERE json_extract(warc, '$.file') = ? LIMIT 1", path.name)[0]  # fmt: skip
    data = path.read_bytes()
    record = gzip.decompress(data[offset : offset + length])
    for old, new, told in (
        (b"<title", b"<tytle", "WARC-Block-Digest"),
        (b"WARC-Payload-Digest: sha1:", b"WARC-Payload-Digest: sha1:A", "WARC-Payload-Digest"),
        (b"WARC-Target-URI: https://", b"WARC-Target-URI: https://x.", "is of https://x."),
        (b"WARC-Type: response", b"WARC-Type: metadata", "is not the one at"),
    ):
        assert old in record
        changed = gzip.compress(record.replace(old, new, 1))
        path.write_bytes(data[:offset] + changed + data[offset + length :])
        assert any(told in each for each in wrong(alone)), (told, wrong(alone))
    path.write_bytes(data)
    assert wrong(alone) == []


def test_a_byte_of_the_archive_or_a_file_of_it_is_missed(alone):
    path = sorted((alone.data / "archive").iterdir())[0]
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    assert wrong(alone)
    path.write_bytes(data[:-7])
    assert any("breaks off" in each for each in wrong(alone))
    path.unlink()
    assert any(f"archive/{path.name}: is not there" in each for each in wrong(alone))


def test_an_article_that_names_anothers_record_is_found(alone):
    (first, _), (second, two) = alone.query("SELECT id, warc FROM articles ORDER BY id LIMIT 2")
    with sqlite3.connect(alone.data / "mayadeen.sqlite") as connection:
        connection.execute("UPDATE articles SET warc = ? WHERE id = ?", (two, first))
        connection.execute("UPDATE articles SET warc = json_set(warc, '$.offset', 1) WHERE id = ?", (second,))
    connection.close()
    told = wrong(alone)
    assert len(told) == 2, told
    assert any(f"the record of {first} is of " in each for each in told)
    assert any(f"no record at 1, where that of {second} should be" in each for each in told)


def test_a_damaged_database_is_told_in_one_line(alone):
    file = alone.data / "mayadeen.sqlite"
    with file.open("r+b") as handle:
        handle.seek(os.path.getsize(file) // 2)
        handle.write(b"\xff" * 5000)
    ended = alone.scrapy("verify")
    assert ended.returncode == 1
    assert any(line.startswith("WRONG  database: ") for line in ended.stdout.splitlines())
    assert "Traceback" not in ended.stderr


def test_records_are_read_as_others_read_them(crawled):
    for path in (crawled.data / "archive").iterdir():
        with path.open("rb") as file:
            true = [(one.rec_headers["WARC-Record-ID"], one.raw_stream.read()) for one in ArchiveIterator(file, no_record_parse=True)]
        assert [(one.fields["warc-record-id"], one.block) for one in records(path)] == true
