"""`scrapy doctor`, as a person runs it: on a sound collection, on broken ones, on sites that changed."""

import json
import subprocess
from contextlib import ExitStack
from dataclasses import asdict

import pytest
from scrapy.settings import Settings

from mayadeen import settings
from mayadeen.doctor.collection import collection_found, settings_found
from mayadeen.doctor.finding import NOTE, OK, TROUBLE
from mayadeen.editions import EDITIONS
from mayadeen.stores import health
from mayadeen.stores.database import open_database
from tests.conftest import Kept
from tests.scripted import following, page
from tests.servers import Answer, article, listing, refusing, serve

INDEX = "/sitemaps/all.xml"
SITEMAPS = (
    '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>'
    "<loc>https://english.almayadeen.net/sitemaps/all/sitemap-2026-3.xml</loc></sitemap></sitemapindex>"
)


def examine(kept: Kept, *options: str) -> tuple[int, list[dict[str, str]]]:
    ended = kept.scrapy("doctor", "--json", *options)
    assert ended.stderr == ""
    return ended.returncode, json.loads(ended.stdout)


def of(found, area, level=TROUBLE):
    return [one["found"] for one in found if one["area"] == area and one["level"] == level]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("doctor") / "data")
    with following({"/news/politics/one": {0: page("One", "1")}}) as site:
        assert site.crawl(kept, 0).returncode == 0
    return kept


def test_a_sound_collection_and_site_give_no_trouble(filled, replica):
    ended = filled.scrapy("doctor", "-a", replica.argument)
    assert ended.returncode == 0, ended.stdout
    lines = [line.split(maxsplit=2) for line in ended.stdout.splitlines()]
    assert {level for level, _, _ in lines} <= {OK, NOTE}
    assert {area for _, area, _ in lines} >= {"settings", "disk", "schema", "database", "runs", "archive", "browser", "en", "ar", "es"}
    read = {edition: [said for level, area, said in lines if area == edition and " fields" in said] for edition in ("en", "ar", "es")}
    assert all(len(items) >= 4 for items in read.values())
    assert all("script" in said for said in read["en"]) and not any("script" in said for said in read["es"])


def test_it_asks_for_few_pages_and_robots_txt_first(filled, replica):
    replica.forget()
    examine(filled, "-a", f"base={replica.bases['en']}")
    paths = [request["path"] for request in replica.requests()]
    assert paths[:2] == ["/robots.txt", "/"]
    assert len(paths) <= 9 and len(set(paths)) == len(paths)


def test_nothing_is_made_and_nothing_asked_offline(tmp_path):
    code, found = examine(Kept(tmp_path / "none"), "--offline")
    assert (code, (tmp_path / "none").exists()) == (0, False)
    assert of(found, "network", NOTE) == ["not asked (--offline)"]


def test_a_site_that_cannot_be_reached_is_said_so(filled):
    code, found = examine(filled, "-a", f"base={refusing()}")
    assert code == 1
    [said] = of(found, "en")
    assert said.endswith("connection refused")


PATHS = ["/news/politics/a"]
WHOLE = {"/": listing(PATHS), "/news/politics": listing(PATHS), PATHS[0]: article("A title"), INDEX: SITEMAPS}
REDESIGNS = [
    [
        ("item is read as none", {PATHS[0]: article("").replace("<h1></h1>", "")}),
        ("listing 0 items", {"/news/politics": "<html><body><p>Nothing yet.</p></body></html>"}),
        ("home: no menu", {"/": "<html><body><p>A new home.</p></body></html>"}),
    ],
    [
        ("listing answers http 500", {"/news/politics": Answer("broken", 500)}),
        ("sitemap answers http 404", {INDEX: Answer("none", 404)}),
        ("missing published", {PATHS[0]: article("A title").replace("article:published_time", "x")}),
    ],
]


@pytest.mark.parametrize("redesigns", REDESIGNS)
def test_what_a_redesign_broke_is_named(tmp_path, redesigns):
    """An edition each, broken in its own way."""
    with ExitStack() as stack:
        sites = [stack.enter_context(serve(WHOLE | changed)) for _, changed in redesigns]
        bases = ",".join(f"{code}={site.base}" for code, site in zip(EDITIONS, sites, strict=True))
        code, found = examine(Kept(tmp_path / "data"), "-a", f"base={bases}")
    assert code == 1
    for edition, (named, _) in zip(EDITIONS, redesigns, strict=True):
        assert any(all(word in said for word in named.split()) for said in of(found, edition)), (named, of(found, edition))


def test_wrong_use_is_told_in_one_line(filled):
    for options in (("-a", "pages=3"), ("here",)):
        ended = filled.scrapy("doctor", *options)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert len(ended.stderr.splitlines()) == 1


def test_a_wrong_setting_is_trouble():
    found = list(settings_found(Settings(vars(settings) | {"MAYADEEN_ARCHIVE": "some"})))
    assert [(one.level, one.area) for one in found] == [(TROUBLE, "settings")]
    assert "MAYADEEN_ARCHIVE must be" in str(found[0])


def copy(kept: Kept, to) -> Kept:
    subprocess.run(["cp", "-r", kept.data, to], check=True)
    return Kept(to)


def look(data) -> list[dict[str, str]]:
    """What can be found without a process of its own."""
    told = Settings(vars(settings) | {"MAYADEEN_DATA": str(data), "MAYADEEN_DATABASE": ""})
    return [asdict(one) for one in collection_found(told, thorough=True)]


def test_a_damaged_database_is_trouble(filled, tmp_path):
    file = copy(filled, tmp_path / "data").data / "mayadeen.sqlite"
    content = bytearray(file.read_bytes())
    content[8192:20480] = b"\xff" * 12288
    file.write_bytes(content)
    found = look(tmp_path / "data")
    assert of(found, "database") or of(found, "schema")


def test_a_database_that_lacks_a_column_is_trouble(filled, tmp_path):
    engine = open_database(f"sqlite:///{copy(filled, tmp_path / 'data').data}/mayadeen.sqlite")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE runs DROP COLUMN saved")
        connection.exec_driver_sql("DROP TABLE sisters")
    assert health.lacking(engine) == ["sisters", "runs.saved"]
    engine.dispose()
    assert of(look(tmp_path / "data"), "schema") == ["lacks sisters, runs.saved"]


@pytest.mark.parametrize("harm", ["gone", "cut", "garbled"])
def test_a_damaged_archive_is_trouble(filled, tmp_path, harm):
    kept = copy(filled, tmp_path / "data")
    [file] = (kept.data / "archive").iterdir()
    content = file.read_bytes()
    file.unlink() if harm == "gone" else file.write_bytes(content[:-900] if harm == "cut" else b"\0" * len(content))
    assert len(of(look(kept.data), "archive")) == 1


def test_a_run_that_was_killed_is_trouble(filled, tmp_path):
    engine = open_database(f"sqlite:///{copy(filled, tmp_path / 'data').data}/mayadeen.sqlite")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET state = 'running', exit_code = NULL")
    engine.dispose()
    found = look(tmp_path / "data")
    assert "was killed" in of(found, "runs")[0]
    assert "none began for" in of(found, "runs", NOTE)[0]


def test_a_run_that_goes_on_has_no_exit_code(filled, tmp_path):
    engine = open_database(f"sqlite:///{copy(filled, tmp_path / 'data').data}/mayadeen.sqlite")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET id = 'ticker-1', state = 'watching', exit_code = NULL")
    engine.dispose()
    assert "the last one, ticker-1, is watching" in of(look(tmp_path / "data"), "runs", "ok")
