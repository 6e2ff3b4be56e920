"""robots.txt: what it disallows, where it is, and how fast it lets us go."""

import pytest

from tests.polite import A, crawl, pages, receipt, robots
from tests.servers import Answer, serve


def test_what_robots_txt_disallows_is_not_asked_for(kept):
    with serve(robots(f"Disallow: {A}page-2") | pages(3)) as site:
        ended = crawl(kept, site)
    assert ended.returncode == 0, ended.stderr
    assert kept.outcomes() == {("stored", None): 2, ("filtered", "robots.txt"): 1}
    assert receipt(kept)["refused"] == 1
    assert f"{A}page-2" not in site.paths()


def test_what_a_redirect_leads_to_is_held_against_robots_txt(kept):
    with serve(robots("Disallow: /private") | {f"{A}page-1": Answer("", 302, {"Location": "/private/x"})}) as site:
        crawl(kept, site)
    assert kept.outcomes() == {("filtered", "robots.txt"): 1}
    assert "/private/x" not in site.paths()


@pytest.mark.long
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer("no", 404), marks=pytest.mark.long),
        Answer("no", 403),
        pytest.param(Answer("", 302, {"Location": "/robots.txt"}), marks=pytest.mark.long),
        pytest.param(Answer("", 302, {"Location": "https://example.org/robots.txt"}), marks=pytest.mark.long),
        Answer(b"\xff\xfe\x80 no text"),
        pytest.param(Answer("<html>no rules</html>"), marks=pytest.mark.long),
    ],
    ids=["absent", "forbidden", "loop", "elsewhere", "bytes", "html"],
)
def test_no_robots_txt_allows_everything(kept, answer):
    with serve({"/robots.txt": answer} | pages(1)) as site:
        ended = crawl(kept, site)
    assert (ended.returncode, kept.outcomes()) == (0, {("stored", None): 1}), ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.long
def test_a_robots_txt_that_moved_is_followed(kept):
    moved = {"/robots.txt": Answer("", 301, {"Location": "/rules.txt"})}
    with serve(moved | {"/rules.txt": robots("Disallow: /")["/robots.txt"]} | pages(1)) as site:
        crawl(kept, site)
    assert kept.outcomes() == {("filtered", "robots.txt"): 1}


def test_a_robots_txt_that_fails_forbids_everything_for_now(kept):
    with serve({"/robots.txt": Answer("broken", 500)} | pages(20)) as site:
        ended = crawl(kept, site)
        assert (ended.returncode, set(site.paths())) == (4, {"/robots.txt"})
        assert ended.stderr.splitlines()[-1] == f"mayadeen: cannot reach {site.base[7:]}: robots.txt answered http 500"
        assert kept.outcomes() == {("failed", "robots.txt answered http 500"): 1, ("pending", None): 19}
        site.pages |= robots("Disallow:")
        again = crawl(kept, site)
    assert (again.returncode, kept.outcomes()) == (0, {("stored", None): 20}), again.stderr


def test_crawl_delay_is_kept_and_nothing_runs_beside(kept):
    with serve(robots("Crawl-delay: 0.4") | pages(5)) as site:
        crawl(kept, site)
    assert len(site.asked) == 6
    assert site.pace() >= 0.85 * 0.4, site.gaps()  # without one of the five it were 0.8
    assert site.most_at_once() == 1
    told = receipt(kept)
    assert (told["requests"], told["early"], told["crawl_delay"], told["longest_delay"]) == (6, 0, 0.4, 0.4)
    assert 0.38 <= told["smallest"] <= site.pace() + 0.1


@pytest.mark.parametrize("delay", ["inf", pytest.param("soon", marks=pytest.mark.long)])
def test_a_crawl_delay_that_is_no_time_is_left_alone(kept, delay):
    with serve(robots(f"Crawl-delay: {delay}") | pages(1)) as site:
        ended = crawl(kept, site)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
