"""The archive as one file that others read: checked by those who do."""

import gzip
import hashlib
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from mayadeen.stores import cdxj
from tests.archives import pywb, seen_in_chromium, tool
from tests.conftest import Kept, read_lines


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("exported") / "data")
    settings = {"MAYADEEN_ARCHIVE_ROLL": 200_000, "MAYADEEN_BATCH_PAGES": 20}
    ended = kept.crawl("edition=all", "sections=politics,video", replica.argument, **settings)
    assert ended.returncode == 0, ended.stderr
    return kept


@pytest.fixture(scope="module")
def wacz(crawled):
    path = crawled.data.parent / "all.wacz"
    ended = crawled.scrapy("export", "--format", "wacz", "--output", str(path))
    assert (ended.returncode, ended.stderr) == (0, "")
    articles = crawled.one("SELECT count(*) FROM articles")
    assert f"{len(archived(crawled))} archive files, {articles} records, {articles} pages" in ended.stdout
    assert len(archived(crawled)) > 1
    assert {each.name for each in path.parent.iterdir()} == {"data", "all.wacz"}
    assert articles > 30
    return path


def archived(kept):
    return sorted((kept.data / "archive").iterdir())


def index(path):
    with zipfile.ZipFile(path) as package:
        return [parted(line) for line in gzip.decompress(package.read("indexes/index.cdx.gz")).splitlines()]


def parted(line):
    key, stamp, told = line.split(b" ", 2)
    told = json.loads(told)
    return key, stamp, told | {"digest": told["digest"].removeprefix("sha1:")}


@pytest.mark.long
def test_its_own_makers_find_it_valid(wacz):
    ended = subprocess.run([tool("wacz"), "validate", "-f", str(wacz)], capture_output=True, text=True)
    assert "the passed WACZ is valid" in ended.stdout, ended.stdout + ended.stderr


def test_its_index_is_that_of_the_usual_indexer(crawled, wacz):
    command = [tool("cdxj-indexer"), "--sort", *map(str, archived(crawled))]
    true = subprocess.run(command, capture_output=True, check=True).stdout.splitlines()
    assert index(wacz) == [parted(line) for line in true]


def test_every_part_is_vouched_for_and_the_archive_is_stored_as_it_is(crawled, wacz):
    with zipfile.ZipFile(wacz) as package:
        manifest = package.read("datapackage.json")
        told = json.loads(manifest)
        assert json.loads(package.read("datapackage-digest.json")) == {"path": "datapackage.json", "hash": sha256(manifest)}
        assert told["wacz_version"] == "1.1.1"
        parts = {each["path"]: each for each in told["resources"]}
        assert set(parts) == set(package.namelist()) - {"datapackage.json", "datapackage-digest.json"}
        for path, part in parts.items():
            data = package.read(path)
            assert (part["hash"], part["bytes"]) == (sha256(data), len(data))
        for path in archived(crawled):
            info = package.getinfo(f"archive/{path.name}")
            assert (info.compress_type, package.read(info)) == (zipfile.ZIP_STORED, path.read_bytes())
        head, *pages = map(json.loads, package.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    rows = crawled.query("SELECT id, url, replace(fetched, '+00:00', 'Z'), title FROM articles ORDER BY id")
    assert [(page["id"], page["url"], page["ts"], page["title"]) for page in pages] == rows


def sha256(data):
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_entries_begin_where_replaywebpage_looks_for_them(wacz):
    """Its 2.4.6 reads an entry's own header only if the list of entries has an extra field for it."""
    data = wacz.read_bytes()
    with zipfile.ZipFile(wacz) as package:
        for info in package.infolist():
            own = info.header_offset + 30
            extra = int.from_bytes(data[own - 2 : own], "little")
            assert info.extra or not extra, info.filename


def test_a_replay_of_it_gives_the_articles_back(crawled, wacz, tmp_path):
    out = tmp_path / "out.jsonl"
    ended = Kept(tmp_path / "nothing").crawl(f"archive={wacz}", f"out={out}", spider="replay")
    assert ended.returncode == 0, ended.stderr
    assert [line["content_hash"] for line in read_lines(out)] == [line["content_hash"] for line in crawled.lines()]


@pytest.mark.long
def test_pywb_serves_it_and_a_page_opens_in_a_browser(crawled, wacz, tmp_path):
    url, title = crawled.query("SELECT url, title FROM articles WHERE edition = 'es' ORDER BY id")[0]
    with pywb(tmp_path / "pywb", wacz) as collection:
        assert title in seen_in_chromium(f"{collection}/mp_/{url}")


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "xlsx", "--output", "x.xlsx"], "format must be one of jsonl, csv, parquet, feather, duckdb, dataset, wacz"),
        (["--format", "wacz", "--output", "x.zip"], "must end in .wacz"),
        (["--format", "wacz"], "say what and where"),
        (["--format", "wacz", "--output", "{there}"], "--force writes a file anew"),
        (["--format", "wacz", "--output", "{folder}", "--force"], "is there already"),
    ],
)
def test_wrong_use_is_told_in_one_line(crawled, tmp_path, arguments, told):
    there = tmp_path / "there.wacz"
    there.write_text("mine")
    (tmp_path / "folder.wacz").mkdir()
    names = {"there": there, "folder": tmp_path / "folder.wacz"}
    ended = crawled.scrapy("export", *(argument.format(**names) for argument in arguments))
    assert (ended.returncode, told in ended.stderr, ended.stderr.count("\n")) == (2, True, 1), ended.stderr
    assert there.read_text() == "mine"


