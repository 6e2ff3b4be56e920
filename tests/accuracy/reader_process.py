"""One reader over many pages: JSON lines in, JSON lines out, in whichever environment has that reader.

    python reader_process.py trafilatura < pages.jsonl > results.jsonl

A page is {id, html, url, edition or null}. The first line out names the version; then, for each page,
{id, fields or error, seconds, parse}: CPU seconds of the reader and of lxml's parser on the same page.
"""

from __future__ import annotations

import json
import logging
import re
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import lxml.html

Page = dict[str, Any]
Reader = Callable[[Page], dict[str, Any]]
LIMIT = 60
"""Seconds that a page may take."""


class TooLong(BaseException):
    """So that no reader's `except Exception` holds it up."""


def mayadeen() -> Reader:
    """The item of an edition's page; of any other page what needs no edition."""
    from scrapy.http import HtmlResponse

    from mayadeen.editions import EDITIONS
    from mayadeen.pages.article import ArticlePage

    any_site = mayadeen_any_site()

    def read(page: Page) -> dict[str, Any]:
        if page["edition"] is None:
            return any_site(page)
        response = HtmlResponse(page["url"], body=page["html"].encode(), encoding="utf-8")
        item = ArticlePage(response, EDITIONS[page["edition"]]).item()
        return vars(item) | {"image": item.image_url}

    return read


def mayadeen_any_site() -> Reader:
    from mayadeen.pages import article

    return lambda page: article.read(page["html"], page["url"])


def trafilatura() -> Reader:
    from trafilatura import bare_extraction

    def read(page: Page) -> dict[str, Any]:
        found = bare_extraction(page["html"], url=page["url"], with_metadata=True, include_comments=False)
        if found is None:
            return {}
        d = found.as_dict()
        authors = [name.strip() for name in (d["author"] or "").split(";") if name.strip()]
        tags = listed(d["tags"] or d["categories"])
        return {
            "title": d["title"],
            "body": d["text"],
            "published": d["date"],
            "authors": authors,
            "tags": tags,
            "image": d["image"],
        }

    return read


def newspaper4k() -> Reader:
    import newspaper

    def read(page: Page) -> dict[str, Any]:
        a = newspaper.Article(page["url"] or "http://localhost/", fetch_images=False)
        a.download(input_html=page["html"])
        a.parse()
        tags = listed(list(a.meta_keywords) or list(a.tags))
        return {
            "title": a.title,
            "body": a.text,
            "published": stamp(a.publish_date),
            "authors": a.authors,
            "tags": tags,
            "image": a.top_image or a.meta_img,
        }

    return read


def news_please() -> Reader:
    from newsplease import NewsPlease

    def read(page: Page) -> dict[str, Any]:
        a = NewsPlease.from_html(page["html"], url=page["url"], fetch_images=False)
        return {
            "title": a.title,
            "body": a.maintext,
            "published": stamp(a.date_publish),
            "authors": a.authors,
            "tags": [],
            "image": a.image_url,
        }

    return read


def wrong() -> Reader:
    """What the machinery must score low."""
    return lambda page: {
        "title": "A title of no page", "body": "Zzkrv qqjwx vvpqz", "published": "1999-12-31T23:59:00+02:00",
        "authors": ["Nobody"], "tags": ["nothing"], "image": "https://example.org/0.png", "kind": "wrong",
    }  # fmt: skip


def throwing() -> Reader:
    """What the machinery must count as thrown."""

    def read(page: Page) -> dict[str, Any]:
        raise RuntimeError("on every page")

    return read


READERS = {
    "mayadeen": (mayadeen, "mayadeen"),
    "mayadeen, any site": (mayadeen_any_site, "mayadeen"),
    "trafilatura": (trafilatura, "trafilatura"),
    "newspaper4k": (newspaper4k, "newspaper4k"),
    "news-please": (news_please, "news-please"),
    "wrong": (wrong, "lxml"),
    "throwing": (throwing, "lxml"),
}
"""Name -> (what makes it, whose version counts)."""


def listed(found: Any) -> list[str]:
    """Tools often hand on a whole keywords string as one tag."""
    found = list(found) if found and not isinstance(found, str) else found
    if found and not isinstance(found, str) and len(found) == 1:
        found = str(found[0])
    return [
        part.strip()
        for part in (re.split(r"[;,]", found) if isinstance(found, str) else found or [])
        if part and part.strip()
    ]


def stamp(moment: Any) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else moment


def measured(read: Reader, page: Page) -> dict[str, Any]:
    begun = time.process_time()
    lxml.html.fromstring(page["html"])
    parsed = time.process_time()
    told: dict[str, Any] = {}
    try:
        signal.alarm(LIMIT)
        told["fields"] = read(page)
    except TooLong:
        told["error"] = "too long"
    except Exception as error:  # whatever a tool may throw is counted, and says which it was
        told["error"] = f"{type(error).__name__}: {error}"[:200]
    finally:
        signal.alarm(0)
    return {"id": page["id"], "seconds": time.process_time() - parsed, "parse": parsed - begun, **told}


def offline() -> None:
    """No reader may look a page up."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no network while readers are measured")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse  # type: ignore[assignment]


def too_long(*_: Any) -> None:
    raise TooLong


def own_version(package: str) -> str:
    if package == "mayadeen":
        from mayadeen import __version__

        return __version__
    return version(package)


def main(name: str) -> None:
    results, sys.stdout = sys.stdout, sys.stderr  # what a tool prints is no result
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, too_long)
    offline()
    make, package = READERS[name]
    read = make()
    print(json.dumps({"version": own_version(package), "lxml": version("lxml")}), file=results)
    for number, line in enumerate(sys.stdin):
        page = json.loads(line)
        if number == 0:
            measured(read, page)  # what is imported and compiled at first use is no cost of a page
        print(json.dumps(measured(read, page), default=str), file=results, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
