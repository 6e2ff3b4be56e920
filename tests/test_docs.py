"""A setting, field, table, spider, command or argument without its line in the documents fails."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from mayadeen import arguments, settings, ticker_arguments
from mayadeen.items import KINDS, Article, Flash, Placement
from mayadeen.stores.tables import metadata
from tests.conftest import ROOT

DOCS = ROOT / "docs"
OUR_SETTINGS = {name: value for name, value in vars(settings).items() if name.startswith("MAYADEEN_")}
COMMANDS = sorted(path.stem for path in (ROOT / "mayadeen" / "commands").glob("[a-z]*.py"))


def rows(document):
    """First and second cell of every table row whose first cell names things in backquotes."""
    found = {}
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0].startswith("`"):
            for name in re.findall(r"`([^`]+)`", cells[0]):
                found[name] = cells[1].strip("` ")
    return found


@pytest.mark.parametrize("name", OUR_SETTINGS)
def test_every_setting_is_explained_with_its_default(name):
    told = rows("docs/settings.md")[name]
    default = OUR_SETTINGS[name]
    assert told == (f"{default:g}" if isinstance(default, (int, float)) else str(default))


def test_no_setting_is_explained_that_is_not_there():
    assert {name for name in rows("docs/settings.md") if name.startswith("MAYADEEN_")} == set(OUR_SETTINGS)


def test_every_field_is_explained_in_its_order():
    explained = [name for name in rows("docs/data.md") if name in {f.name for f in fields(Article)}]
    assert explained == [field.name for field in fields(Article)]


@pytest.mark.parametrize("item", [Flash, Placement])
def test_every_field_of_what_was_shown_is_explained(item):
    part = (DOCS / "data.md").read_text(encoding="utf-8").split("## Flashes and placements")[1].split("## Tables")[0]
    named = {name for line in part.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert {field.name for field in fields(item)} <= named


def test_every_kind_and_table_is_named():
    text = (DOCS / "data.md").read_text(encoding="utf-8")
    assert not [name for name in (*KINDS, *metadata.tables) if f"`{name}`" not in text]


def test_every_spider_command_and_argument_is_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    spiders = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES})).list()
    assert spiders
    assert len(COMMANDS) > 3
    assert not [name for name in spiders if f"scrapy crawl {name}" not in text]
    assert not [name for name in COMMANDS if f"scrapy {name}" not in text]
    names = {*arguments.NAMES, *ticker_arguments.NAMES}
    assert not [name for name in names if name not in rows("README.md")]


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")], ids=lambda path: path.name
)
def test_links_between_documents_lead_somewhere(document: Path):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (document.parent / target).exists()]


def test_code_named_in_the_documents_is_there():
    named = {
        path
        for document in (ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"))
        for path in re.findall(
            r"`((?:stores|pages|pipelines|spiders|extensions|commands)/\w+\.py)`", document.read_text("utf-8")
        )
    }
    assert named
    assert not [path for path in named if not (ROOT / "mayadeen" / path).exists()]
