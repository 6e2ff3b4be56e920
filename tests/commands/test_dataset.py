"""A dataset that can be cited: others find it whole, and `scrapy verify` tells what is changed, lost or added."""

import csv
import gzip
import json
import random
import shutil
import sqlite3
import subprocess
import sys

import pytest

from mayadeen.dataset.bag import check
from mayadeen.dataset.datasheet import text
from mayadeen.dataset.facts import Facts
from mayadeen.dataset.folder import write
from mayadeen.exceptions import WrongUse
from mayadeen.stores.database import open_database
from mayadeen.stores.exports import Held, Wanted
from mayadeen.stores.files import arriving
from mayadeen.stores.selection import Asked
from tests.exported import read_csv, read_parquet

TABLES = ("articles", "revisions", "events", "flashes", "placements")


@pytest.fixture(scope="module")
def dataset(crawled):
    folder = crawled.data.parent / "dataset"
    ended = crawled.scrapy("export", "--format", "dataset", "--output", str(folder))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"{crawled.one('SELECT count(*) FROM articles')} articles, 0 revisions" in ended.stdout
    return folder


def faults(folder):
    return [finding.what for finding in check(folder) if not finding.sound]


@pytest.mark.long
def test_the_tools_of_others_find_it_whole(dataset):
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "--quiet", "-c", manifest], cwd=dataset, check=True)
    # In a process of its own: it leaves files open.
    command = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    report = json.loads(subprocess.run(command, cwd=dataset, capture_output=True, text=True, check=False).stdout)
    assert report["valid"], report
    assert {task["name"] for task in report["tasks"]} == {*TABLES, "coverage"}
    assert dataset.joinpath("bagit.txt").read_bytes().startswith(b"BagIt-Version: 1.0\n")


def test_every_field_has_a_type_and_a_meaning(dataset):
    told = json.loads((dataset / "datapackage.json").read_bytes())
    for resource in told["resources"]:
        if resource["name"] != "coverage":
            with gzip.open(dataset / resource["path"], "rt", encoding="utf-8") as file:
                assert [field["name"] for field in resource["schema"]["fields"]] == next(csv.reader(file))
            assert all(field["type"] and len(field["description"]) > 2 for field in resource["schema"]["fields"])
    types = {field["name"]: field["type"] for field in told["resources"][0]["schema"]["fields"]}
    assert [types[n] for n in ("title", "word_count", "tags", "warc", "published_day", "published", "images")] == ["string", "integer", "array", "object", "date", "datetime", "array"]  # fmt: skip


def test_its_tables_are_the_collection(crawled, dataset):
    rows = read_csv(dataset / "data" / "articles.csv.gz")
    assert rows == read_parquet(dataset / "data" / "articles.parquet") == crawled.lines()
    for name in TABLES[1:]:
        assert read_csv(dataset / "data" / f"{name}.csv.gz") == read_parquet(dataset / "data" / f"{name}.parquet") == []
    with (dataset / "data" / "coverage.csv").open(newline="") as file:
        assert sum(int(line["stored"]) for line in csv.DictReader(file)) == len(rows)


def test_it_says_how_it_was_made_and_tells_no_secret(crawled, dataset, replica):
    (manifest,) = (dataset / "manifests").iterdir()
    told = json.loads(manifest.read_bytes())
    assert told["settings"]["MAYADEEN_CONTACT"] == "me@example.org"
    assert told["settings"]["ROBOTSTXT_OBEY"] is True
    assert len(told["files"]["articles.jsonl"]["sha256"]) == 64
    everything = b"".join(path.read_bytes() for path in dataset.rglob("*") if path.is_file())
    assert b"hush" not in everything and str(crawled.data.parent).encode() not in everything
    sheet = (dataset / "DATASHEET.md").read_text()
    for host in (base.split("/")[2] for base in replica.bases.values()):
        assert told["robots"][host]["status"] == 200
        assert f"### {host}\n" in sheet
    assert "    User-agent: *\n" in sheet
    assert "| mayadeen | 0.9" in sheet and "## Rights" in sheet
    assert 'authors: [{"name":"me@example.org"}]' in (dataset / "CITATION.cff").read_text()


