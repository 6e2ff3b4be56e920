"""Two articles that exchange their addresses: both are followed, and nobody loses sight of either."""

from tests.conftest import Kept
from tests.scripted import OWN, following, page

ONE, OTHER = "/news/politics/one", "/news/politics/other"
HOURLY = {"MAYADEEN_RECHECK_AGES": ",".join(str(60 * number) for number in range(1, 9))}


def test_articles_that_exchange_addresses_are_still_looked_at(tmp_path):
    first, second = page("First", "4", body="What the first one says."), page("Second", "5", body="And the second.")
    edited = page("First, edited", "4", body="What the first one says.")
    kept = Kept(tmp_path / "data", HOURLY)
    with following({ONE: {0: first, 1: second}, OTHER: {0: second, 1: first, 3: edited}}) as site:
        for hour in range(4):
            ended = site.crawl(kept, hour, "sections=politics", *(["mode=recheck"] if hour else []))
            assert ended.returncode == 0, ended.stderr
    assert kept.query("SELECT id, url, title FROM articles ORDER BY id") == [
        ("en:4", f"{OWN}{OTHER}", "First, edited"),
        ("en:5", f"{OWN}{ONE}", "Second"),
    ]
    told = kept.query("SELECT event FROM events WHERE article_id = 'en:4' ORDER BY seq")
    assert [event for (event,) in told] == ["replaced", "returned", "moved", "revised"]
