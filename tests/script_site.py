"""A site of one section whose listing goes on by a script of its own, and the crawl of it."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
import pytest

from mayadeen.programs import program
from tests.conftest import Kept
from tests.servers import Answer, Site, article, serve

LISTING = "/news/politics"
BUTTON = '<button class="b1">Load more</button>'
# Appends what /more/<n> holds, one piece a click; a piece without cards is the last.
CLICKED = """
let n = 1;
const list = document.querySelector("main"), button = document.querySelector(".b1");
button.addEventListener("click", () => {
  button.disabled = true;
  fetch("/more/" + ++n).then(answer => answer.json()).then(piece => {
    list.insertAdjacentHTML("beforeend", piece.cards);
    button.disabled = false;
    if (!piece.more) button.remove();
  });
});
"""


def path(number: int) -> str:
    return f"{LISTING}/item-{number}"


def cards(numbers: range) -> str:
    return "".join(f'<article><a href="{path(n)}">{n}</a></article>' for n in numbers)


def page(script: str = CLICKED, control: str = BUTTON, shown: int = 2, head: str = "") -> str:
    menu = f'<nav><ul><li><a href="{LISTING}">Politics</a></li><li><a href="/news/sports">Sports</a></li></ul></nav>'
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>{menu}<main>{cards(range(shown))}</main>{control}"
        f"<script>{script}</script></body></html>"
    )


def piece(numbers: range, more: bool) -> Answer:
    return Answer(orjson.dumps({"cards": cards(numbers), "more": more}), type="application/json")


def pages(listing: str, pieces: int = 3, **others: Any) -> dict[str, Any]:
    """Two cards in the listing and in each piece; articles of consecutive days, the newest first."""
    empty = page(script="", control="", shown=0)
    found: dict[str, Any] = {"/": empty, "/news/sports": empty, LISTING: listing}
    for number in range(2 * pieces + 2):
        found[path(number)] = article(f"Item {number}").replace("2024-01-31", f"2024-01-{31 - number:02}")
    for number in range(2, pieces + 2):
        found[f"/more/{number}"] = piece(range(2 * number - 2, 2 * number), more=number <= pieces)
    return found | others


@contextmanager
def serving(listing: str, **told: Any) -> Iterator[Site]:
    with serve(pages(listing, **told)) as site:
        yield site


class Watched:
    """A crawl and every process it ever had below it."""

    def __init__(self, kept: Kept, *arguments: str, **settings: Any):
        self.crawl = kept.start(*arguments, **settings)
        self.seen: dict[int, str] = {}

    def until(self, done: Callable[[], bool], within: float = 90) -> bool:
        """Looks on until `done` or the end of the crawl; whether it was done."""
        deadline = time.monotonic() + within
        while self.crawl.poll() is None and time.monotonic() < deadline:
            self.seen |= _below(self.crawl.pid)
            if done():
                return True
            time.sleep(0.05)
        return done()

    def end(self, within: float = 90) -> int:
        self.until(lambda: self.crawl.poll() is not None, within)
        return self.crawl.wait(timeout=1)

    def kill(self) -> None:
        if self.crawl.poll() is None:
            self.crawl.kill()
            self.crawl.wait()

    @property
    def browsed(self) -> bool:
        return any("--type=renderer" in command for command in self.seen.values())

    def alive(self, having: str) -> list[int]:
        return [pid for pid in self.seen if having in _command(pid)]

    def left(self, within: float = 10) -> dict[int, str]:
        """Those that outlive the crawl."""
        deadline = time.monotonic() + within
        while alive := {pid: was for pid, was in self.seen.items() if _command(pid) == was}:
            if time.monotonic() > deadline:
                break
            time.sleep(0.1)
        return alive


def _below(pid: int) -> dict[int, str]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found: set[int] = set()
    waiting = {pid}
    while waiting:
        waiting = {child for child, parent in parents.items() if parent in waiting}
        found |= waiting
    return {one: command for one in found if (command := _command(one))}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def stored(kept):
    return {url.partition(".net")[2] for (url,) in kept.query("SELECT url FROM articles")}


def listing_row(kept):
    return kept.query("SELECT state, reason FROM pages WHERE url LIKE ?", f"%{LISTING}")


def require_browser() -> None:
    if program(os.environ.get("MAYADEEN_BROWSER", "")) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no Chromium is installed")
