"""The parts between the engine and the network that a crawl hardly shows."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from mayadeen.exceptions import WrongUse
from mayadeen.extensions.retry_after import retry_after
from mayadeen.middlewares import CharsetMiddleware
from mayadeen.settings_check import check_settings

TITLE = "<title>قمة — Ñandú</title>"


def read(body: bytes, header: str | None = None) -> str:
    headers = {"Content-Type": f"text/html; charset={header}" if header else "text/html"}
    response = HtmlResponse("http://127.0.0.1/", body=body, headers=headers)
    return CharsetMiddleware().process_response(None, response).text


@pytest.mark.parametrize("header", [None, "utf-8", "iso-8859-1", "windows-1256", "nonsense"])
def test_utf_8_is_known_by_its_bytes(header):
    assert read(TITLE.encode(), header) == TITLE


@pytest.mark.parametrize("header", [None, "utf-8", "iso-8859-1"])
def test_another_encoding_by_what_the_page_says(header):
    page = '<meta charset="windows-1256"><title>قمة</title>'
    assert read(page.encode("cp1256"), header) == page


def test_what_nothing_tells_goes_by_the_header():
    assert read("<title>قمة</title>".encode("cp1256"), "windows-1256") == "<title>قمة</title>"
    assert read(TITLE.encode("utf-16")) == TITLE


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(b"120", 120), (b" 5 ", 5), (b"0", 0), (b"", None), (None, None), (b"soon", None), (b"-5", None), (b"1e9", None)],
)
def test_retry_after_in_seconds(header, seconds):
    assert retry_after(header) == seconds


def test_retry_after_as_a_date():
    soon = datetime.now(UTC) + timedelta(seconds=90)
    assert retry_after(format_datetime(soon, usegmt=True).encode()) == pytest.approx(90, abs=2)
    assert retry_after(format_datetime(soon - timedelta(hours=1), usegmt=True).encode()) == 0
    assert retry_after(b"Wed, 99 Foo 2024 25:61:00 GMT") is None


@pytest.mark.parametrize("name", ["DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "MAYADEEN_RETRY_AFTER_MAX", "RETRY_TIMES"])
@pytest.mark.parametrize("value", ["", "x", "-1", "nan", "inf", None])
def test_numbers_that_are_none(name, value):
    settings = Settings()
    settings.setmodule("mayadeen.settings")
    check_settings(settings)
    settings.set(name, value)
    with pytest.raises(WrongUse, match=f"{name} must be a"):
        check_settings(settings)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LOG_LEVEL", "LOUD", "the log level must be one of CRITICAL"),
        ("LOG_FILE", "/dev/null/log", "cannot write /dev/null/log: Not a directory"),
        ("FEEDS", {"/dev/null/out.jsonl": {"format": "jsonl"}}, "cannot make the folder /dev/null: File exists"),
        ("MAYADEEN_BROWSER", "/no/such/program", "MAYADEEN_BROWSER must be the executable of a Chromium or Chrome"),
        ("MAYADEEN_CONTACT", "a\nb", "MAYADEEN_CONTACT must be an address or a page, on one line"),
    ],
)
def test_settings_that_cannot_be_worked_with(name, value, told):
    settings = Settings()
    settings.setmodule("mayadeen.settings")
    settings.set(name, value)
    with pytest.raises(WrongUse, match=told):
        check_settings(settings)


def test_the_defaults_are_polite():
    settings = Settings()
    settings.setmodule("mayadeen.settings")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert not settings.getbool("COOKIES_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