def test_a_run_that_left_no_manifest_tells_no_password_either(alone, tmp_path):
    with sqlite3.connect(alone.data / "mayadeen.sqlite") as connection:
        connection.execute("""UPDATE runs SET arguments = '{"base": {"en": "http://me:hush@127.0.0.1:9"}}'""")
    connection.close()
    (alone.runs()[-1] / "manifest.json").unlink()
    engine = open_database(f"sqlite:///{alone.data / 'mayadeen.sqlite'}", create=False)
    with arriving(tmp_path / "dataset") as place:
        write(place, Held(engine, alone.data), Wanted(), lambda far: None)
    engine.dispose()
    sheet = (tmp_path / "dataset" / "DATASHEET.md").read_text()
    assert "127.0.0.1:9" in sheet and "hush" not in sheet


def test_two_of_one_collection_are_the_same_bytes(crawled, dataset, tmp_path):
    engine = open_database(f"sqlite:///{crawled.data / 'mayadeen.sqlite'}", create=False)
    with arriving(tmp_path / "again") as place:
        write(place, Held(engine, crawled.data), Wanted(), lambda far: None)
    engine.dispose()
    assert files(tmp_path / "again") == files(dataset)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_flipped_bit_is_found_in_whatever_file(dataset, tmp_path):
    copy, chance = tmp_path / "copy", random.Random(7)
    shutil.copytree(dataset, copy)
    assert faults(copy) == []
    for name, data in files(copy).items():
        for _ in range(25 if "manifest" in name else 2):
            place, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
            (copy / name).write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
            assert faults(copy), (name, place, bit)
        (copy / name).write_bytes(data)
    assert faults(copy) == []


def test_what_is_lost_or_added_is_named(crawled, dataset, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(dataset, copy)
    (copy / "data" / "events.parquet").unlink()
    (copy / "data" / "more.txt").write_text("more")
    (copy / ".hidden").write_text("more")
    ended = crawled.scrapy("verify", str(copy))
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.splitlines() == [
        "WRONG  .hidden is one too many: nothing vouches for it",
        "WRONG  data/events.parquet is not there",
        "WRONG  data/more.txt is one too many: nothing vouches for it",
    ]
    with pytest.raises(WrongUse, match="is no dataset of scrapy export"):
        faults(tmp_path)


def test_a_manifest_leads_nowhere_else(dataset, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(dataset, copy)
    (copy / "manifest-sha256.txt").write_text(f"{'0' * 64}  ../../etc/passwd\n")
    assert any("../../etc/passwd' is no line of a manifest" in each for each in faults(copy))


def test_what_others_wrote_stays_text_in_the_datasheet():
    line = dict.fromkeys(("found", "stored", "unchanged", "duplicate", "filtered", "failed", "pending"), 1)
    hostile = "<b>|x|\n# y [z](javascript:1)\u202e"
    days = [{"edition": "en", "kind": "article", "section": hostile, "day": f"2026-01-{day:02}"} | line for day in (1, 3, 7)]
    days.append(days[1] | {"stored": 0, "unchanged": 0, "day": "2026-01-06"})
    sheet = text(Facts(Asked(), {"articles": 1}, days, [{"robots": {hostile: {"url": hostile, "fetched": "", "status": 200, "text": "a\n# b\x1b"}}, "run": hostile, "program": "", "spider": "", "started": "", "state": "", "arguments": {}}]))  # fmt: skip
    assert "<b>" not in sheet.replace("\\<b\\>", "") and "\n# y" not in sheet and "\u202e" not in sheet and "\x1b" not in sheet
    assert "2026-01-02, 2026-01-04 to 2026-01-06 |" in sheet
    assert "\n    # b\ufffd" in sheet
