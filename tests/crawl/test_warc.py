"""What crawls leave in archive/, read by warcio and by nothing of ours."""

import json
import random
import signal
import time
import urllib.request
from urllib.parse import quote

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from mayadeen.stores import warc
from tests.conftest import Kept
from tests.scripted import following, page
from tests.servers import Answer


def files(kept):
    """In the order of their runs: of two that begin in the same second their names do not tell which came first."""
    order = {run: number for number, run in kept.query("SELECT number, id FROM runs")}
    return sorted((kept.data / "archive").iterdir(), key=lambda path: (order.get("-".join(path.name.split("-")[1:3]), 0), path))


def records(kept):
    """(type, headers, HTTP headers, content) of every record of every file."""
    for path in files(kept):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                yield record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read()


def kinds(kept):
    found = [kind for kind, *_ in records(kept)]
    return {kind: found.count(kind) for kind in set(found)}


def assert_sound(kept):
    """Every file closed, every digest right, every stored item's place the answer it was read from."""
    paths = [str(path) for path in files(kept)]
    assert paths
    assert not [path for path in paths if not path.endswith(".warc.gz")]
    assert Checker(type("Options", (), {"inputs": paths, "verbose": False})).process_all() == 0
    for url, place, title in kept.query("SELECT url, warc, title FROM articles"):
        place = json.loads(place)
        path = kept.data / "archive" / place["file"]
        with path.open("rb") as file:
            file.seek(place["offset"])
            reader = ArchiveIterator(file)
            record = next(reader)
            assert (record.rec_type, record.rec_headers["WARC-Target-URI"]) == ("response", url)
            assert title[:20].encode() in record.content_stream().read()
            reader.read_to_end()
            assert reader.get_record_length() == place["length"]


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("archived") / "data")
    ended = kept.crawl("edition=all", replica.argument)
    assert ended.returncode == 0, ended.stderr
    return kept


def test_every_stored_item_stands_where_its_row_says(crawled):
    assert_sound(crawled)
    assert crawled.one("SELECT count(*) FROM articles") == 450
    assert kinds(crawled) == {"warcinfo": 1, "response": 450, "request": 450, "metadata": 450}


def test_payloads_are_the_pages_as_the_site_serves_them(crawled, replica):
    for kind, told, http, payload in list(records(crawled))[:30]:
        if kind == "response":
            path = quote(told["WARC-Target-URI"].split("/", 3)[3], safe="/%")
            edition = {"english": "en", "www": "ar", "espanol": "es"}[told["WARC-Target-URI"][8:].split(".")[0]]
            with urllib.request.urlopen(f"{replica.bases[edition]}/{path}") as page:
                assert page.read() == payload
            assert int(http.get_header("Content-Length")) == len(payload)
            assert http.get_header("Content-Encoding") is None


def test_the_archive_tells_what_other_pages_told(crawled):
    told = {h["WARC-Target-URI"]: json.loads(content.removeprefix(warc.TOLD)) for kind, h, _, content in records(crawled) if kind == "metadata"}
    for id_, url, section, regions in crawled.query("SELECT id, url, section, regions FROM articles"):
        assert (told[url]["id"], told[url]["section"], told[url]["regions"]) == (id_, section, json.loads(regions))
        seen = crawled.query("SELECT channel, place FROM sightings WHERE url = ?", url)
        assert sorted(map(tuple, told[url]["sightings"])) == sorted(seen)


def test_warcinfo_names_edition_base_and_run(crawled, replica):
    content = next(content.decode() for kind, _, _, content in records(crawled) if kind == "warcinfo")
    assert f"isPartOf: {crawled.one('SELECT id FROM runs')}" in content
    assert "software: mayadeen/" in content
    for edition, base in replica.bases.items():
        assert f"mayadeen-edition: {edition}\r\n" in content
        assert f"mayadeen-base: {edition}={base}\r\n" in content


def test_the_same_bytes_again_are_a_revisit(kept, replica):
    kept.crawl(f"base={replica.bases['en']}", "sections=sports")
    stored = kept.one("SELECT count(*) FROM articles")
    kept.query("UPDATE pages SET etag = NULL, last_modified = NULL")
    again = kept.crawl(f"base={replica.bases['en']}", "sections=sports", "mode=full")
    assert again.returncode == 0, again.stderr
    assert_sound(kept)
    first = {h["WARC-Record-ID"]: h for kind, h, _, _ in records(kept) if kind == "response"}
    revisits = [h for kind, h, _, _ in records(kept) if kind == "revisit"]
    assert len(revisits) == stored > 0
    assert len(first) == kept.one("SELECT count(*) FROM articles")
    for told in revisits:
        meant = first[told["WARC-Refers-To"]]
        for name, of_the_first in (
            ("WARC-Target-URI", "WARC-Target-URI"),
            ("WARC-Payload-Digest", "WARC-Payload-Digest"),
            ("WARC-Refers-To-Date", "WARC-Date"),
        ):
            assert told[name] == meant[of_the_first]


