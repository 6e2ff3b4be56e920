"""What the tests of the replica share."""

import pytest

from tests.replica.running import served


@pytest.fixture(scope="session")
def replica(tmp_path_factory):
    log = tmp_path_factory.mktemp("replica") / "requests.jsonl"
    with served("--articles", "150", "--class-seed", "1", "--log", str(log)) as running:
        running.log = log
        yield running
