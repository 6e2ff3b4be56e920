"""Archives read again: by themselves, against what is stored, and other people's."""

import gzip
import json
import os
import subprocess
import zipfile

import pytest

from mayadeen.replica import Site
from mayadeen.stores import warc
from tests.conftest import ROOT, Kept, read_lines

REFUSE_SOCKETS = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
        raise OSError("sockets are refused")
sys.addaudithook(refuse)
"""
LONG_READS_ARE_LOST = """
import mayadeen.loaders as loaders
loaders.ArticleLoader.reading_minutes_in = staticmethod(lambda values: [n for n in loaders.number(values) if n < 3])
"""


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("replayed") / "data")
    ended = kept.crawl("edition=all", replica.argument)
    assert ended.returncode == 0, ended.stderr
    return kept


def replay(kept, *arguments, python="", archive=None):
    """`python` is run at the start of each of the processes."""
    archive = archive or kept.data / "archive" / "*.warc.gz"
    command = kept.command(f"archive={archive}", *arguments, spider="replay")
    return subprocess.run(command, cwd=ROOT, env=with_python(kept, python), capture_output=True, text=True, timeout=120)


def with_python(kept, code):
    folder = kept.data.parent / "startup"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(code)
    return kept.environment() | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def page_alone(path):
    """Lines without what no archive can tell: the run, and which others an article is a near-duplicate of."""
    return [{name: value for name, value in line.items() if name not in ("run", "cluster")} for line in read_lines(path)]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_archive_alone_gives_the_articles_back_without_a_socket(crawled, tmp_path, workers):
    alone = Kept(tmp_path / "nothing")
    outs = [tmp_path / f"out{turn}.jsonl" for turn in range(2)]
    archive = crawled.data / "archive" / "*.warc.gz"
    for out in outs:
        ended = replay(alone, f"out={out}", f"workers={workers}", python=REFUSE_SOCKETS, archive=archive)
        assert ended.returncode == 0, ended.stderr
        assert "450 articles: 0 as stored" in ended.stdout
    assert page_alone(outs[0]) == page_alone(outs[1]) == page_alone(crawled.runs()[0] / "articles.jsonl")
    runs = {line["run"].encode() for path in outs for line in read_lines(path)}
    first, second = (path.read_bytes() for path in outs)
    for run in runs:
        first, second = first.replace(run, b""), second.replace(run, b"")
    assert first == second


def test_a_crawl_has_no_way_through_what_refuses_sockets(kept, replica):
    """So the test before shows something."""
    ended = subprocess.run(
        kept.command(f"base={replica.bases['en']}"),
        cwd=ROOT, env=with_python(kept, REFUSE_SOCKETS), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ended.returncode != 0
    assert not (kept.data / "archive").exists()


@pytest.mark.long
def test_applied_to_nothing_it_makes_the_collection_anew(crawled, kept):
    ended = replay(kept, "apply=1", archive=crawled.data / "archive" / "*.warc.gz")
    assert ended.returncode == 0, ended.stderr
    assert page_alone(kept.runs()[0] / "articles.jsonl") == page_alone(crawled.runs()[0] / "articles.jsonl")
    assert kept.query("SELECT spider, state, exit_code FROM runs") == [("replay", "finished", 0)]
    again = replay(kept, "apply=1", archive=crawled.data / "archive" / "*.warc.gz")
    assert "450 as stored, 0 read otherwise" in again.stdout
    assert kept.lines() == []


@pytest.mark.long
def test_a_planted_bug_is_named_exactly_and_mended_as_a_reading(kept, replica):
    crawl = kept.command(f"base={replica.bases['en']}", "pages=all")
    ended = subprocess.run(crawl, cwd=ROOT, env=with_python(kept, LONG_READS_ARE_LOST), capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    true = {a.url: a.reading_minutes for a in map(Site(edition="en", articles=150, seed=1).article, range(1, 151))}
    ids = dict(kept.query("SELECT url, id FROM articles"))
    lost = {ids[url] for url, minutes in true.items() if minutes >= 3}
    assert 0 < len(lost) < 150
    ended = replay(kept)
    named = {line.split("\t")[0]: line.split("\t")[1] for line in ended.stdout.splitlines() if "\t" in line}
    assert named == dict.fromkeys(lost, "reading_minutes")
    assert f"reading_minutes: read otherwise in {len(lost)} articles" in ended.stdout
    before = kept.query("SELECT id, revision, first_seen, last_seen, fetched, regions, warc FROM articles ORDER BY id")
    assert kept.query("SELECT count(*) FROM articles WHERE reading_minutes >= 3") == [(0,)], "only told so far"
    replay(kept, "apply=1")
    mended = dict(kept.query("SELECT id, reading_minutes FROM articles WHERE reading_minutes >= 3"))
    assert mended == {ids[url]: minutes for url, minutes in true.items() if minutes >= 3}
    after = kept.query("SELECT id, revision, first_seen, last_seen, fetched, regions, warc FROM articles ORDER BY id")
    assert before == after
    assert {line["id"] for line in kept.lines()} == lost


def test_wacz_is_read_like_its_files(crawled, tmp_path):
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as wacz:
        wacz.writestr("pages/pages.jsonl", b"{}\n" * 100)
        for file in (crawled.data / "archive").iterdir():
            wacz.write(file, f"archive/{file.name}")
    ended = replay(Kept(tmp_path / "nothing"), f"out={tmp_path / 'out.jsonl'}", "workers=2", archive=path)
    assert ended.returncode == 0, ended.stderr
    assert page_alone(tmp_path / "out.jsonl") == page_alone(crawled.runs()[0] / "articles.jsonl")


def foreign(url, payload, **headers):
    """A response record as crawlers write it that keep the bytes of the wire."""
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(name + b": " + value + b"\r\n" for name, value in told) + b"\r\n"
    fields = {"WARC-Target-URI": url, "WARC-Date": "2026-01-02T03:04:05Z", "Content-Type": "application/http"}
    return warc.member("response", head + payload, fields)


def page_of(crawled, number):
    """Address and page of an article in the archive."""
    url, place = crawled.query("SELECT url, warc FROM articles WHERE edition = 'en' ORDER BY id")[number]
    place = json.loads(place)
    data = (crawled.data / "archive" / place["file"]).read_bytes()[place["offset"] :][: place["length"]]
    return url, gzip.decompress(data).split(b"\r\n\r\n", 2)[2][:-4]


def chunked(body):
    pieces = [body[start : start + 1000] for start in range(0, len(body), 1000)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_other_peoples_archives_are_read_and_other_hosts_counted(crawled, tmp_path):
    pages = [page_of(crawled, number) for number in range(4)]
    html = {"Content_Type": "text/html; charset=utf-8"}
    members = [
        foreign("https://example.org/news/x", pages[0][1], **html),
        foreign(pages[0][0], chunked(gzip.compress(pages[0][1])), **html, Transfer_Encoding="chunked", Content_Encoding="gzip"),
        foreign(pages[1][0] + "?utm_source=x", chunked(pages[1][1]), **html, Transfer_Encoding="chunked"),
        foreign(pages[2][0], pages[2][1], **html, Transfer_Encoding="chunked", Content_Encoding="gzip"),  # undone, still told
        foreign("https://english.almayadeen.net/", b"<html><body><a href='/x'>x</a></body></html>", **html),
        foreign(pages[3][0], b"%PDF-1.5", Content_Type="application/pdf"),
    ]  # fmt: skip
    path, out = tmp_path / "CC-NEWS.warc.gz", tmp_path / "out.jsonl"
    path.write_bytes(b"".join(members))
    ended = replay(Kept(tmp_path / "nothing"), f"out={out}", archive=path)
    assert "of other hosts: 1" in ended.stdout
    assert "filtered: no HTML: application/pdf: 1" in ended.stdout
    assert ended.returncode == 0
    true = {line["url"]: line for line in read_lines(crawled.runs()[0] / "articles.jsonl")}
    found = read_lines(out)
    assert sorted(line["url"] for line in found) == sorted(url for url, _ in pages[:3])
    for line in found:
        for name in ("id", "title", "body", "tags", "published", "content_hash"):
            assert line[name] == true[line["url"]][name]
        assert line["fetched"] == "2026-01-02T03:04:05+00:00"


@pytest.mark.long
@pytest.mark.parametrize("form", ["one member", "no gzip"])
def test_files_that_cannot_be_parted_are_read_whole(crawled, tmp_path, form):
    (source,) = (crawled.data / "archive").iterdir()
    plain = gzip.decompress(source.read_bytes())
    path = tmp_path / ("a.warc.gz" if form == "one member" else "a.warc")
    path.write_bytes(gzip.compress(plain, 1) if form == "one member" else plain)
    ended = replay(Kept(tmp_path / "nothing"), "workers=2", archive=path)
    assert (ended.returncode, "450 pages read" in ended.stdout) == (0, True), ended.stdout + ended.stderr


def test_a_damaged_stretch_costs_only_itself(crawled, tmp_path):
    (source,) = (crawled.data / "archive").iterdir()
    data = bytearray(source.read_bytes())
    place = json.loads(crawled.one("SELECT warc FROM articles ORDER BY id"))
    data[place["offset"] + 100 : place["offset"] + 200] = b"x" * 100
    (tmp_path / "a.warc.gz").write_bytes(data[:-50])
    ended = replay(Kept(tmp_path / "nothing"), archive=tmp_path / "a.warc.gz")
    assert ended.returncode == 3
    assert "damaged: " in ended.stdout
    assert "449 pages read, 449 articles" in ended.stdout


def test_half_a_file_is_told(crawled, tmp_path):
    (source,) = (crawled.data / "archive").iterdir()
    (tmp_path / "a.warc.gz").write_bytes(source.read_bytes()[:-5000])  # of the metadata records at its end
    ended = replay(Kept(tmp_path / "nothing"), "workers=2", archive=tmp_path / "a.warc.gz")
    assert ended.returncode == 3
    assert "damaged: 1\n" in ended.stdout
    assert "450 pages read" in ended.stdout


@pytest.mark.parametrize(
    ("name", "told"), [("", "is a folder; name the files in it"), ("empty.warc.gz", "is empty"), ("a.txt", "is no WARC file")]
)
def test_what_is_no_archive_is_no_success(kept, tmp_path, name, told):
    (tmp_path / "empty.warc.gz").touch()
    (tmp_path / "a.txt").write_text("hello")
    ended = kept.scrapy("crawl", "replay", "-a", f"archive={tmp_path / name}")
    assert (ended.returncode, told in ended.stderr, ended.stderr.count("\n")) == (2, True, 1), ended.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("archive=,",), "',' names no file"),
        (("archive=/nowhere/*.gz",), "there is no file '/nowhere/*.gz'"),
        ((), "name the files to read"),
        (("archive=x", "workers=0"), "workers must be a number"),
        (("archive=x", "pages=3"), "it has archive, workers"),
        (("archive=x", "apply=yes"), "apply must be 0 or 1"),
        (("archive=x", "-O", "x.jsonl"), "use -a out=FILE"),
    ],
)
def test_wrong_use_is_told_in_one_line(kept, arguments, told):
    command = kept.command(*arguments, spider="replay")
    ended = subprocess.run(command, cwd=ROOT, env=kept.environment(), capture_output=True, text=True, timeout=60)
    assert (ended.returncode, told in ended.stderr, ended.stderr.count("\n")) == (2, True, 1), ended.stderr
