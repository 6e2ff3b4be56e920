"""A site that follows a script: what stands at each address from which hour on, over a real socket.

Its pages answer 304 to whoever has them. Crawls of it are run at its hours (`MAYADEEN_CLOCK`).
"""

import hashlib
import html
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.conftest import Kept
from tests.servers import Answer, Asked, Site, serve

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
OWN = "https://english.almayadeen.net"
MENU = '<nav><ul><li><a href="/news/politics">Politics</a></li><li><a href="/news/sports">Sports</a></li></ul></nav>'
PICTURE = "https://media.almayadeen.net/archive/image/2026/3/2/{}.jpg"
FIRST, SECOND = "4e36d1bb-9654-4512-9910-044b70d0fd9c", "0b8a7c55-1111-4512-9910-044b70d0fd9c"


def hour(number: float) -> str:
    return (START + timedelta(hours=number)).isoformat(timespec="seconds")


def page(title: str, post_id: str | None, **told: Any) -> str:
    """An article's page; `told` overrides what is the same in all."""
    told = {
        "summary": "What it is about.",
        "body": "The first paragraph, long enough to be one.",
        "tags": "one, two",
        "picture": PICTURE.format(FIRST),
        "published": hour(0),
        "modified": hour(0),
        "widget": "",
    } | told
    script = {"type": "article", "title": title, "description": told["summary"], "keywords": told["tags"]}
    script |= {"thumbnail": told["picture"], "published_time": told["published"], "last_updated": told["modified"]}
    script |= {"postid": post_id} if post_id else {}
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{html.escape(title)}</title>'
        f'<script id="tawsiyat-metadata" type="text/tawsiyat">{json.dumps(script)}</script></head><body>{MENU}'
        f'<h1>{html.escape(title)}</h1><div class="p-content"><p>{told["body"]}</p>'
        f"<p>A second paragraph that stays as it is.</p></div><aside>{told['widget']}</aside></body></html>"
    )


def notice(text: str) -> str:
    """A page of the site with nothing on it."""
    return f"<!DOCTYPE html><html><head><title>{text}</title></head><body>{MENU}<h1>{text}</h1></body></html>"


class Scripted:
    """`script[path]` tells from which hour on what answers there: a page, an Answer, or None for 404."""

    def __init__(self, script: dict[str, dict[float, Any]], delay: float = 0.0):
        self.script, self.hour, self.delay = script, 0.0, delay
        self.site: Site

    def _at(self, path: str) -> Any:
        begun = [since for since in self.script[path] if since <= self.hour]
        return self.script[path][max(begun)] if begun else None

    def listing(self, section: str) -> str:
        """Every address below a section that has a page of its own now."""
        alive = [path for path in self.script if path.startswith(f"/{section}/") and isinstance(self._at(path), str)]
        links = "".join(f'<article><a href="{path}">{path}</a></article>' for path in sorted(alive))
        return f"<!DOCTYPE html><html><body>{MENU}<main>{links}</main></body></html>"

    def answer(self, path: str) -> Answer:
        found = self._at(path) if path in self.script else None
        if path in ("/", "/news/politics", "/news/sports"):
            found = self.listing(path.strip("/")) if path != "/" else notice("Home")
        if found is None:
            return Answer("not here", 404)
        return Answer(found) if isinstance(found, str) else found

    def pages(self) -> dict[str, Any]:
        def of(path: str) -> Callable[[int], Answer]:
            return lambda _: self._conditional(self.answer(path), path)

        return {path: of(path) for path in (*self.script, "/", "/news/politics", "/news/sports")}

    def _conditional(self, answer: Answer, path: str) -> Answer:
        time.sleep(self.delay)
        if answer.status != 200 or answer.send:
            return answer
        tag = f'"{hashlib.sha256(answer.body.encode()).hexdigest()[:12]}"'
        asked: Asked = next(asked for asked in reversed(self.site.asked) if asked.path == path)
        held = asked.headers.get("if-none-match") == tag
        return Answer("" if held else answer.body, 304 if held else 200, {"ETag": tag})

    def crawl(
        self, kept: Kept, number: float, *arguments: str, spider: str = "sections"
    ) -> "subprocess.CompletedProcess[str]":
        self.hour = number
        return kept.crawl(*arguments, f"base={self.site.base}", clock=hour(number), spider=spider, RETRY_TIMES=0)


@contextmanager
def following(script: dict[str, dict[float, Any]], delay: float = 0.0) -> Iterator[Scripted]:
    """Each answer takes `delay` seconds."""
    scripted = Scripted(script, delay)
    with serve(scripted.pages()) as site:
        scripted.site = site
        yield scripted
