"""What mayadeen defines, mayadeen uses: what only tests need stands in the tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

OFFERED = {"mayadeen.pages.article.read": "to read any site's page (docs/accuracy.md)"}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "mayadeen").rglob("*.py")}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def defined(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Functions and constants at a module's head; what is decorated is called by who decorated it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.decorator_list:
            yield node, node.name
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from ((node, one.id) for one in targets if isinstance(one, ast.Name) and not one.id.startswith("__"))


def taken(tree: ast.Module) -> Iterator[str]:
    """What a module takes of others, by full names: imported, by a module that was imported, named in a string."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.replace(":", ".")
    yield from known.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield f"{known[node.value.id]}.{node.attr}"


def names(nodes: list[ast.stmt]) -> set[str]:
    return {each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)}


def test_nothing_is_defined_that_nothing_uses():
    used = {name for tree in TREES.values() for name in taken(tree)} | set(OFFERED)
    unused = [
        f"{module(path)}.{name}"
        for path, tree in TREES.items()
        if path.name != "settings.py"
        for node, name in defined(tree)
        if f"{module(path)}.{name}" not in used and name not in names([each for each in tree.body if each is not node])
    ]
    assert len(TREES) > 100 and unused == []
