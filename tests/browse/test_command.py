"""`scrapy browse` as it is started, and its pages in a browser."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests import forks
from tests.browse.test_browse import ROWS
from tests.conftest import ROOT
from tests.stores.test_search import made


@pytest.fixture
def collection(tmp_path):
    made(tmp_path / "mayadeen.sqlite", ROWS).dispose()
    return tmp_path


def environment(data, **more):
    return os.environ | {"MAYADEEN_DATA": str(data), "MAYADEEN_DATABASE": ""} | more


def refused(data, *options, **more):
    command = [sys.executable, "-m", "scrapy", "browse", *options]
    ended = forks.run(command, environment(data, **more), timeout=60)
    return ended.returncode, ended.stderr


def test_one_line_says_what_to_install(collection):
    (collection / "datasette.py").write_text('raise ModuleNotFoundError("no", name="datasette")')
    told = refused(collection, PYTHONPATH=str(collection))
    assert told == (2, "mayadeen: scrapy browse needs Datasette: pip install datasette==0.65.5\n")


@pytest.mark.parametrize("port", ["x", "-1", "65536", "9" * 30])
def test_one_line_says_what_a_port_is(collection, port):
    code, told = refused(collection, f"--port={port}")
    assert (code, told) == (2, f"mayadeen: --port must be a number from 0 to 65535, not '{port}'\n")


@pytest.mark.long
def test_one_line_says_what_cannot_be_browsed(tmp_path):
    code, told = refused(tmp_path, MAYADEEN_DATABASE="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert (code, told.count("\n")) == (2, 1)
    assert "reads SQLite collections only" in told
    assert "there is no collection" in refused(tmp_path / "none")[1]


@contextmanager
def browsing(data):
    command = [sys.executable, "-m", "scrapy", "browse"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=subprocess.PIPE, text=True) as process:
        try:
            address = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", address)
            yield address
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
        finally:
            process.kill()


@pytest.fixture
def browser():
    chromium = shutil.which(os.environ.get("MAYADEEN_BROWSER") or "chromium")
    if chromium is None:
        stop = pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip
        stop("needs chromium")
    from playwright.sync_api import sync_playwright

    flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()


@pytest.mark.long
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_in_a_browser_stay_on_this_machine_and_in_their_width(collection, browser, width, scheme):
    with browsing(collection) as address:
        base, asked, told = address.partition("/?")[0], [], []
        page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.goto(address)
        assert page.url == f"{base}/"
        for path in ("/", "/search/articles", "/article/ar:1", "/article/es:1", "/over-time", "/collection/edits"):
            assert page.goto(base + path).status == 200
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert [url for url in asked if not url.startswith(f"{base}/")] == []
        assert told == []


@pytest.mark.long
def test_a_reader_searches_opens_and_narrows_down(collection, browser):
    with browsing(collection) as address:
        page = browser.new_context(java_script_enabled=True).new_page()
        page.goto(address)
        page.get_by_role("searchbox").fill("قِمّه")
        page.get_by_role("button", name="Search").click()
        assert page.locator(".found h2").count() == 2
        first = page.locator(".found h2", has_text="قمّةٌ")
        assert first.evaluate("e => getComputedStyle(e).direction") == "rtl"
        first.get_by_role("link").click()
        article = page.get_by_role("article")
        assert article.evaluate("e => [e.lang, getComputedStyle(e).direction, getComputedStyle(e).textAlign]") == ["ar", "rtl", "start"]  # fmt: skip
        page.get_by_role("article").get_by_role("link", name="غزة").click()
        assert page.locator(".found h2").count() == 1
        page.get_by_role("link", name="غزة: chosen; take it away").click()
        assert page.locator(".found h2").count() == len(ROWS)
        foreign = browser.new_page()
        assert foreign.goto(address.partition("?")[0]).status == 401
