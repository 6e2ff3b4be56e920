"""What settings name is there, what handles a signal is connected, and the versions are those tried."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version

import pytest
import scrapy
from scrapy.utils.misc import load_object

import mayadeen
from mayadeen import settings
from mayadeen.spiders.ticker import TickerSpider
from tests.conftest import ROOT

# The ticker goes another way than all other spiders.
TICKER = TickerSpider.custom_settings
COMPONENTS = [
    *settings.ITEM_PIPELINES, *settings.SPIDER_MIDDLEWARES, *settings.DOWNLOADER_MIDDLEWARES, *settings.EXTENSIONS,
    *settings.FEED_STORAGES.values(), settings.SCHEDULER,
    *(name for told in TICKER.values() if isinstance(told, dict) for name in told), TICKER["SCHEDULER"],
]  # fmt: skip
SIGNALS = ("spider_opened", "spider_closed", "item_scraped", "item_dropped", "item_error", "spider_error",
           "response_received", "robots_parsed", "engine_stopped", "spider_idle")  # fmt: skip


@pytest.mark.parametrize("path", COMPONENTS)
def test_every_component_that_settings_name_loads(path):
    assert load_object(path)


def test_every_handler_of_a_signal_is_connected():
    loose = []
    for path in (ROOT / "mayadeen").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        defined = [n.name for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef) and n.name in SIGNALS]
        loose += [f"{path.name}: {name}" for name in defined if not re.search(rf"signals\.{name}\b|\"{name}\"", source)]
    assert loose == []


def test_every_own_pipeline_and_extension_is_in_the_settings():
    for folder, name in (("pipelines", "ITEM_PIPELINES"), ("extensions", "EXTENSIONS")):
        listed = {*getattr(settings, name), *TICKER[name]}
        modules = {path.stem for path in (ROOT / "mayadeen" / folder).glob("[a-z]*.py")}
        assert modules == {each.split(".")[2] for each in listed if each.startswith(f"mayadeen.{folder}.")}


def test_the_versions_are_those_that_were_tried_together():
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.M))
    assert scrapy.__version__ == pinned["scrapy"]
    assert {name: version(name) for name in pinned} == pinned


def test_scrapy_version_names_this_project_first():
    told = subprocess.run([sys.executable, "-m", "scrapy", "version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == [f"mayadeen {mayadeen.__version__}", f"Scrapy {scrapy.__version__}"]


def test_nothing_is_required_without_a_version():
    for file in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / file).read_text().splitlines() if line and line[0] not in "#-"]
        assert lines
        assert not [line for line in lines if "==" not in line]


def test_the_project_says_of_itself_what_is_so():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11"
    assert "BSD 3-Clause" in (ROOT / "LICENSE").read_text()


def test_no_link_is_committed():
    """One to a virtual environment replaces the real one wherever it is checked out."""
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert listed.count("\n") > 100
    assert not [line for line in listed.splitlines() if line.startswith("120000")]
