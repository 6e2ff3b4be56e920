"""What the tests of commands share."""

import shutil

import pytest

from tests.conftest import Kept


@pytest.fixture(scope="session")
def crawled(replica, tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("verified") / "data")
    secret = {"MAYADEEN_ALARM_SLACK": "http://127.0.0.1:9/hush", "MAYADEEN_CONTACT": "me@example.org"}
    ended = kept.crawl("edition=all", "sections=politics,video", replica.argument, MAYADEEN_ARCHIVE_ROLL=200_000, **secret)
    assert ended.returncode == 0, ended.stderr
    return kept


@pytest.fixture
def alone(crawled, tmp_path):
    """The collection, to be damaged."""
    shutil.copytree(crawled.data, tmp_path / "data")
    return Kept(tmp_path / "data")
