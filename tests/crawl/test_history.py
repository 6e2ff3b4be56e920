"""Captures in web archives become articles."""

import json

import pytest

from tests.archives import pywb, seen_in_chromium, wayback
from tests.conftest import Kept, read_lines
from tests.histories import comparable, history
from tests.servers import Answer


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("crawled") / "data")
    ended = kept.crawl("edition=all", "sections=politics,sports", replica.argument)
    assert ended.returncode == 0, ended.stderr
    return kept


@pytest.fixture(scope="module")
def served(crawled, tmp_path_factory):
    with pywb(tmp_path_factory.mktemp("pywb"), *(crawled.data / "archive").iterdir()) as collection:
        yield collection


def test_from_pywb_it_gives_what_a_replay_of_the_same_file_gives(crawled, served, kept, tmp_path):
    ended = history(kept, f"cdx={served}/cdx", "edition=all")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    out = tmp_path / "replayed.jsonl"
    replayed = kept.crawl(f"archive={crawled.data / 'archive'}/*.warc.gz", f"out={out}", spider="replay")
    assert replayed.returncode == 0, replayed.stderr
    found = comparable(kept.lines())
    assert found == comparable(read_lines(out))
    assert len(found) == crawled.one("SELECT count(*) FROM articles") > 20
    sources = {line["provenance"]["fetched"]["raw"].split("/2")[0] for line in kept.lines()}
    assert sources == {served}
    again = history(kept, f"cdx={served}/cdx", "edition=all")
    assert (again.returncode, "nothing new" in again.stdout) == (0, True), again.stdout


def test_a_page_of_our_archive_opens_in_a_browser(crawled, served):
    """So no other record of ours stands in its way: pywb shows whatever has the page's address."""
    url, title = crawled.query("SELECT url, title FROM articles WHERE edition = 'en' ORDER BY id")[0]
    assert title in seen_in_chromium(f"{served}/mp_/{url}")


@pytest.mark.long
def test_what_it_keeps_of_an_archive_is_an_archive(served, kept, tmp_path):
    """The captures' own times and addresses, so that a replay of them gives the same again."""
    history(kept, f"cdx={served}/cdx", "sections=sports")
    out = tmp_path / "replayed.jsonl"
    kept.crawl(f"archive={kept.data / 'archive'}/*.warc.gz", f"out={out}", spider="replay")
    assert comparable(read_lines(out)) == comparable(kept.lines())
    assert kept.lines()
    assert {line["section"] for line in kept.lines()} == {"news/sports"}


def common_crawl(crawled):
    """An index as Common Crawl's, of the archive of a crawl, and its files."""
    (file,) = (crawled.data / "archive").iterdir()
    rows = crawled.query("SELECT url, fetched, warc FROM articles WHERE edition = 'en' ORDER BY url")
    lines = []
    for url, fetched, warc in rows:
        place = json.loads(warc)
        stamp = "".join(sign for sign in fetched[:19] if sign.isdigit())
        told = {"timestamp": stamp, "url": url, "mime": "text/html", "status": "200", "digest": url[-20:]}
        lines.append(json.dumps(told | {"filename": f"crawl-data/{file.name}", **{k: str(place[k]) for k in ("offset", "length")}}))
    return file, lines


def test_common_crawls_captures_are_read_from_their_files(crawled, kept):
    file, lines = common_crawl(crawled)
    data = file.read_bytes()
    with wayback() as (_, site):

        def answer(path, _):
            if path.startswith("/CC-MAIN-index?"):
                if "showNumPages" in path:
                    return Answer('{"pages": 2, "pageSize": 1, "blocks": 2}')
                part = lines[5:] if "page=1" in path else lines[:5]
                return Answer("\n".join(part) + "\n", type="text/x-ndjson")
            asked = site.asked[-1].headers.get("range", "")
            if path == f"/files/crawl-data/{file.name}" and asked:
                first, last = map(int, asked.removeprefix("bytes=").split("-"))
                return Answer(data[first : last + 1], 206, type="application/octet-stream")
            return Answer("", 404)

        site.answer = answer
        ended = history(kept, f"cdx={site.base}/CC-MAIN-index", f"warcs={site.base}/files", CONCURRENT_REQUESTS=1)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    true = [line for line in crawled.lines() if line["edition"] == "en"]
    assert comparable(kept.lines()) == comparable(true)
    assert len(true) == len(lines) > 5
