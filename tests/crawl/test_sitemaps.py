"""Crawls of servers whose sitemaps and feeds are nested, broken, hostile, large or refused."""

import asyncio
import gzip
import itertools
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from scrapy import Request
from scrapy.http import Response

from mayadeen.archive_arguments import ArchiveArguments
from mayadeen.pages.sitemap import CHUNK
from mayadeen.spiders.archive import ArchiveSpider
from mayadeen.stores.entry import Entry, Visit
from tests.conftest import Kept
from tests.servers import Answer, article, serve
from tests.walls import CHALLENGE, CLOUDFLARE

OWN = "https://english.almayadeen.net"
A = "/news/politics/"


def crawl(kept: Kept, *arguments: str, **settings: object):
    return kept.crawl(*arguments, spider="archive", **settings)


def stored(kept: Kept) -> set[str]:
    return {url for (url,) in kept.query("SELECT url FROM articles")}


def urlset(*paths: str, lastmod: str = "") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return "<urlset>" + "".join(f"<url><loc>{OWN}{path}</loc>{changed}</url>" for path in paths) + "</urlset>"


def index(*paths: str) -> str:
    entries = "".join(f"<sitemap><loc>{OWN}{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{entries}</sitemapindex>"


def xml(body: str | bytes) -> Answer:
    return Answer(body, type="application/xml")


def site_of(sitemaps: dict[str, Answer], articles: list[str], robots: str = "", head: str = "") -> dict[str, object]:
    """Pages of a site whose sitemap index is the first of `sitemaps`, unless they have one."""
    home = f"<html><head><title>Home</title>{head}</head><body></body></html>"
    told = {"/": home, "/robots.txt": Answer(f"User-agent: *\nDisallow:\n{robots}", type="text/plain")}
    return (
        told | {"/sitemaps/all.xml": xml(index(*sitemaps))} | sitemaps | {path: article(path[-9:]) for path in articles}
    )


def test_nested_gzipped_and_endless_indexes(kept):
    paths = [f"{A}article-{n}" for n in range(3)]
    chain = {f"/sitemaps/{n}.xml": xml(index(f"/sitemaps/{n + 1}.xml", "/sitemaps/all.xml")) for n in range(1, 9)}
    packed = {"/sitemaps/x.xml.gz": Answer(gzip.compress(urlset(*paths).encode()), type="application/gzip")}
    with serve(site_of(chain | packed, paths)) as site:
        site.pages["/sitemaps/all.xml"] = xml(index("/sitemaps/1.xml", "/sitemaps/x.xml.gz"))
        ended = crawl(kept, f"base={site.base}")
        assert len(site.paths()) == len(set(site.paths())) + 1, "each once, but robots.txt"
    assert ended.returncode == 0, ended.stderr
    assert stored(kept) == {OWN + path for path in paths}
    assert kept.outcomes("kind = 'sitemap'") == {("read", None): 6, ("filtered", "sitemaps nested too deep"): 1}


def test_what_stands_before_a_break_is_taken_and_the_break_counted(kept):
    paths = [f"{A}article-{n}" for n in range(3)]
    broken = {"/sitemaps/b.xml": xml(urlset(*paths)[:-60]), "/sitemaps/h.xml": Answer("<html><p>no sitemap</html>")}
    laughs = {"/sitemaps/l.xml": xml('<!DOCTYPE u [<!ENTITY a "b">]>' + urlset(*paths))}
    with serve(site_of(broken | laughs, paths)) as site:
        ended = crawl(kept, f"base={site.base}")
    assert ended.returncode == 3 and "Traceback" not in ended.stderr, ended.stderr
    assert stored(kept) == {OWN + path for path in paths[:2]}
    failed = {reason for state, reason in kept.outcomes("kind = 'sitemap'") if state == "failed"}
    assert failed == {"broken XML at line 1", "no sitemap: <html>", "it declares a document type"}


def test_what_is_no_item_or_of_other_hosts_is_left_alone(kept):
    others = "<url><loc>https://example.org/news/politics/x</loc></url><url><loc>https://www.almayadeen.net/news/politics/y</loc></url>"
    body = urlset(f"{A}article", "/", "/news/politics", "/authors/somebody", "/rss.xml").replace(
        "</urlset>", others + "</urlset>"
    )
    with serve(site_of({"/sitemaps/a.xml": xml(body)}, [f"{A}article"])) as site:
        ended = crawl(kept, f"base={site.base}")
        assert len(site.paths()) == 6
    assert ended.returncode == 0, ended.stderr
    assert "leads off the edition's hosts, to https://example.org/news/politics/x" in ended.stderr
    assert kept.outcomes() == {("stored", None): 1}


def rss(*paths: str) -> str:
    day = format_datetime(datetime(2024, 1, 31, 12, tzinfo=UTC))
    items = "".join(f"<item><link>{OWN}{path}</link><pubDate>{day}</pubDate></item>" for path in paths)
    return f"<rss version='2.0'><channel><link>{OWN}/</link>{items}</channel></rss>"


def test_sitemaps_and_feeds_that_robots_txt_and_the_home_page_name(kept):
    head = "".join(
        f'<link rel="alternate" type="{kind}" href="{path}">'
        for kind, path in (("application/rss+xml", "/rss"), ("application/atom+xml", "/atom"), ("text/html", "/ar"))
    )
    paths = [f"{A}article-{n}" for n in range(4)]
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{OWN}{paths[2]}"/></entry></feed>'
    robots = f"sitemap: {OWN}/news.xml\nSitemap: https://example.org/s.xml\n"
    ways = {"/rss": xml(rss(paths[0])), "/atom": xml(atom), "/news.xml": xml(urlset(paths[3]))}
    with serve(site_of({"/s.xml": xml(urlset(paths[1]))}, paths, robots, head) | ways) as site:
        ended = crawl(kept, f"base={site.base}")
        assert "/ar" not in site.paths()
    assert ended.returncode == 0, ended.stderr
    assert {
        url: (channel, place)
        for url, channel, place in kept.query("SELECT url, channel, place FROM sightings WHERE url LIKE '%/article-%'")
    } == {
        OWN + paths[0]: ("feed", f"{OWN}/rss"),
        OWN + paths[1]: ("sitemap", f"{OWN}/s.xml"),
        OWN + paths[2]: ("feed", f"{OWN}/atom"),
        OWN + paths[3]: ("sitemap", f"{OWN}/news.xml"),
    }
    assert stored(kept) == {OWN + path for path in paths}


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer("no", 403), "refused (http 403)"),
        (Answer(CHALLENGE, 403, CLOUDFLARE), "blocked: a refusal of Cloudflare (http 403)"),
        (Answer(CHALLENGE), "blocked: a challenge of Cloudflare (http 200)"),
        (Answer("no", 404), "refused (http 404)"),
    ],
)
def test_a_feed_that_is_refused_is_counted_and_harms_nothing(kept, answer, reason):
    head = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    with serve(
        site_of({"/s.xml": xml(urlset(f"{A}article"))}, [f"{A}article"], head=head) | {"/rss.xml": answer}
    ) as site:
        ended = crawl(kept, f"base={site.base}", MAYADEEN_BLOCKS_IN_A_ROW=1)
    assert ended.returncode == 0, ended.stderr
    assert kept.outcomes("kind = 'feed'") == {("filtered", reason): 1}
    assert f"filtered en feed: 1 × {reason}" in ended.stdout
    assert kept.outcomes() == {("stored", None): 1}


