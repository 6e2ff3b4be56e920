"""The tables of a crawl in every format: as many rows, the same values, and filters by name on the command line."""

import argparse
import json
import sqlite3

import pytest
from scrapy.settings import Settings

from mayadeen import settings
from mayadeen.commands.export import Command
from mayadeen.stores.database import open_database
from mayadeen.stores.exports import FORMATS, Held, Wanted, writer
from mayadeen.stores.files import arriving
from tests.conftest import Kept, read_lines
from tests.exported import JSON, READERS, read_parts


@pytest.fixture(scope="module")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("tables") / "data")
    ended = kept.crawl("edition=all", "sections=politics,video", replica.argument)
    assert ended.returncode == 0, ended.stderr
    return kept


@pytest.fixture(scope="module")
def database(crawled):
    """The rows as SQLite itself gives them."""
    with sqlite3.connect(crawled.data / "mayadeen.sqlite") as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(each) for each in connection.execute("SELECT * FROM articles ORDER BY id")]
    assert len(rows) > 30
    for each in rows:
        del each["reader"]
        each.update({name: json.loads(each[name]) for name in JSON & set(each) if each[name] is not None})
    return rows


@pytest.fixture
def export(crawled, capsys):
    """The command in this process: its exit code, what it says, what it complains of."""

    def run(name, output, *more, kept=crawled):
        command, parser = Command(), argparse.ArgumentParser()
        command.settings = Settings({**vars(settings), "MAYADEEN_DATA": str(kept.data), "MAYADEEN_DATABASE": ""})
        command.add_options(parser)
        command.run([], parser.parse_args(["--format", name, "--output", str(output), *more]))
        said = capsys.readouterr()
        return command.exitcode, said.out, said.err

    return run


@pytest.mark.parametrize("name", READERS)
def test_every_format_read_back_equals_the_database(crawled, database, tmp_path, name):
    output = tmp_path / f"articles{FORMATS[name].suffixes[0]}"
    engine = open_database(f"sqlite:///{crawled.data / 'mayadeen.sqlite'}", create=False)
    with arriving(output) as place:
        told = writer(name, output, set())(place, Held(engine, crawled.data), Wanted(), print)
    engine.dispose()
    assert told == (f"{len(database)} articles", ())
    assert READERS[name](output) == database


def test_lines_are_those_that_the_run_left(crawled, database, tmp_path):
    ended = crawled.scrapy("export", "--format", "jsonl", "--output", str(tmp_path / "a.jsonl"))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"{tmp_path / 'a.jsonl'}: {len(database)} articles\n"
    assert (tmp_path / "a.jsonl").read_bytes() == (crawled.runs()[-1] / "articles.jsonl").read_bytes()


def test_filters_come_together(export, database, tmp_path):
    days = sorted(row["published_day"] for row in database if row["section"] == "news/politics" and row["edition"] != "ar")
    since, until = days[len(days) // 4], days[-2]
    options = ["--edition", "en,es", "--section", "Politics", "--since", since, "--until", until, "--partition", "edition,kind"]
    ended = export("parquet", tmp_path / "parts", *options)
    wanted = {
        row["id"] for row in database
        if row["edition"] != "ar" and row["section"] == "news/politics" and since <= row["published_day"] <= until
    }  # fmt: skip
    assert ended == (0, f"{tmp_path / 'parts'}: {len(wanted)} articles\n", "")
    found = read_parts(tmp_path / "parts", ("edition", "kind"))
    assert {row["id"] for row in found} == wanted
    assert 1 < len(wanted) < len(days)


def test_an_export_of_nothing_says_so(export, tmp_path):
    ended = export("csv", tmp_path / "none.csv", "--until", "1999-01-01")
    assert ended == (0, f"{tmp_path / 'none.csv'}: no article matches; it holds none\n", "")
    assert (tmp_path / "none.csv").read_bytes().startswith(b"id,post_id,")
    assert (tmp_path / "none.csv").read_bytes().count(b"\n") == 1


def test_what_a_quarantined_run_stored_is_left_out_unless_asked_for(crawled, export, database, tmp_path):
    copy = Kept(tmp_path / "data")
    copy.data.mkdir()
    (copy.data / "mayadeen.sqlite").write_bytes((crawled.data / "mayadeen.sqlite").read_bytes())
    with sqlite3.connect(copy.data / "mayadeen.sqlite") as connection:
        connection.execute("UPDATE runs SET quarantined = '2026-01-01T00:00:00+00:00'")
    connection.close()
    code, said, complained = export("jsonl", tmp_path / "a.jsonl", kept=copy)
    assert (code, complained) == (0, f"{len(database)} stored by quarantined runs left out; --quarantined takes them in\n")
    assert "no article matches" in said
    assert export("jsonl", tmp_path / "a.jsonl", "--quarantined", "--force", kept=copy)[2] == ""
    assert read_lines(tmp_path / "a.jsonl") == database


@pytest.mark.parametrize(
    ("name", "output", "options", "told"),
    [
        ("csv", "x.txt", [], "must end in .csv or .csv.gz, not 'x.txt'"),
        ("parquet", "x.csv", [], "must end in .parquet"),
        ("jsonl", "x.jsonl", ["--bom"], "--bom is not for jsonl; it is for csv"),
        ("csv", "x.csv", ["--partition", "kind"], "it is for parquet"),
        ("wacz", "x.wacz", ["--edition", "en"], "--edition is not for wacz; it is for jsonl, csv"),
        ("parquet", "x", ["--partition", "title"], "partition must be of edition, kind"),
        ("csv", "x.csv", ["--table", "pages"], "table must be one of articles, revisions, events"),
        ("csv", "x.csv", ["--table", "events", "--kind", "news"], "--kind is for articles, revisions"),
        ("csv", "x.csv", ["--edition", "fr"], "edition must be one of en, ar, es, all, not 'fr'"),
        ("csv", "x.csv", ["--kind", "film"], "kind must be one of news, report"),
        ("csv", "x.csv", ["--section", "sport"], "there is no section 'sport' here; there are "),
        ("csv", "x.csv", ["--since", "May"], "since must be a day such as 2024-01-31"),
        ("csv", "x.csv", ["--since", "2024-02-01", "--until", "2024-01-01"], "must not be later"),
        ("csv", "x.csv", ["--run", "nix"], "there is no run 'nix'; there are 20"),
        ("csv", "x.csv", ["--text", "!"], "text must hold a word"),
        ("csv", "x.csv", ["--edition", ","], "edition must name something"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_one_line(export, tmp_path, name, output, options, told):
    code, said, complained = export(name, tmp_path / output, *options)
    complained = complained.replace(f"{tmp_path}/", "")
    assert (code, said, told in complained, complained.count("\n")) == (2, "", True, 1), complained
    assert list(tmp_path.iterdir()) == []