@pytest.fixture
def alone(crawled, tmp_path):
    """The collection with an archive of its own."""
    kept = Kept(tmp_path / "data")
    (kept.data / "archive").mkdir(parents=True)
    (kept.data / "mayadeen.sqlite").write_bytes(Path(crawled.data / "mayadeen.sqlite").read_bytes())
    for path in archived(crawled):
        os.link(path, kept.data / "archive" / path.name)
    return kept


def export(kept, *more):
    output = kept.data.parent / "out.wacz"
    ended = kept.scrapy("export", "--format", "wacz", "--output", str(output), *more)
    assert "Traceback" not in ended.stderr
    return ended, output


@pytest.mark.long
def test_what_cannot_be_packed_leaves_no_file(alone):
    first = archived(alone)[0]
    data = first.read_bytes()
    first.unlink()
    for broken, told in (
        (data[:-10], "breaks off"),
        (data[:300] + b"x" * 50 + data[350:], "is damaged"),
        (gzip.compress(gzip.decompress(data)), "no archive of one record a gzip member"),
    ):
        first.write_bytes(broken)
        ended, output = export(alone)
        assert (ended.returncode, told in ended.stderr) == (2, True), ended.stderr
        assert list(output.parent.glob("*.wacz*")) == list(output.parent.glob(".*.tmp")) == []


def test_a_file_that_is_being_written_is_left_out_and_nothing_is_refused(alone):
    *rest, last = archived(alone)
    last.rename(f"{last}.open")
    ended, output = export(alone)
    assert ended.returncode == 0
    assert {line[2]["filename"] for line in index(output)} == {path.name for path in rest}
    for path in rest:
        path.unlink()
    ended, _ = export(alone, "--force")
    assert (ended.returncode, "nothing is archived" in ended.stderr, "by a crawl" in ended.stderr) == (2, True, True)


def test_of_a_quarantined_run_the_pages_are_kept_and_not_vouched_for(alone):
    alone.query("UPDATE runs SET quarantined = '2026-01-01'")
    ended, output = export(alone)
    assert ended.returncode == 0
    assert len(index(output)) == alone.one("SELECT count(*) FROM articles")
    with zipfile.ZipFile(output) as package:
        assert len(package.read("pages/pages.jsonl").splitlines()) == 1, "the head"


def test_lines_beyond_what_memory_holds_are_sorted_too(tmp_path, monkeypatch):
    monkeypatch.setattr(cdxj, "TOGETHER", 7)
    lines = [b"%d\n" % (number * 7919 % 101) for number in range(100)]
    found = cdxj.Sorted(tmp_path)
    for line in lines:
        found.add(line)
    assert list(found) == sorted(lines)
    assert len(list(tmp_path.iterdir())) == 14


ADDRESSES = [
    "https://www.almayadeen.net/news/politics/%D8%BA%D8%B2%D8%A9:-%D9%8A%D9%88%D9%85",
    "https://english.almayadeen.net/News/Politics/A-b---c",
    "https://english.almayadeen.net/",
    "https://english.almayadeen.net/articles/a%22b%27c(d)",
    "https://english.almayadeen.net/search?q=%D8%BA+x&page=2&A=b",
    "https://english.almayadeen.net/a/b/?",
    "http://almayadeen.net:8080/a%2Fb",
    "https://english.almayadeen.net/a%25b",
]


def test_keys_are_those_that_readers_look_up():
    code = "import sys, surt; [print(surt.surt(line.strip())) for line in sys.stdin]"
    asked = "\n".join(ADDRESSES)
    true = subprocess.run([tool("python"), "-c", code], input=asked, capture_output=True, text=True, check=True)
    assert [cdxj.surt(url).decode() for url in ADDRESSES] == true.stdout.splitlines()
