"""What a site sends goes to logs, tables and accounts: none of it moves a cursor, forges a line or breaks a table."""

import re

import pytest

from tests.conftest import Kept
from tests.servers import Answer, article, listing, serve

ESCAPES = "\x1b]0;told\x07\x1b[31m\x9b2J\rred"
ODD = "/news/%0A2026-01-01%20forged%20line/"
PAGES = {
    "/news/%5B%2Fred%5D/tag": article("A tag that nothing opened"),
    f"{ODD}line": article("A line of its own"),
    "/news/%1B%5D0;told%07/title": article("A window's title"),
    "/news/politics/type": Answer("x", type=f"text/{ESCAPES}"),
    "/news/politics/coding": Answer(article("Coded"), headers={"Content-Encoding": "\x1b[31mred"}),
    "/news/politics/away": Answer("", 302, {"Location": f"http://{ESCAPES}/x"}),
}
HOME = {"/": listing([*PAGES, ODD.rstrip("/")])}
MOVES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("terminal") / "data")
    with serve(HOME | PAGES) as site:
        yield kept, kept.crawl(f"base={site.base}", MAYADEEN_PROGRESS_SECONDS=0, RETRY_TIMES=0), site


def test_the_crawls_lines_and_tables_are_plain(crawled):
    _, ended, _ = crawled
    assert ended.returncode == 3, ended.stderr
    assert "Traceback" not in ended.stderr
    assert not MOVES.search(ended.stdout + ended.stderr)
    assert not [line for line in (ended.stdout + ended.stderr).splitlines() if line.startswith("2026-01-01 forged")]
    assert "news/[/red]" in ended.stdout, "the table is shown whole"
    assert "from unsupported encoding(s)" in ended.stderr, "Scrapy's own line is still there"


@pytest.mark.parametrize("command", ["ledger", "doctor"])
def test_so_are_those_of_the_commands(crawled, command):
    kept, _, site = crawled
    told = kept.scrapy(command, *(["-a", f"base={site.base}"] if command == "doctor" else [])).stdout
    assert told
    assert not MOVES.search(told)
    assert not [line for line in told.splitlines() if line.startswith("2026-01-01 forged")]


def test_what_is_kept_is_plain_too(crawled):
    kept, _, _ = crawled
    columns = ("url", "section", "coalesce(reason, '')")
    told = [value for column in columns for (value,) in kept.query(f"SELECT {column} FROM pages")]
    assert not [value for value in told if MOVES.search(value)]
    sections = {section for (section,) in kept.query("SELECT section FROM articles")}
    assert sections == {"news/[/red]", "news/%0A2026-01-01 forged line", "news/%1B]0;told%07", "news/politics"}
    assert kept.one("SELECT reason FROM pages WHERE url LIKE '%/type'") == "no HTML: text/ ]0"


def test_so_is_what_a_replay_says_of_others_archives(kept, tmp_path):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article("A").encode()
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\nWARC-Target-URI: https://english.almayadeen.net/news/politics/a\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\nWARC-Truncated: \x1b[2Jlength\r\nContent-Length: {len(http)}\r\n\r\n"  # fmt: skip
    (tmp_path / "others.warc").write_bytes(head.encode() + http + b"\r\n\r\n")
    read = kept.run(kept.command(f"archive={tmp_path}/others.warc", spider="replay"), kept.environment(), 60)
    assert "only its beginning was archived:  [2Jlength" in read.stdout, read.stdout + read.stderr
    assert not MOVES.search(read.stdout + read.stderr)
