"""What the ticker takes, and what it refuses in one line."""

import pytest

from mayadeen.exceptions import WrongUse
from mayadeen.ticker_arguments import TickerArguments

LOOPBACK = {"base": "http://127.0.0.1:9"}


def test_once_by_default():
    found = TickerArguments.parse(edition="all", _job="x")
    assert (found.every, found.editions) == (None, ("en", "ar", "es"))


@pytest.mark.parametrize(
    ("given", "seconds"), [({"every": "60"}, 60), ({"every": 10}, 10), ({"every": "1.5"} | LOOPBACK, 1.5)]
)
def test_a_watch_looks_every_so_many_seconds(given, seconds):
    assert TickerArguments.parse(**given).every == seconds


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"pages": "3"}, "ticker has no argument 'pages'; it has edition, sections, regions, base, every"),
        ({"every": "0"}, "every must be seconds from 10 to 86400 between two looks, not '0'"),
        ({"every": "9"}, "from 10 to"),
        ({"every": "9", "base": "http://192.0.2.1"}, "from 10 to"),
        ({"every": "nan"}, "from 10 to"),
        ({"every": "inf"}, "from 10 to"),
        ({"every": "soon"}, "from 10 to"),
        ({"every": ""}, "from 10 to"),
        ({"every": "0.5"} | LOOPBACK, "from 1 to"),
        ({"sections": "nowhere"}, "there is no section 'nowhere'"),
    ],
)
def test_what_it_does_not_take(given, line):
    with pytest.raises(WrongUse) as refused:
        TickerArguments.parse(**given)
    assert line in str(refused.value) and "\n" not in str(refused.value)