@pytest.mark.long
def test_a_region_that_is_found_later_is_told_later(kept, replica):
    kept.crawl(f"base={replica.bases['en']}", "sections=politics", "pages=all")
    before = kinds(kept)["metadata"]
    kept.crawl(f"base={replica.bases['en']}", "regions=africa", "pages=all")
    assert kinds(kept)["metadata"] > before
    told = {h["WARC-Target-URI"]: json.loads(content.removeprefix(warc.TOLD)) for kind, h, _, content in records(kept) if kind == "metadata"}
    for url, regions in kept.query("SELECT url, regions FROM articles"):
        assert told[url]["regions"] == json.loads(regions)


@pytest.mark.long
def test_a_new_file_is_begun_when_one_is_full(kept, replica):
    kept.crawl(f"base={replica.bases['en']}", MAYADEEN_ARCHIVE_ROLL=100_000, MAYADEEN_BATCH_PAGES=10)
    assert len(files(kept)) > 3
    assert_sound(kept)


@pytest.mark.long
def test_every_answer_or_none_where_that_is_asked_for(kept, replica, tmp_path):
    kept.crawl(f"base={replica.bases['en']}", "sections=sports", MAYADEEN_ARCHIVE="all")
    responses = {h["WARC-Target-URI"] for kind, h, _, _ in records(kept) if kind == "response"}
    assert responses == {url for (url,) in kept.query("SELECT url FROM pages WHERE state != 'filtered'")}
    assert len(responses) > kept.one("SELECT count(*) FROM articles")
    stored = kept.one("SELECT count(*) FROM articles")
    read = kept.run(kept.command(f"archive={kept.data}/archive/*.gz", spider="replay"), kept.environment(), 60)
    assert (read.returncode, f"{stored} articles: {stored} as stored" in read.stdout) == (0, True), read.stdout
    other = Kept(tmp_path / "other")
    other.crawl(f"base={replica.bases['en']}", "sections=sports", MAYADEEN_ARCHIVE="off")
    assert not (other.data / "archive").exists()
    assert other.query("SELECT DISTINCT warc FROM articles") == [(None,)]
    wrong = other.crawl(MAYADEEN_ARCHIVE="some")
    assert (wrong.returncode, "items, all, off" in wrong.stderr) == (2, True)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [20])
def test_killed_while_writing_every_file_is_whole_and_every_place_right(kept, replica_of, kills):
    dice, number = random.Random(), 150 * kills
    with replica_of("--edition", "en", "--articles", str(number), "--delay", "0.01") as site:
        killed = sum(kill_while_writing(kept, site, dice) for _ in range(kills))
        ended = kept.crawl(site.argument, "pages=all", timeout=240)
    assert killed >= kills * 0.7, "the crawl ended before it could be killed: the test shows nothing"
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert kept.query("SELECT count(*), count(warc) FROM articles") == [(number, number)]
    assert_sound(kept)
    assert len(files(kept)) > kills * 0.7
    told = {h["WARC-Target-URI"] for kind, h, _, _ in records(kept) if kind == "metadata"}
    assert told == {url for (url,) in kept.query("SELECT url FROM articles")}


def kill_while_writing(kept, site, dice):
    """Kills the crawl at a random moment after its file was begun; whether it was still at work."""
    before = set((kept.data / "archive").glob("*"))
    crawl = kept.start(site.argument, "pages=all", MAYADEEN_BATCH_PAGES=dice.choice((1, 5, 50)))
    while not set((kept.data / "archive").glob("*.open")) - before and crawl.poll() is None:
        time.sleep(0.005)
    time.sleep(dice.random() * 0.8)
    crawl.send_signal(signal.SIGKILL)
    return crawl.wait(10) == -signal.SIGKILL


def test_every_answer_that_is_kept_is_a_sound_record(kept):
    """Listings, a redirect, a 404 and what answers 304: `warcio check` finds nothing."""
    a = "/news/politics/"
    moved = Answer("", 301, {"Location": f"{a}moved-to"})
    script = {
        f"{a}stays": {0: page("Stays", "1")},
        f"{a}goes": {0: page("Goes", "2"), 1: None},
        f"{a}moved": {0: page("Moved", "3"), 1: moved},
        f"{a}moved-to": {1: page("Moved", "3")},
        f"{a}empty": {0: Answer("")},
    }
    kept.settings = {"MAYADEEN_ARCHIVE": "all"}
    with following(script) as site:
        site.crawl(kept, 0)
        site.crawl(kept, 1, "mode=full")
        statuses = {page.rpartition("/")[2] for page in site.site.paths()}
    assert {"stays", "goes", "moved", "moved-to", "politics"} <= statuses
    assert_sound(kept)
    kept_statuses = {http.get_statuscode() for kind, _, http, _ in records(kept) if kind == "response"}
    assert {"200", "404"} <= kept_statuses <= {"200", "404", "301"}
    assert [url for (url,) in kept.query("SELECT final_url FROM pages WHERE status = 304 AND kind = 'article'")] == [None]
