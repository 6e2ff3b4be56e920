"""Every command in the documents: known, well formed, and run."""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings, default_settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object, walk_modules_iter

from mayadeen import settings
from tests.conftest import ROOT, run_replica
from tests.documented import DOCUMENTS, NOT_RUN_HERE, PROGRAMS, SERVES, blocks, named, written

WRITTEN = [command for document in DOCUMENTS for command in written(document)]
NAMED = [command for document in DOCUMENTS for command in named(document)]
ELSEWHERE = {"MAYADEEN_ENV", "MAYADEEN_BACKUP", "MAYADEEN_ALARM", "MAYADEEN_CLOCK"}
"""Names of deploy/, and the clock of the tests."""
RUN = [document for document in DOCUMENTS if any(not command.not_run for command in written(document))]


def ids(command):
    return f"{command.document}:{command.line}"


def commands():
    """The project's commands, and Scrapy's."""
    found = {}
    for package in ("scrapy.commands", "mayadeen.commands"):
        for module in walk_modules_iter(package):
            kind = getattr(module, "Command", None)
            if kind and issubclass(kind, ScrapyCommand):
                found[module.__name__.rpartition(".")[2]] = kind
    return found


COMMANDS = commands()
SPIDERS = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES}))
KNOWN_SETTINGS = {name for module in (settings, default_settings) for name in dir(module) if name.isupper()}


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise ValueError(message)


def parsed(name, words):
    command = COMMANDS[name]()
    command.settings = Settings()
    parser = Parser(conflict_handler="resolve")
    command.add_options(parser)
    return parser.parse_known_args(words)


def arguments_of(spider):
    kind = SPIDERS.load(spider)
    options = load_object(kind.options)
    module = sys.modules[options.__module__]
    return set(vars(options).get("names") or module.NAMES)


def check(command):
    """Names of commands, options, spiders, arguments and settings, whatever the values."""
    name, *rest = command.words[1:]
    assert name in COMMANDS, f"there is no command {name}"
    options, more = parsed(name, [word for word in rest if word != "…"])
    assert not [word for word in more if word.startswith("-")], f"scrapy {name} has no option {more}"
    given = {each.partition("=")[0] for each in getattr(options, "spargs", None) or ()}
    if name == "crawl":
        spider = next((word for word in more if not word.startswith("-")), "sections")
        assert spider in SPIDERS.list()
        assert given <= arguments_of(spider), f"{spider} takes no {given - arguments_of(spider)}"
    told = {each.partition("=")[0] for each in getattr(options, "set", None) or ()} | set(command.environment)
    assert told <= KNOWN_SETTINGS


@pytest.mark.parametrize("command", [c for c in WRITTEN if c.program == "scrapy"] + NAMED, ids=ids)
def test_each_scrapy_command_has_names_that_there_are(command):
    check(command)


def test_commands_were_found():
    assert len(WRITTEN) > 40
    assert len(NAMED) > 20


def test_each_command_is_run_or_listed_with_its_reason():
    assert not [str(command) for command in WRITTEN if not command.not_run and command.program not in PROGRAMS]


def test_nothing_is_listed_that_stands_nowhere():
    assert not [begins for begins in NOT_RUN_HERE if not any(c.text.startswith(begins) for c in WRITTEN)]


def test_make_crawl_is_scrapy_demo():
    assert re.search(r"^crawl: .*\n\t\$\(BIN\)/scrapy demo$", (ROOT / "Makefile").read_text(), re.M)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_setting_that_a_document_names_is_one(document):
    told = set(re.findall(r"\bMAYADEEN_[A-Z_]*[A-Z]\b(?!_?\*)", document.read_text(encoding="utf-8")))
    assert told <= KNOWN_SETTINGS | ELSEWHERE


SOURCE = re.sub(
    r'"\s*f?"',
    "",
    "\n".join(path.read_text("utf-8") for path in [*(ROOT / "mayadeen").rglob("*.py"), ROOT / "Makefile"]),
)
OF_OTHERS = {"ensurepip is not available", "scrapy: command not found", "Unknown command:", "database disk image is malformed"}
"""What Python, the shell, Scrapy and SQLite say."""
FILLED = {"there is no section": "there is no {noun} {name!r}", "there is no region": "there is no {noun} {name!r}", "http 404": "http {"}
"""Words that are put together."""


