"""A wall before the site in the middle of a crawl: counted, never stored, slowed down for, and in the end left."""

import statistics

import pytest

from tests.conftest import Kept
from tests.servers import Answer, Site, article, listing, serve
from tests.walls import CHALLENGE, CLOUDFLARE, NO_WALLS, WALLS

OWN = "https://english.almayadeen.net"
A = "/news/politics/"
PACE = {
    "DOWNLOAD_DELAY": 0.02,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "MAYADEEN_BLOCK_DELAY": 0.05,
    "MAYADEEN_RETRY_AFTER_DEFAULT": 0,
}
BLOCKED = "blocked: a challenge of Cloudflare (http 200)"


def crawl(kept: Kept, site: Site, **settings: object):
    """A crawl of the articles that the site serves, in their order."""
    kept.data.mkdir(parents=True, exist_ok=True)
    file = kept.data / "urls.txt"
    file.write_text("".join(f"{OWN}{path}\n" for path in sorted(site.pages) if path.startswith(A)))
    return kept.crawl(f"urls={file}", f"base={site.base}", **(PACE | settings))


def pages(number: int, walled: range) -> dict[str, object]:
    wall = WALLS["challenge-200"]
    return {f"{A}page-{n:03}": wall if n in walled else article(f"Page {n}") for n in range(number)}


def test_walls_of_every_sort_are_counted_and_never_stored(kept):
    answers = {f"{A}wall-{name}": answer for name, answer in WALLS.items()}
    answers |= {f"{A}{name}": answer for name, answer in NO_WALLS.items() if answer.status == 200}
    with serve(answers | {f"{A}fine": article("Fine")}) as site:
        ended = crawl(kept, site, MAYADEEN_BLOCKS_IN_A_ROW=0, MAYADEEN_BLOCK_DELAY_MAX=0.05)
        assert len(site.paths()) == len(answers) + 2, "and none is asked for twice"
    assert ended.returncode == 3, ended.stderr
    rows = dict(kept.query("SELECT url, coalesce(reason, state) FROM pages"))
    assert {name for name in WALLS if rows[f"{OWN}{A}wall-{name}"].startswith("blocked: ")} == set(WALLS)
    assert kept.one("SELECT count(*) FROM articles WHERE url LIKE '%wall-%'") == 0
    assert rows[f"{OWN}{A}article-about-walls"] == "stored"
    assert kept.one("SELECT count(*) FROM pages WHERE gone_since IS NOT NULL") == 0


@pytest.mark.long
def test_a_crawl_slows_down_for_a_block_and_recovers(kept):
    with serve(pages(60, range(10, 12))) as site:
        ended = crawl(kept, site, MAYADEEN_BLOCK_DELAY=0.1, LOG_LEVEL="WARNING")
        gaps = site.gaps()
    assert ended.returncode == 3, ended.stderr
    assert kept.outcomes() == {("stored", None): 58, ("failed", BLOCKED): 2}
    # robots.txt is the first request, so page 11 is the thirteenth; then twenty at 0.2 s, twenty at 0.1 s, and on.
    slow, slower_still, free = (statistics.median(gaps[part]) for part in (slice(34, 51), slice(13, 31), slice(54, None)))
    assert slower_still >= 0.17 and slow >= 0.08 and slower_still > slow > free, gaps
    assert "0.2 s between requests" in ended.stderr
    with serve(pages(60, range(0))) as site:
        again = crawl(kept, site)
    assert (again.returncode, kept.outcomes()) == (0, {("stored", None): 2, ("unchanged", None): 58}), again.stderr


@pytest.mark.parametrize("concurrency", [1, 16])
def test_a_few_blocks_in_a_row_end_the_crawl(kept, concurrency):
    with serve(pages(100, range(20, 100))) as site:
        ended = crawl(
            kept, site, CONCURRENT_REQUESTS_PER_DOMAIN=concurrency, DOWNLOAD_DELAY=0.02 if concurrency == 1 else 0
        )
        asked = len(site.paths())
        host = site.base[7:]
    assert ended.returncode == 4, ended.stderr
    last = ended.stderr.splitlines()[-1]
    assert last.startswith(f"mayadeen: {host} blocks this crawler (a challenge of Cloudflare (http 200), 5 in a row)")
    assert "history, replay" in last and "arrangement with the publisher" in last
    assert "Traceback" not in ended.stderr
    counts = kept.outcomes()
    assert counts["stored", None] == 20
    assert asked == 1 + 20 + counts["failed", BLOCKED]
    assert counts["failed", BLOCKED] <= 4 + concurrency
    assert counts["pending", None] == 80 - counts["failed", BLOCKED]


def test_a_crawl_that_is_blocked_from_the_start_says_so(kept):
    with serve({"/": Answer(CHALLENGE, 403, CLOUDFLARE), "/robots.txt": Answer(CHALLENGE, 403, CLOUDFLARE)}) as site:
        ended = kept.crawl(f"base={site.base}", **PACE)
        host = site.base[7:]
    assert ended.returncode == 4
    assert ended.stderr.splitlines()[-1].startswith(f"mayadeen: {host} blocks this crawler (a refusal of Cloudflare")


@pytest.mark.long
def test_a_block_of_one_edition_leaves_the_others_alone(kept):
    wall = Answer(CHALLENGE, 403, CLOUDFLARE | {"cf-mitigated": "challenge"})
    open_pages = {f"{A}page-{n}": article(f"Page {n}") for n in range(9)}
    walled = {f"/misc/page-{n}": wall for n in range(9)}
    with serve({"/": listing(list(open_pages))} | open_pages) as en, serve({"/": listing(list(walled))} | walled) as ar:
        base = f"base=en={en.base},ar={ar.base},es={en.base}"
        ended = kept.crawl(
            "edition=all", base, **(PACE | {"MAYADEEN_BLOCKS_IN_A_ROW": 3, "MAYADEEN_BLOCK_DELAY_MAX": 0.05})
        )
    assert ended.returncode == 4, ended.stderr
    rows = {(edition, state): n for edition, state, n in kept.query(
        "SELECT edition, state, count(*) FROM pages WHERE kind = 'article' GROUP BY 1, 2")}  # fmt: skip
    assert rows["ar", "failed"] == 3 and rows["ar", "pending"] == 6
    assert rows["en", "stored"] == 9 and ("en", "failed") not in rows


@pytest.mark.long
def test_a_page_that_was_missing_and_then_blocked_is_not_gone(kept):
    missing, walled = Answer("x", 404), Answer(CHALLENGE, 503, CLOUDFLARE)
    with serve({f"{A}page": lambda count: missing if count == 1 else walled}) as site:
        reasons = []
        for _ in range(3):
            crawl(kept, site, MAYADEEN_GONE_AFTER=0)
            reasons.append(kept.one("SELECT reason FROM pages"))
    assert reasons == ["http 404", *["blocked: a refusal of Cloudflare (http 503)"] * 2]
