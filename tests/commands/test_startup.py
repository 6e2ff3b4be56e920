"""What a command loads before it does anything: not what only another needs."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

# Each takes a tenth of a second or more of every command, wherever it is loaded for nothing.
BY_ITS_OWN_COMMAND = {"sqlalchemy", "rich", "fastwarc", "pyarrow", "duckdb", "datasette", "jinja2", "pygal", "trafilatura"}
BY_NONE = {"aiohttp", "requests", "tldextract"}
COMPONENTS = """
from scrapy.utils.project import get_project_settings
for name in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
    get_project_settings().get_component_priority_dict_with_base(name)
"""


def loaded_by(*program: str) -> set[str]:
    """First names of all that was imported."""
    command = [sys.executable, "-X", "importtime", *program]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    return {name.split(".")[0] for name in re.findall(r"^import time:.*\| +(\S+)$", told, re.M)}


@pytest.mark.parametrize(
    ("program", "needed", "needless"),
    [
        (("-m", "scrapy", "version"), "scrapy", BY_ITS_OWN_COMMAND | BY_NONE),
        (("-c", COMPONENTS), "sqlalchemy", BY_NONE),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(program, needed, needless):
    loaded = loaded_by(*program)
    assert needed in loaded
    assert not needless & loaded
