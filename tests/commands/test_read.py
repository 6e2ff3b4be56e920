"""`scrapy read`, as a person runs it: real pages over a socket and from files, on a terminal and into a pipe."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from mayadeen.replica import Site
from tests import forks
from tests.conftest import ROOT
from tests.servers import Answer, article, serve


def read(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "read", *map(str, arguments)]
    clean = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    return forks.run(command, clean | environment, timeout=60)


def table(ended: subprocess.CompletedProcess[str]) -> dict[str, dict[str, str]]:
    """Field -> the columns of its line."""
    names, *rows = (line.split("\t") for line in ended.stdout.splitlines())
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


@pytest.fixture
def page(tmp_path):
    """Writes a page into a file, in an encoding of its own."""

    def write(html: str, name: str = "page.html", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_bytes(html.encode(encoding))
        return file

    return write


@pytest.mark.parametrize("edition", ["en", "ar", "es"])
def test_a_page_of_a_server_is_read_as_it_truly_is(replica, edition):
    true = Site(edition=edition).article(8)
    ended = read(replica.bases[edition] + path_of(edition, 8), "-a", f"edition={edition}", "--json")
    assert ended.returncode == 0, ended.stderr
    item = orjson.loads(ended.stdout)
    assert (item["id"], item["title"], item["url"]) == (f"{edition}:{true.post_id}", true.title, true.url)
    assert item["body"] == "\n\n".join(true.body)
    assert item["published"] == true.published.isoformat()
    assert item["provenance"]["body"]["layer"] == "markup"


def path_of(edition: str, number: int) -> str:
    return list(Site(edition=edition).paths())[number - 1]


def test_a_page_is_asked_for_once_after_robots_txt_says_by_whom_and_leaves_nothing(tmp_path):
    with serve({"/news/politics/x": article("One headline")}) as site:
        ended = read(
            f"{site.base}/news/politics/x",
            "-a",
            "edition=en",
            "-s",
            "MAYADEEN_CONTACT=who@example.org",
            MAYADEEN_DATA=str(tmp_path / "data"),
        )
    assert not (tmp_path / "data").exists()
    assert ended.returncode == 0, ended.stderr
    assert table(ended)["title"]["value"] == "One headline"
    assert site.paths() == ["/robots.txt", "/news/politics/x"]
    assert {asked.headers["user-agent"].partition("/")[0] for asked in site.asked} == {"mayadeen"}
    assert all("who@example.org" in asked.headers["user-agent"] for asked in site.asked)


def test_a_page_says_itself_which_edition_it_is_of(replica, page):
    assert read(replica.bases["ar"] + path_of("ar", 1)).returncode == 0
    linked = '<link rel="canonical" href="https://espanol.almayadeen.net/news/politics/una-pagina">'
    ended = read(page(article("Una página", head=linked)))
    assert table(ended)["url"]["value"] == "https://espanol.almayadeen.net/news/politics/una-pagina"
    assert table(ended)["section_name"]["value"] == "Política"


def test_a_file_in_another_encoding_is_read_by_what_it_declares(page):
    true = Site(edition="ar").article(1)
    html = Site(edition="ar").article_html(1).replace('charset="utf-8"', 'charset="windows-1256"')
    assert "windows-1256" in html
    ended = read(page(html, encoding="cp1256"), "--json")
    assert orjson.loads(ended.stdout)["title"] == true.title


def test_layer_rank_raw_value_and_conflict_are_shown(page):
    html = (
        Site()
        .article_html(1)
        .replace("</head>", '<meta property="og:title" content="Another title altogether"></head>')
    )
    lines = table(read(page(html)))
    assert lines["title"]["layer"] == "script"
    assert lines["title"]["conflict"] == "meta: Another title altogether"
    assert (lines["body"]["layer"], lines["body"]["rank"]) == ("markup", "0")
    assert lines["published"]["notes"] == "precision second, zone stated"
    assert lines["source"]["layer"] == "structure"


def test_what_is_missing_is_marked(page):
    lines = table(read(page(article("A headline")), "-a", "edition=en"))
    assert lines["summary"]["value"] == "missing"
    assert lines["url"]["value"] == lines["id"]["value"] == "missing, required"
    assert lines["section"]["value"] == "missing"


def test_the_address_of_a_file_can_be_told(page):
    address = "https://english.almayadeen.net/articles/opinion/a-headline"
    lines = table(read(page(article("A headline")), "-a", f"url={address}"))
    assert (lines["url"]["value"], lines["kind"]["value"]) == (address, "opinion")


def test_colours_on_a_terminal_and_none_in_a_pipe(page):
    file = page(Site().article_html(1))
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "scrapy", "read", str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=slave, env=os.environ | {"TERM": "xterm", "COLUMNS": "160"}
    ) as process:
        os.close(slave)
        shown = drained(master)
    assert process.returncode == 0
    assert "\x1b[36mtitle" in shown
    assert "\x1b[32mscript" in shown
    assert "\x1b" not in read(file).stdout


def drained(descriptor: int) -> str:
    parts = []
    try:
        while part := os.read(descriptor, 65536):
            parts.append(part)
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(descriptor)
    return b"".join(parts).decode()


def test_a_page_cannot_move_the_cursor(page):
    html = article("A headline", body="Red \u009b31m text &#27;[2J that \u202e is long enough to be one.")
    shown = read(page(html), "-a", "edition=en").stdout
    assert "that" in shown
    assert not {"\x1b", "\u009b", "\u202e"} & set(shown)


@pytest.mark.long
def test_a_page_that_is_no_item_says_why(replica):
    for path, reason in (("/", "home"), ("/news/politics", "")):
        ended = read(replica.bases["en"] + path, "-a", "edition=en")
        assert ended.returncode == 3
        assert "is no item: " + reason in ended.stderr
        assert ended.stdout.startswith("field\t")
        assert not read(replica.bases["en"] + path, "-a", "edition=en", "--json").stdout


def refused(ended: subprocess.CompletedProcess[str], code: int, message: str) -> None:
    assert ended.returncode == code, ended.stderr
    assert message in ended.stderr
    assert ended.stderr.startswith("mayadeen: ")
    assert ended.stderr.count("\n") == 1
    assert not ended.stdout


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name one page"),
        (["a", "b"], "name one page"),
        (["no-such-file.html"], "No such file"),
        (["tests"], "is no file"),
        (["/dev/zero"], "is no file"),
        (["a\x01b" * 3], "cannot read"),
        (["https://example.org/x"], "only pages of english.almayadeen.net"),
        (["http://127.0.0.1:port/x"], "is no address"),
        (["http://[::1/x"], "is no address"),
        (["https://english.almayadeen.net/x", "-a", "edition=ar"], "is the edition en, not ar"),
        (["x.html", "-a", "edition=fr"], "edition must be one of"),
        (["x.html", "-a", "edition"], "-a takes NAME=VALUE"),
        (["x.html", "-a", "pages=3"], "there is no argument 'pages'"),
        (["x.html", "-a", "url=https://example.org/"], "url must be an address on an edition's host"),
        (["x.html", "-s", "DOWNLOAD_DELAY=soon"], "DOWNLOAD_DELAY must be a number"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(arguments, message):
    refused(read(*arguments), 2, message)


@pytest.mark.long
def test_files_that_are_no_page_are_wrong_use(page, tmp_path):
    refused(read(page(article())), 2, "which edition is")
    refused(read(page("  \n"), "-a", "edition=en"), 2, "empty file")
    refused(read(page(article()), "-a", "edition=en", "-s", "DOWNLOAD_MAXSIZE=50"), 2, "larger than DOWNLOAD_MAXSIZE")
    (tmp_path / "page.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9)
    refused(read(tmp_path / "page.html", "-a", "edition=en"), 2, "no HTML")


@pytest.mark.long
def test_pages_that_cannot_be_had_are_one_line_and_exit_4():
    away = {"Location": "https://example.org/"}
    pages = {"/away": Answer(status=302, headers=away), "/data": Answer("{}", type="application/json"),
             "/private/x": article(), "/robots.txt": Answer("User-agent: *\nDisallow: /private", type="text/plain")}  # fmt: skip
    with serve(pages) as site:
        for path, message in (
            ("/gone", "http 404"),
            ("/away", "leads off"),
            ("/data", "no HTML"),
            ("/private/x", "robots.txt"),
        ):
            refused(read(site.base + path, "-a", "edition=en"), 4, message)
        assert "/private/x" not in site.paths()
        small = ("-s", "DOWNLOAD_MAXSIZE=500", "-s", "RETRY_TIMES=0")
        site.pages["/large"] = article(body="x" * 1000)
        refused(read(site.base + "/large", "-a", "edition=en", *small), 4, "cannot read")
    refused(read(site.base + "/gone", "-a", "edition=en", "-s", "RETRY_TIMES=0"), 4, "connection refused")
    refused(
        read(site.base + "/gone", "-a", "edition=en", "-s", 'DOWNLOADER_MIDDLEWARES={"no.such.Thing": 1}'),
        4,
        "No module",
    )