def symptoms():
    for line in (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            yield from re.findall(r"`([^`]+)`", line.split("|")[1])


def test_each_symptom_is_something_that_is_said():
    pieces = {piece.strip(" ;,") for told in symptoms() for piece in told.split("…")}
    pieces = {piece.removeprefix("filtered: ").removeprefix("failed: ") for piece in pieces if len(piece) > 3}
    assert len(pieces) > 40
    plain = re.sub(r"\{[^{}]*\}|%[sdg]", "…", SOURCE)
    assert not sorted(piece for piece in pieces - OF_OTHERS if FILLED.get(piece, piece) not in SOURCE and piece not in plain)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A folder like the project's, with a collection in demo/, one in data/, and a replica in the place of the site."""
    folder = tmp_path_factory.mktemp("workshop")
    for name in ("scrapy.cfg", "mayadeen", "deploy", "docs", "requirements.txt"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(sys.prefix)
    with run_replica(folder / "requests.jsonl") as replica:
        bench = Bench(folder, replica)
        made = bench.run(f"{sys.executable} -m scrapy demo", {})
        assert made.returncode == 0, made.stderr
        first = bench.run(f"scrapy crawl sections -a {replica.argument} -a edition=all", {"MAYADEEN_DATA": "data"})
        assert first.returncode == 0, first.stderr
        yield bench


class Bench:
    def __init__(self, folder, replica):
        self.folder, self.replica = folder, replica

    def environment(self, more):
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        ours = {name: value for name, value in os.environ.items() if not name.startswith("MAYADEEN_")}
        return ours | {"PATH": path, "MPLBACKEND": "Agg"} | more

    def run(self, line, environment):
        options = {"cwd": self.folder, "env": self.environment(environment), "stdin": subprocess.DEVNULL, "timeout": 240}
        return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, **options)

    def serve(self, line, environment):
        """Until it has said where."""
        options = {"cwd": self.folder, "env": self.environment(environment), "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(["sh", "-c", f"exec {line}"], text=True, **options) as process:
            said = process.stdout.readline()
            process.terminate()
            process.communicate(timeout=60)
        return said

    def values(self, data):
        runs = sorted(path.name for path in (self.folder / data / "runs").iterdir())
        return {"all": self.replica.argument, "en_home": self.replica.bases["en"], "run": runs[-1]}


EXPECTED = {" crawl ": {0, 6}, " doctor": {0, 1}}
"""A crawl of a part may be quarantined beside crawls of the whole; doctor finds what these machines lack."""


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("document", RUN, ids=lambda path: path.name)
def test_each_command_runs_as_it_is_written(document, workshop):
    """In its order, in one environment, so that `export` holds; a line that writes over a file gets it out of the way."""
    told = {}
    for number, _, text in blocks(document, "python"):
        (workshop.folder / "plot.py").write_text(text)
        assert number
    for command in written(document):
        if command.not_run:
            continue
        if command.program == "export":
            told |= dict([command.words[1].split("=", 1)])
            continue
        environment = told | command.environment
        line = command.to_run(**workshop.values(environment.get("MAYADEEN_DATA", "data")))
        if any(line.startswith((begins, f".venv/bin/{begins}")) for begins in SERVES):
            assert "http://127.0.0.1:" in workshop.serve(line, environment), command
            continue
        for output in re.findall(r"(?:--output|-O|--html) (\S+)", line):
            (workshop.folder / output).unlink(missing_ok=True)
        ended = workshop.run(line, environment)
        fine = next((codes for part, codes in EXPECTED.items() if part in line), {0})
        assert ended.returncode in fine, f"{command}\n$ {line}\n{ended.stdout[-1000:]}{ended.stderr[-2000:]}"
        assert ended.stdout or ended.stderr, f"{command} says nothing"
        assert "Traceback" not in ended.stderr, command


@pytest.mark.long
def test_the_tutorial_plots_what_it_says(workshop):
    [(_, _, text)] = blocks(ROOT / "docs" / "tutorial.md", "python")
    (workshop.folder / "plot.py").write_text(text)
    ended = workshop.run("python plot.py", {})
    assert ended.stdout.splitlines()[0].split() == ["edition", "ar", "en", "es"]
    rows = [[int(cell) for cell in line.split()[1:]] for line in ended.stdout.splitlines()[2:]]
    assert [sum(column) for column in zip(*rows, strict=True)] == [150, 150, 150], "the replica's articles"
    assert (workshop.folder / "by-month.png").read_bytes().startswith(b"\x89PNG")
