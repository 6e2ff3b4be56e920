"""Which parts of the project may know which others: one walk over the syntax trees."""

import ast
import re

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "mayadeen"
# What each folder or file may import of the project and of Scrapy and SQLAlchemy; all else is free.
MAY_KNOW = {
    "text.py": set(),
    "urls.py": set(),
    "dates.py": {"editions", "datewords", "text"},
    "editions": {"editions"},
    "items.py": set(),
    "site.py": {"editions", "urls"},
    "frontier.py": {"exceptions", "stores", "sqlalchemy"},
    "pages": {"pages", "editions", "items", "loaders", "provenance", "text", "urls", "dates", "scrapy"},
    "content.py": {"text", "urls"},
    "flashes.py": {"text"},
    "neighbours.py": {"text"},
    "search.py": {"text"},
    "sisters.py": {"urls"},
    "looks": set(),
    "browse": {"browse", "editions", "exceptions", "history_html", "looks", "search", "stores", "text", "sqlalchemy"},
    "report": {"report", "editions", "exceptions", "looks", "observed", "pages", "stores", "sqlalchemy", ""},
    "stores": {"stores", "content", "editions", "exceptions", "flashes", "items", "neighbours", "search", "sisters", "text", "sqlalchemy", ""},
    "documents.py": set(),
    "dataset": {"dataset", "documents", "exceptions", "stores", "sqlalchemy"},
    "pipelines": {"neighbours", "exceptions", "extensions", "items", "loaders", "stores", "text", "urls", "scrapy"},
    "cdx": {"cdx", "arguments", "dates", "exceptions", "replay", "stores", "scrapy"},
    "spiders": {
        "spiders",
        "arguments",
        "cdx",
        "editions",
        "exceptions",
        "extensions",
        "items",
        "pages",
        "site",
        "stores",
        "text",
        "urls",
        "walks",
        "scrapy",
    },
}
WATCHED = {"scrapy", "sqlalchemy"}


def files(part):
    path = PACKAGE / part
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path):
    """First names below `mayadeen`, and the watched libraries, that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [
                f"{node.module}.{alias.name}" if node.module == "mayadeen" else node.module for alias in node.names
            ]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "mayadeen":
                first = rest.split(".")[0]
                yield first if (PACKAGE / first).exists() or (PACKAGE / f"{first}.py").exists() else ""
            elif top in WATCHED:
                yield top


@pytest.mark.parametrize("part", MAY_KNOW)
def test_a_part_knows_only_what_it_may(part):
    assert files(part)
    known = {name: path.name for path in files(part) for name in imports(path)}
    assert not {name: where for name, where in known.items() if name not in MAY_KNOW[part]}


def test_every_file_can_be_read_in_one_go():
    written = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "tests").rglob("*.py")]
    lines = {str(path): path.read_text(encoding="utf-8").count("\n") for path in written}
    assert {path: number for path, number in lines.items() if number > 250} == {}


def test_only_editions_say_which_edition_it_is():
    """No `if edition == "ar"` anywhere else."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        if {"editions", "replica"} & set(path.relative_to(PACKAGE).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                values = [c.value for c in (node.left, *node.comparators) if isinstance(c, ast.Constant)]
                found += [f"{path.name}:{node.lineno}" for value in values if value in ("ar", "en", "es")]
    assert found == []


def test_only_one_file_knows_scrapy_playwright():
    """And none imports it but when a listing needs it (tests/crawl/test_browser.py)."""
    texts = {str(path.relative_to(PACKAGE)): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    knowing = [name for name, text in texts.items() if re.search(r"^\s*(from|import) scrapy_playwright", text, re.M)]
    assert knowing == ["browser.py"]