def test_a_sitemap_that_is_refused_is_no_small_thing(kept):
    pages = site_of({"/s.xml": Answer("no", 403)}, []) | {"/robots.txt": Answer("no", 404)}
    with serve(pages) as site:
        ended = crawl(kept, f"base={site.base}")
    assert ended.returncode == 3
    assert kept.outcomes("kind IN ('sitemap', 'robots') AND reason IS NOT NULL") == {
        ("failed", "http 403"): 1,
        ("filtered", "refused (http 404)"): 1,
    }


def test_only_the_sitemaps_named(kept):
    pages = site_of({"/s.xml": xml(urlset(f"{A}article-1"))}, [f"{A}article-1"])
    with serve(pages) as site:
        crawl(kept, f"urls={OWN}/s.xml", f"base={site.base}")
        assert site.paths() == ["/robots.txt", "/s.xml", f"{A}article-1"]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    "entry",
    [f"<url><loc>{OWN}{A}article-%d</loc></url>", "<url><no/><address/>%d</url>", f"{OWN}{A}article-%d\n"],
    ids=["entries", "no-entries", "lines"],
)
def test_others_get_their_turn_while_a_sitemap_is_read(entry, packed):
    body = "".join(entry % number for number in range(20 * CHUNK // len(entry)))
    body = (f"<urlset>{body}</urlset>" if entry.startswith("<") else body).encode()
    visit = Visit(Entry(f"{OWN}/s.xml", "en", "sitemap"))
    request = Request(visit.entry.url, meta={"visit": visit})
    response = Response(request.url, body=gzip.compress(body) if packed else body, request=request)
    turns, done = itertools.count(), asyncio.Event()

    async def look():
        while not done.is_set():
            next(turns)
            await asyncio.sleep(0)

    async def read():
        looking = asyncio.ensure_future(look())
        async for _ in ArchiveSpider(ArchiveArguments.parse()).parse_sitemap(response):
            pass
        done.set()
        await looking

    asyncio.run(read())
    assert next(turns) >= 20


@pytest.mark.long
def test_killed_in_the_middle_of_a_sitemap_it_reads_it_again_and_counts_each_entry_once(kept):
    with serve({"/s.xml": xml(urlset(*(f"{A}article-{n}" for n in range(20_000))))}) as site:
        told = (f"urls={OWN}/s.xml", f"base={site.base}", "sections=sports")
        process = kept.start(*told, spider="archive")
        while process.poll() is None and not written(kept):
            time.sleep(0.02)
        process.kill()
        process.wait(10)
        assert 0 < written(kept) < 20_000
        assert kept.outcomes("kind = 'sitemap'") == {("leased", None): 1}
        ended = crawl(kept, *told)
    assert ended.returncode == 0, ended.stderr
    assert kept.outcomes() == {("filtered", "section not asked for"): 20_000}
    assert kept.outcomes("kind = 'sitemap'") == {("read", None): 1}
    assert kept.one("SELECT count(*) FROM sightings WHERE channel = 'sitemap'") == 20_000


def written(kept: Kept) -> int:
    """Articles in the ledger, if there is one yet."""
    with suppress(sqlite3.OperationalError):
        return kept.one("SELECT count(*) FROM pages WHERE kind = 'article'")
    return 0


@pytest.mark.long
def test_fifty_thousand_entries_leave_memory_bounded(tmp_path):
    entries = [f"{A}{'%D8%BA' * 40}-{n}" for n in range(50_000)]
    with serve({"/few.xml": xml(urlset(*entries[:5])), "/many.xml": xml(urlset(*entries))}) as site:
        few, many = (
            Kept(tmp_path / name).peak(f"urls={OWN}/{name}.xml", f"base={site.base}", "sections=sports", spider="archive")
            for name in ("few", "many")
        )
    assert Kept(tmp_path / "many").outcomes() == {("filtered", "section not asked for"): 50_000}
    assert many < few + 120, f"{many} MB against {few} MB"
