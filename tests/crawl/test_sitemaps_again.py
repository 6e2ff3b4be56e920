"""Crawls of sitemaps that have not changed: a 304 each, and no article is missed for it."""

from tests.scripted import OWN, following, page
from tests.servers import Answer

A = [f"/news/politics/article-{number}" for number in range(6)]
INDEX, MONTH, OTHER = "/sitemaps/all.xml", "/sitemaps/all/sitemap-2026-3.xml", "/sitemaps/all/sitemap-2026-2.xml"


def urlset(*paths, day="2026-03-01"):
    rows = "".join(f"<url><loc>{OWN}{path}</loc><lastmod>{day}T12:00:00Z</lastmod></url>" for path in paths)
    return f"<urlset>{rows}</urlset>"


def index(*paths):
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{OWN}{path}</loc></sitemap>' for path in paths)}</sitemapindex>"


def script_of(**more):
    """Three articles of March and three of February, one day each, from the first hour on."""
    articles = {
        path: {0: page(path, str(1000 + n), published=f"2026-0{3 - n // 3}-0{1 + n % 3}T12:00:00Z")}
        for n, path in enumerate(A)
    }
    march = "".join(
        f"<url><loc>{OWN}{path}</loc><lastmod>2026-03-0{n}T12:00:00Z</lastmod></url>" for n, path in enumerate(A[:3], 1)
    )
    maps = {
        INDEX: {0: index(MONTH, OTHER)},
        MONTH: {0: f"<urlset>{march}</urlset>"},
        OTHER: {0: urlset(*A[3:], day="2026-02-03")},
    }
    return articles | maps | more


def stored(kept):
    return {url.removeprefix(OWN) for (url,) in kept.query("SELECT url FROM articles")}


def crawl(scripted, kept, number, *arguments):
    """The addresses that are asked for on conditions, and the others."""
    scripted.site.asked.clear()
    ended = scripted.crawl(kept, number, *arguments, spider="archive")
    assert ended.returncode in (0, 3), ended.stderr
    asked = {
        one.path: "if-none-match" in one.headers for one in scripted.site.asked if one.path not in ("/", "/robots.txt")
    }
    return {path for path, on in asked.items() if on}, {path for path, on in asked.items() if not on}


def test_an_unchanged_month_costs_a_304(kept):
    with following(script_of()) as scripted:
        assert crawl(scripted, kept, 0) == (set(), {INDEX, MONTH, OTHER, *A})
        assert crawl(scripted, kept, 1) == ({INDEX, MONTH, OTHER}, set())
        assert crawl(scripted, kept, 2) == ({INDEX, MONTH, OTHER}, set()), "and the time after"
    assert kept.outcomes("kind = 'sitemap'") == {("unchanged", None): 3}
    assert stored(kept) == set(A)


def test_an_unchanged_index_leads_to_a_month_that_changed(kept):
    late = "/news/politics/late"
    told = {OTHER: {0: urlset(*A[3:]), 1: urlset(*A[3:], late)}, late: {1: page("Late", "2000")}}
    with following(script_of(**told)) as scripted:
        crawl(scripted, kept, 0)
        assert crawl(scripted, kept, 1) == ({INDEX, MONTH, OTHER}, {late})
    assert stored(kept) == {*A, late}


def test_other_days_and_sections_are_found_in_an_unchanged_sitemap(kept):
    with following(script_of()) as scripted:
        crawl(scripted, kept, 0, "since=2026-03-02", "until=2026-03-02")
        assert stored(kept) == {A[1]}
        assert crawl(scripted, kept, 1, "since=2026-03-02") == ({INDEX}, {MONTH, A[2]})
        crawl(scripted, kept, 2, "sections=sports")
        assert stored(kept) == {A[1], A[2]}
        assert crawl(scripted, kept, 3, "since=2026-02-01")[1] >= {MONTH, OTHER, A[0]}
        assert stored(kept) == set(A)
        assert crawl(scripted, kept, 4) == ({INDEX, MONTH, OTHER}, set())


def test_the_same_days_again_cost_a_304_though_others_were_left_out(kept):
    with following(script_of()) as scripted:
        crawl(scripted, kept, 0, "since=2026-03-03")
        assert crawl(scripted, kept, 1, "since=2026-03-03") == ({INDEX, MONTH}, set())
    assert stored(kept) == {A[2]}


def test_what_a_cut_run_left_is_fetched_by_it_and_by_others(kept):
    with following(script_of()) as scripted:
        kept.settings = {"CLOSESPIDER_ITEMCOUNT": 1, "CONCURRENT_REQUESTS": 1}
        crawl(scripted, kept, 0)
        kept.settings = {}
        assert stored(kept) < set(A[:3])
        assert MONTH in crawl(scripted, kept, 1, "since=2026-03-01")[1], "pages of another job wait"
        assert stored(kept) >= set(A[:3])
        crawl(scripted, kept, 2)
        assert stored(kept) == set(A)
        assert crawl(scripted, kept, 3) == ({INDEX, MONTH, OTHER}, set())


def test_what_failed_is_tried_again_by_it_and_by_others(kept):
    told = {A[0]: {0: Answer("no", 500), 2: page("Back", "1000")}}
    with following(script_of(**told)) as scripted:
        crawl(scripted, kept, 0)
        assert crawl(scripted, kept, 1) == ({INDEX, MONTH, OTHER}, {A[0]}), "the same job opens it by itself"
        assert crawl(scripted, kept, 2, "since=2026-02-01") == ({INDEX, OTHER}, {MONTH, A[0]})
    assert stored(kept) == set(A)


def test_a_sitemap_that_broke_off_is_read_again(kept):
    whole = urlset(*A[3:])
    with following(script_of(**{OTHER: {0: whole[:-60]}})) as scripted:
        crawl(scripted, kept, 0)
        assert crawl(scripted, kept, 1) == ({INDEX, MONTH}, {OTHER})


def test_full_reads_every_sitemap(kept):
    with following(script_of()) as scripted:
        crawl(scripted, kept, 0)
        assert crawl(scripted, kept, 1, "mode=full") == (set(A), {INDEX, MONTH, OTHER})
