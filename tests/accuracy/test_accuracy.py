"""The measuring itself: what it must score low, count as thrown, and leave where it is."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from mayadeen.replica import KINDS, Site
from tests.accuracy import peers
from tests.accuracy.pages import LAYOUTS, Page, by_kind
from tests.accuracy.reader_process import READERS
from tests.accuracy.scoring import FIELDS
from tests.accuracy.tally import rows
from tests.accuracy.templates import TEMPLATES
from tests.conftest import ROOT, SHARED


def measure(folder: Path, *options: str) -> tuple[dict, str]:
    """The figures and the document of a sample."""
    command = [sys.executable, "-m", "tests.accuracy", "--quick", "--readers", "mayadeen,wrong,throwing", *options]
    told = ["--json", str(folder / "figures.json"), "--out", str(folder / "accuracy.md")]
    ended = subprocess.run([*command, *told], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    return orjson.loads((folder / "figures.json").read_bytes()), (folder / "accuracy.md").read_text()


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    return measure(tmp_path_factory.mktemp("accuracy"))


def test_a_wrong_reader_scores_low_in_everything_and_ours_high(measured):
    found = [*measured[0]["replica"], *measured[0]["rows"]]
    assert {row["reader"] for row in found} == {"mayadeen", "wrong", "throwing"}
    for row in found:
        values = {field: value for field, value in row["values"].items() if value is not None}
        if row["reader"] == "mayadeen" and row["of"] == "as seen":
            assert set(values) == set(FIELDS)
            assert min(values.values()) > 0.95
        elif row["reader"] != "mayadeen":
            assert max(values.values()) < 0.05, row


def test_a_reader_that_throws_is_counted(measured):
    pages = sum(row["pages"] for row in measured[0]["replica"] if row["reader"] == "throwing")
    assert measured[0]["thrown"] == {"mayadeen": 0, "wrong": 0, "throwing": pages}
    assert pages == 2 * 3 * len(KINDS)


def test_other_publishers_pages_are_scored_by_their_own_measure(measured, shared):
    for found in measured[0]["publishers"].values():
        wrong = {name: value for name, value in found["wrong"].items() if not name.startswith("filled")}
        assert max(wrong.values()) < 0.1, wrong
        assert found["mayadeen"].get("body F1", found["mayadeen"].get("token F1")) > 0.8


def test_without_the_real_data_the_replica_is_measured_all_the_same(tmp_path):
    found, text = measure(tmp_path, "--shared", str(tmp_path / "nowhere"))
    assert found["replica"]
    assert not found["rows"]
    assert "## 2." not in text


def test_an_unknown_reader_is_refused():
    command = [sys.executable, "-m", "tests.accuracy", "--readers", "nobody"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "no reader nobody" in ended.stderr


def test_figures_are_means_of_what_was_read():
    truth = {
        "title": "A title",
        "published": "2024-01-31T10:00:00+02:00",
        "authors": ["A", "B"],
        "body": "one two three four",
    }
    read = {"title": "A  title", "published": "2024-01-31", "authors": ["a"], "body": "one two", "tags": ["x"]}
    pages = [Page(number, "", "", "en", truth=truth) for number in ("1", "2", "3")]
    results = peers.Results("1", "1", {"1": {"fields": read}, "2": {"fields": {}}, "3": {"error": "x"}})
    (row,) = rows(pages, {"some": results}, lambda page: "all")
    assert row.values == {
        "title": 1 / 3, "instant": 0.0, "day": 1 / 3, "authors": 2 / 3 / 3, "tags": None, "image": None, "body": 2 / 3 / 3, "empty": None,
    }  # fmt: skip
    assert row.pages == 3


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("edition", ["en", "ar", "es"])
def test_a_template_shows_all_that_is_asked_of_it(template, edition):
    site = Site(edition=edition)
    for (number,) in by_kind(site, 1).values():
        article, html = site.article(number), TEMPLATES[template](site.article(number), site)
        assert all(block.html in html for block in article.blocks)
        assert article.authors[0].replace("'", "&#x27;") in html
        assert f"{article.published.year} {article.published:%H:%M}" in html


def test_the_other_tools_are_pinned_and_stay_out_of_our_environment():
    pins = [line for line in peers.REQUIREMENTS.read_text().splitlines() if line and not line.startswith("#")]
    assert all("==" in line for line in pins)
    ours = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-dev.txt").read_text()
    for name in ("news-please", "newspaper4k"):
        assert any(pin.startswith(name) for pin in pins)
        assert name not in ours


def test_the_environment_is_made_once_and_anew_when_its_pins_change(tmp_path, monkeypatch):
    installed = []
    monkeypatch.setattr(peers.venv, "create", lambda folder, **_: folder.mkdir(exist_ok=True))
    monkeypatch.setattr(peers, "_install", lambda python, what: installed.append(what))
    monkeypatch.setattr(peers, "REQUIREMENTS", tmp_path / "pins.txt")
    for pins, installs in (("a==1", 2), ("a==1", 2), ("a==2", 4)):
        peers.REQUIREMENTS.write_text(pins)
        assert peers.environment(tmp_path / "peers") == tmp_path / "peers" / "bin" / "python"
        assert len(installed) == installs


def test_another_tool_reads_the_same_pages_once_and_ours_each_time(tmp_path, monkeypatch):
    read, told = [], b'{"version": "1", "lxml": "1"}\n{"id": "1", "seconds": 1, "parse": 1}\n'
    monkeypatch.setattr(peers, "_read", lambda python, reader, lines: read.append(reader) or told)
    for reader, lines in (
        ("trafilatura", b"a"),
        ("trafilatura", b"a"),
        ("trafilatura", b"b"),
        ("mayadeen", b"a"),
        ("mayadeen", b"a"),
    ):
        assert peers._run(tmp_path / "bin" / "python", reader, lines).by_page == {"1": {"seconds": 1, "parse": 1}}
    assert read == ["trafilatura", "trafilatura", "mayadeen", "mayadeen"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the document is written where ../shared is")
def test_the_published_document_is_whole():
    text = (ROOT / "docs" / "accuracy.md").read_text()
    for part in ("## 1. ", "## 2. ", "## 3. ", "### aeb: 78 pages", "### fundus: 116 pages", "## Time"):
        assert part in text
    for layout in (*LAYOUTS, *TEMPLATES):
        assert text.count(f"| {layout} |") >= 2 * 5, layout
    for kind in KINDS:
        assert f"| {kind} |" in text
    for reader in set(READERS) - {"wrong", "throwing"}:
        assert f"| {reader} |" in text
