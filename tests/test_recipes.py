"""What docs/recipes.md names must be there."""

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:mayadeen|tests|docs)/[\w./]+\.(?:py|md|txt))`", TEXT)))
PLACES = sorted(set(re.findall(r"`(\w+)`(?:\(\.\.\.\))? (?:in|of) `([\w/]+\.py)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_each_file_is_there(path):
    assert (ROOT / path).is_file()


@pytest.mark.parametrize(("name", "path"), PLACES)
def test_each_name_stands_in_its_file(name, path):
    assert re.search(rf"^(?:class |def )?{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.M)


def test_names_and_targets_were_found():
    assert len(PATHS) > 8
    assert {name for name, _ in PLACES} >= {"CONTAINERS", "SELECTORS", "Words", "_JSON", "_PLAIN", "SCHEMA"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert not [target for target in re.findall(r"`make (\w+)", TEXT) if f"\n{target}:" not in makefile]
