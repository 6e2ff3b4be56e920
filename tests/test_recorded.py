"""Recorded pages read again: the same page objects as in a crawl, on answers that no network gave."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from betamax.exceptions import BetamaxError

from mayadeen.editions import EDITIONS
from mayadeen.items import Article
from mayadeen.pages.article import ArticlePage
from mayadeen.replica import KINDS
from tests import forks
from tests.conftest import ROOT
from tests.recording import expectations
from tests.recording.cassettes import cassette, recorded_address, scrapy_response
from tests.servers import Answer, article, serve

CASSETTES = sorted((ROOT / "tests" / "cassettes").glob("*/*.json"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> ArticlePage:
    with cassette(path) as session:
        return ArticlePage(scrapy_response(session.get(recorded_address(path))), EDITIONS[path.parent.name])


@pytest.mark.parametrize("path", CASSETTES, ids=name)
def test_a_recorded_page_gives_the_values_a_person_would_read(path):
    expected = expectations.load(expectations.beside(path))
    page = read(path)
    assert page.is_item, page.reason
    assert expectations.differences(expected, page.item()) == {}


def test_every_edition_has_a_page_of_every_kind():
    recorded = {(path.parent.name, path.stem.partition("_")[0]) for path in CASSETTES}
    assert {(edition, kind) for edition in EDITIONS for kind in KINDS} <= recorded


def test_every_cassette_has_expected_values_and_they_a_cassette():
    expected = (ROOT / "tests" / "expected").glob("*/*.json")
    assert sorted(expected) == [expectations.beside(path) for path in CASSETTES]


@pytest.mark.parametrize("path", CASSETTES, ids=name)
def test_a_cassette_holds_nothing_of_the_machine_that_recorded_it(path):
    text = path.read_text(encoding="utf-8")
    (recorded,) = orjson.loads(text)["http_interactions"]
    assert not [word for word in ("127.0.0.1", "localhost", str(Path.home())) if word in text]
    assert recorded["request"]["headers"] == {}
    assert [header.lower() for header in recorded["response"]["headers"]] == ["content-type"]
    assert recorded_address(path).startswith(EDITIONS[path.parent.name].home)


def test_a_cassette_never_asks_the_network():
    with cassette(CASSETTES[0]) as session, pytest.raises(BetamaxError):
        session.get("https://english.almayadeen.net/another-page")


def test_a_draft_is_refused(tmp_path):
    expectations.write(tmp_path / "x.json", "a page", {"title": "x"}, draft=True)
    with pytest.raises(expectations.StillDraft, match="compare its values with the page, then delete"):
        expectations.load(tmp_path / "x.json")


def test_each_wrong_value_is_noticed():
    path = next(path for path in CASSETTES if path.stem.startswith("gallery"))
    expected, item = expectations.load(expectations.beside(path)), read(path).item()
    for field in expected:
        assert set(expectations.differences(expected | {field: "wrong"}, item)) == {field}
    fewer = [*expected["images"][:-1], expected["images"][-1] | {"credit": "Nobody"}]
    assert set(expectations.differences(expected | {"images": fewer}, item)) == {"images"}


def record(into: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.recording", "--into", str(into), "--date", "2026-11-23", *arguments]
    return forks.run(command, dict(os.environ), timeout=60)


def test_a_live_page_is_recorded_as_it_is_with_a_draft_beside_it(tmp_path):
    html = article("الميناء القديم يفتح أبوابه").encode("cp1256")
    answer = Answer(html, headers={"Set-Cookie": "a=b", "Server": "x"}, type="text/html; charset=windows-1256")
    with serve({"/news/politics/x": answer}) as site:
        for _ in range(2):
            ended = record(tmp_path, f"{site.base}/news/politics/x", "--edition", "ar")
            assert ended.returncode == 0, ended.stderr
        assert site.paths() == ["/robots.txt", "/news/politics/x"] * 2
    first, second = sorted((tmp_path / "cassettes" / "ar").iterdir(), key=lambda path: len(path.name))
    assert (first.name, second.name) == ("news_2026-11-23.json", "news_2026-11-23-2.json")
    assert_recorded(first, html)


def assert_recorded(path: Path, html: bytes) -> None:
    page = read(path)
    assert page.response.body == html
    assert page.response.url == "https://www.almayadeen.net/news/politics/x"
    assert "127.0.0.1" not in path.read_text() + expectations.beside(path).read_text()
    with pytest.raises(expectations.StillDraft):
        expectations.load(expectations.beside(path))
    drafted = orjson.loads(expectations.beside(path).read_bytes())["fields"]
    assert (drafted["title"], page.item().title) == ("الميناء القديم يفتح أبوابه",) * 2
    assert set(drafted) <= set(vars(Article()))


@pytest.mark.long
def test_what_cannot_be_recorded_is_told_in_one_line(tmp_path):
    robots = Answer("User-agent: *\nDisallow: /private", type="text/plain")
    pages = {"/robots.txt": robots, "/private": article(), "/moved": Answer(status=302, headers={"Location": "/new"}),
             "/": article()}  # fmt: skip
    with serve(pages) as site:
        told = [
            ("/private", 4, "disallows"),
            ("/gone", 4, "http 404"),
            ("/moved", 2, "record that"),
            ("/", 2, "no item"),
        ]
        for path, code, message in told:
            refused(record(tmp_path, site.base + path, "--edition=en"), code, message)
        refused(record(tmp_path, f"{site.base}/x"), 2, "say EDITION=")
        assert "/private" not in site.paths()
    refused(record(tmp_path, f"{site.base}/x", "--edition=en"), 4, "cannot reach")
    refused(record(tmp_path, "english.almayadeen.net/x"), 2, "name a page")
    assert not (tmp_path / "cassettes").exists()


def refused(ended: subprocess.CompletedProcess[str], code: int, message: str) -> None:
    assert ended.returncode == code, ended.stderr
    assert message in ended.stderr
    assert ended.stderr.count("\n") == 1
