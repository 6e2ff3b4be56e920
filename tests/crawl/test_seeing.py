"""What a person sees while a crawl runs and when it has ended."""

import os
import pty
import subprocess

import orjson
import pytest

from tests.conftest import ROOT


def test_a_terminal_shows_the_sections_while_pages_come(kept, replica_of):
    ours, theirs = pty.openpty()
    with replica_of("--edition", "en", "--delay", "0.05") as site:
        environment = kept.environment() | {"TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
        crawl = subprocess.Popen(
            kept.command(site.argument), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=theirs
        )
        os.close(theirs)
        seen = read_all(ours)
        assert crawl.wait(60) == 0
    assert "news/politics" in seen
    assert " pages in " in seen
    assert "data in" in seen, "log lines stay readable above the display"


def read_all(terminal):
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how a terminal says that the other side is gone
            break
        parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


def test_without_a_terminal_log_lines_tell_how_far_it_is(kept, replica_of):
    with replica_of("--edition", "en", "--delay", "0.1") as site:
        ended = kept.crawl(site.argument, "sections=politics", MAYADEEN_PROGRESS_SECONDS=0.3)
    lines = [line for line in ended.stderr.splitlines() if "pages in" in line]
    assert lines
    assert "news/politics" in lines[-1]
    assert "stopping" not in ended.stderr, "it came to its end by itself"
    assert "\x1b" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(("options", "made"), [((), 0), (("-L", "INFO"), 0), (("-L", "DEBUG"), 2)])
def test_lines_of_each_page_and_item_are_made_only_where_they_are_shown(kept, replica, options, made):
    telling = {"LOG_FORMATTER": "tests.log_lines.Telling"}
    ended = kept.crawl("sections=sports", "pages=1", f"base={replica.bases['en']}", *options, **telling)
    assert ended.returncode == 0
    assert kept.one("SELECT count(*) FROM articles")
    assert sum(f"made by the {part}" in ended.stderr for part in ("engine", "scraper")) == made


def test_the_table_and_the_manifest_say_the_same(kept, replica):
    ended = kept.crawl("sections=sports,politics", f"base={replica.bases['en']}")
    manifest = orjson.loads((kept.runs()[-1] / "manifest.json").read_bytes())
    for section in ("news/politics", "news/sports"):
        stored = kept.one("SELECT count(*) FROM articles WHERE section = ?", section)
        [row] = [line for line in ended.stdout.splitlines() if f" {section} " in line]
        told = [int(cell) for cell in row.split("│") if cell.strip().isdigit()]
        assert told == [stored, stored, 0, 0, 0, 0, 0]
        [line] = [line for line in manifest["sections"] if line["section"] == section]
        assert (line["found"], line["stored"]) == (stored, stored)
    assert manifest["files"]["articles.jsonl"]["lines"] == len(kept.lines())
    assert manifest["counts"]["found"] == sum(
        manifest["counts"][name] for name in manifest["counts"] if name != "found"
    )


def test_a_feed_on_standard_output_stands_alone_there(kept, replica):
    ended = kept.crawl("sections=sports", f"base={replica.bases['en']}", "-O", "-:jsonlines")
    assert [orjson.loads(line)["section"] for line in ended.stdout.splitlines()]
    assert "stored" in ended.stderr
