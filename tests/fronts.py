"""A home page and a live page that a test changes as it likes, and looks of the ticker at them."""

import hashlib
import sqlite3
import time
from contextlib import contextmanager, suppress

from tests.scripted import MENU, hour
from tests.servers import Answer, serve

A, B, C, D = (
    "Rescue teams reach the village of Velmora after the flood",
    "Town library of Tarsin reopens its reading room today",
    "Rail workshop repaints the old station in Belvane",
    "Weather office expects rain over the northern coast",
)
EDITED = "Town library of Tarsin reopens its two reading rooms today"


def home(lines, lead="a b", most_read="m n"):
    def cards(names):
        return "".join(f'<div><h3><a href="/news/politics/{n}">The title of article {n}</a></h3></div>' for n in names.split())

    ticker = "".join(f"<li>{line}</li>" for line in lines)
    return (
        f"<html><body>{MENU}<div><b>BREAKING</b><ul>{ticker}</ul></div><main><div>{cards(lead)}</div>"
        f"<section><h2>Most Read</h2>{cards(most_read)}</section></main></body></html>"
    )


def live(*entries):
    rows = "".join(f'<li><span>{at}</span><a href="{to}">{line}</a></li>' for at, line, to in entries)
    return f"<html><body>{MENU}<h1>LIVE</h1><ul>{rows}</ul></body></html>"


class Home:
    """What stands at / and /live now; answers 304 to whoever has it."""

    def __init__(self):
        self.lines, self.how, self.live = [C, B, A], {}, None
        self.site = None

    def pages(self):
        return {"/": lambda _: self._answer("/", home(self.lines, **self.how)), "/live": lambda _: self._live()}

    def _live(self):
        return self._answer("/live", self.live) if self.live else Answer("not here", 404)

    def _answer(self, path, body):
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:12]}"'
        asked = next(asked for asked in reversed(self.site.asked) if asked.path == path)
        held = asked.headers.get("if-none-match") == tag
        return Answer("" if held else body, 304 if held else 200, {"ETag": tag, "Connection": "close"})

    def look(self, kept, number, *arguments, **settings):
        return kept.crawl(f"base={self.site.base}", *arguments, spider="ticker", clock=hour(number), **settings)


@contextmanager
def standing(more=None):
    page = Home()
    with serve(page.pages() | (more or {})) as site:
        page.site = site
        yield page


def waited_for(kept, sql, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(sqlite3.OperationalError):  # no file, no table yet
            if found := kept.query(sql):
                return found
        time.sleep(0.1)
    raise AssertionError(f"nothing came of {sql}")
