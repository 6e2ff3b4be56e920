"""Answers that are no article: each is counted with a reason, and the crawl goes on with the rest."""

import gzip
from pathlib import Path

import pytest

from tests.conftest import Kept
from tests.servers import Answer, article, cut, drip, flood, serve, unannounced

OWN = "https://english.almayadeen.net"
A = "/news/politics/"
ARABIC = "قمة في بيروت"
SPANISH = "Cumbre en Ñuñoa"
HALF_AN_EMOJI = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Cut", "description": "Short \\ud83d"}</script>'


def to(place: str, status: int = 302) -> Answer:
    return Answer("", status, {"Location": place})


STORED = {
    "fine": (article("Fine"), "Fine"),
    "wrong-charset-utf8": (Answer(article(SPANISH), type="text/html; charset=iso-8859-1"), SPANISH),
    "wrong-charset-meta": (Answer(article(ARABIC, head='<meta charset="windows-1256">').encode("cp1256")), ARABIC),
    "wrong-charset-both": (
        Answer(article(ARABIC, head='<meta charset="cp1256">').encode("cp1256"), type="text/html; charset=latin-1"),
        ARABIC,
    ),
    "no-charset": (Answer(article(ARABIC), type="text/html"), ARABIC),
    "no-type": (Answer(article(ARABIC), type=None), ARABIC),
    "utf-16": (Answer(article(ARABIC).encode("utf-16"), type="text/html"), ARABIC),
    "old-server": (Answer(send=unannounced(article("Old"))), "Old"),
    "reloads-itself": (article("Reloads", head='<meta http-equiv="refresh" content="60;url=/">'), "Reloads"),
    "wordless": (article("Wordless", body=""), "Wordless"),
    "half-an-emoji": (article("Cut", head=HALF_AN_EMOJI), "Cut"),
}
OFF = "leads off the edition's hosts"
LARGE = "larger than DOWNLOAD_MAXSIZE"
BAD = {
    "pdf": (Answer(b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj"), "failed", "no HTML: its bytes are no text"),
    "image": (Answer(b"\x89PNG\r\n\x1a\n\0\0\0", type="image/png"), "failed", "no HTML: image/png"),
    "image-as-html": (Answer(b"\x89PNG\r\n\x1a\n\0\0\0"), "failed", "no HTML: its bytes are no text"),
    "json": (Answer("{}", type="application/json"), "failed", "no HTML: application/json"),
    "empty": (Answer(b""), "failed", "empty answer"),
    "blank": (Answer(b" \n "), "failed", "empty answer"),
    "bomb": (Answer(gzip.compress(b"<p>x</p>" * (2 << 20)), headers={"Content-Encoding": "gzip"}), "failed", LARGE),
    "50-megabytes": (Answer(send=flood(50)), "failed", LARGE),
    "50-megabytes-announced": (Answer(send=flood(50, announced=True)), "failed", LARGE),
    "cut": (Answer(send=cut(article())), "failed", "connection lost"),
    "cut-unannounced": (Answer(send=unannounced(article()[:150])), "failed", "connection lost"),
    "drip": (Answer(send=drip(3)), "failed", "timed out"),
    "untitled": (Answer("<html><body><p>Nothing but text, and no title.</p></body></html>"), "failed", "missing title"),
    "other-host": (to("https://example.org/x"), "filtered", f"{OFF}: example.org"),
    "other-port": (to("http://127.0.0.1:9/x"), "filtered", f"{OFF}: 127.0.0.1:9"),
    "other-host-by-slashes": (to("//example.org/x"), "filtered", f"{OFF}: example.org"),
    "file": (to("file:///etc/passwd"), "filtered", f"{OFF}: file:"),
    "ftp": (to("ftp://127.0.0.1/x", 301), "filtered", f"{OFF}: ftp:"),
    "nowhere": (Answer("", 302), "failed", "http 302 that leads nowhere"),
    "no-address": (to("http://[::1/x"), "failed", "ValueError: Invalid IPv6 URL"),
    "loop": (to(f"{A}loop"), "failed", "too many redirects"),
    "ring": (to(f"{A}gnir"), "failed", "too many redirects"),
    "404": (Answer("x", 404), "failed", "http 404"),
    "410": (Answer("x", 410), "failed", "http 410"),
    "403": (Answer("x", 403), "failed", "http 403"),
    "500": (Answer("x", 500), "failed", "http 500"),
    "304": (Answer("", 304), "failed", "http 304 to a request without conditions"),
}
MORE = {f"{A}gnir": to(f"{A}ring"), f"{A}moved": to(f"{A}new?utm_source=x", 301), f"{A}new?utm_source=x": article("Moved")}
PAGES = {A + name: page for name, (page, *_) in (STORED | BAD).items()} | MORE


def file_of(folder: Path, names: list[str]) -> str:
    file = folder / "urls.txt"
    file.write_text("".join(f"{OWN}{A}{name}\n" for name in names))
    return f"urls={file}"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    kept = Kept(folder / "data")
    with serve(PAGES) as site:
        urls = file_of(folder, [*STORED, *BAD, "moved"])
        yield kept, kept.crawl(urls, f"base={site.base}", DOWNLOAD_TIMEOUT=3), site


def test_the_crawl_ends_not_complete_and_without_a_traceback(crawled):
    _, ended, _ = crawled
    assert ended.returncode == 3, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", BAD)
def test_is_counted_with_its_reason(crawled, name):
    kept, _, _ = crawled
    assert kept.query("SELECT state, reason FROM pages WHERE url = ?", OWN + A + name) == [BAD[name][1:]]


@pytest.mark.parametrize("name", STORED)
def test_is_stored_with_its_title(crawled, name):
    kept, _, _ = crawled
    assert kept.query("SELECT title FROM articles WHERE url = ?", OWN + A + name) == [(STORED[name][1],)]


def test_an_article_without_text_is_stored_and_told(crawled):
    _, ended, _ = crawled
    assert f"{OWN}{A}wordless: news without text" in ended.stderr
    assert "1 without the text that their kind has: the log names them" in ended.stdout.splitlines()


def test_half_a_character_is_left_out(crawled):
    kept, _, _ = crawled
    assert kept.one("SELECT summary FROM articles WHERE title = 'Cut'") == "Short"


def test_what_was_found_is_what_it_became(crawled):
    kept, _ended, _ = crawled
    assert sum(kept.outcomes().values()) == len(STORED) + len(BAD) + 1
    assert kept.one("SELECT count(*) FROM pages WHERE state NOT IN ('stored', 'failed', 'filtered')") == 0
    counts = kept.one("SELECT counts FROM runs")
    filtered = sum(state == "filtered" for _, state, _ in BAD.values())
    for part in (f'"found":{len(STORED) + len(BAD) + 1}', f'"stored":{len(STORED) + 1}', f'"filtered":{filtered}'):
        assert part in counts


def test_a_redirect_inside_the_edition_is_the_same_page(crawled):
    kept, _, _ = crawled
    row = kept.query("SELECT state, final_url, attempts FROM pages WHERE url = ?", f"{OWN}{A}moved")
    assert row == [("stored", f"{OWN}{A}new", 1)]
    assert kept.query("SELECT url FROM articles WHERE title = 'Moved'") == [(f"{OWN}{A}new",)]
    assert kept.one("SELECT count(*) FROM pages WHERE url = ?", f"{OWN}{A}new") == 0


def test_a_page_that_is_tried_again_is_one_attempt(crawled):
    kept, _, site = crawled
    assert site.paths().count(f"{A}500") == 3
    assert kept.one("SELECT attempts FROM pages WHERE url = ?", f"{OWN}{A}500") == 1


def test_nothing_but_filtered_is_complete(kept, tmp_path):
    with serve(PAGES) as site:
        ended = kept.crawl(file_of(tmp_path, ["fine", "other-host"]), f"base={site.base}")
    assert ended.returncode == 0, ended.stderr
    assert kept.outcomes() == {("stored", None): 1, ("filtered", f"{OFF}: example.org"): 1}


def test_callbacks_and_pipelines_that_raise_fail_their_page_alone(kept, tmp_path):
    names = ["fine", "raises", "raises-later", "unstorable"]
    with serve({A + name: article(name.title()) for name in names}) as site:
        ended = kept.crawl(
            file_of(tmp_path, names), f"base={site.base}", spider="broken", SPIDER_MODULES="tests.broken_spiders"
        )
    assert ended.returncode == 3, ended.stderr
    outcomes = dict(kept.query("SELECT url, state || ': ' || coalesce(reason, '') FROM pages"))
    assert outcomes[f"{OWN}{A}fine"] == "stored: "
    assert outcomes[f"{OWN}{A}raises"] == "failed: error while reading: KeyError"
    assert outcomes[f"{OWN}{A}raises-later"] == "failed: error while reading: KeyError"
    assert outcomes[f"{OWN}{A}unstorable"].startswith("failed: cannot be stored: ")
    assert kept.query("SELECT title FROM articles") == [("Fine",)]


@pytest.mark.long
def test_large_answers_leave_memory_flat(tmp_path):
    with serve({A + "fine": article("Fine")} | {A + str(n): Answer(send=flood(50)) for n in range(8)}) as site:
        asked = {"few": ["fine"], "many": [*map(str, range(8))]}
        few, many = (
            Kept(tmp_path / folder).peak(file_of(tmp_path, names), f"base={site.base}", CONCURRENT_REQUESTS_PER_DOMAIN=1)
            for folder, names in asked.items()
        )
    assert many < few + 80, f"{many} MB against {few} MB"
