"""Real pages of other publishers, with the true values and the scoring that come with them (../shared/pages)."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.accuracy.pages import Page

SETS = {
    "aeb": ["shingle F1", "shingle P", "shingle R", "token F1"],
    "fundus": [
        "title exact",
        "date instant",
        "date day",
        "authors F1",
        "topics F1",
        "image url",
        "image loose",
        "body F1",
    ],
}

NOT_OFFERED = {("trafilatura", "date instant"), ("news-please", "topics F1")}


def load_score(folder: Path) -> ModuleType:
    """Its score.py, which is no module of ours."""
    spec = importlib.util.spec_from_file_location("shared_score", folder / "score.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules[spec.name] = module  # type: ignore[union-attr]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def publisher_pages(folder: Path, every: int) -> list[Page]:
    """All that lie there: the half by publisher that may be looked at."""
    score = load_score(folder)
    found = score.load_aeb(folder / "aeb", "all") + score.load_fundus(folder / "fundus", "all", "full")
    pages = [
        Page(page["id"], page["url"], page["html"], None, layout=page["id"].partition("/")[0], truth=page)
        for page in found
    ]
    return pages[::every]


def summary(folder: Path, scored: Iterable[tuple[Page, dict[str, Any]]]) -> dict[str, float]:
    """score.py's own figures of (page, what was read)."""
    score = load_score(folder)
    return score.summarise([score.score(page.truth, read) for page, read in scored])
