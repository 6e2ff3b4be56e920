"""Pages that hang, grow, fill the memory or ask for more than they may, in a real browser: ended, counted, closed."""

import pytest

from tests.script_site import CLICKED, LISTING, listing_row, page, pages, path, serving, stored
from tests.servers import Answer, serve

pytestmark = pytest.mark.long

HOSTILE = {
    "a loop": ("for (;;) {}", "did not open in the browser within 20 s"),
    "a late loop": (
        "document.querySelector('button').onclick = () => { for (;;) {} }",
        "its script held the browser for 15 s",
    ),
    "dialogs": ("for (;;) alert(1);", "did not open in the browser within 20 s"),
    "windows": ("setInterval(() => open('/popup'), 20)", "its script opened more than 10 windows"),
    "memory": (
        "const kept = []; setInterval(() => kept.push(new Uint8Array(2e8).fill(1)), 50)",
        "its script took more than 800 MB",
    ),
    "heap": ("const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random()))", "the browser: "),
    "growth": ("for (let i = 0; i < 14; i++) document.body.insertAdjacentHTML('beforeend', '<p hidden>' + 'x '.repeat(5e5))", "grew beyond 12 MB"),
    "no end": (
        "let n = 100; setInterval(() => document.querySelector('main').insertAdjacentHTML("
        "'beforeend', `<a href='/news/politics/item-${n++}'>x</a>`), 20)",
        "left after 3 clicks",
    ),
    "other hosts": (
        "document.querySelector('button').onclick = () => fetch('http://localhost:9/api')",
        "its script asked for other hosts: localhost:9",
    ),
    "robots": ("document.querySelector('button').onclick = () => fetch('/private/1')", "its script asked for: robots.txt"),
    "errors": ("document.querySelector('button').onclick = () => fetch('/more/99')", "its script asked for answered http 404"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_page_ends_counted_and_closed(kept, watched, what):
    script, reason = HOSTILE[what]
    robots = Answer("User-agent: *\nDisallow: /private/\n", type="text/plain")
    settings = {"RETRY_TIMES": 0, "MAYADEEN_BROWSER_CLICKS": 3, "MAYADEEN_BROWSER_MEMORY": 800e6}
    with serve(pages(page(script)) | {"/robots.txt": robots, "/private/1": Answer("{}")}) as site:
        crawl = watched(f"base={site.base}", "pages=all", **settings)
        assert crawl.end(120) == 3
    assert not crawl.left()
    [(state, told)] = listing_row(kept)
    assert state == "failed" and reason in told
    assert {path(0), path(1)} <= stored(kept)
    assert not [p for p in site.paths() if p.startswith("/private")]


LYING = """
Object.defineProperty(document.documentElement, "outerHTML", {get() { return {length: 1, x: "x".repeat(120e6)} }});
Array.prototype.map = Array.prototype.filter = () => 5;
Element.prototype.getAttribute = HTMLElement.prototype.click = () => { throw "x".repeat(5e6) };
document.querySelectorAll = () => "x".repeat(120e6);
document.body.insertAdjacentHTML("beforeend", "<form name=documentElement><input name=outerHTML></form>");
"""


def test_what_a_page_changes_in_the_language_does_not_reach_the_crawl(kept, watched):
    with serving(page(LYING + CLICKED)) as site:
        crawl = watched(f"base={site.base}", "pages=all")
        assert crawl.end() == 0
    assert listing_row(kept) == [("read", None)]
    assert stored(kept) == {path(n) for n in range(8)}


HARMLESS = {
    "a popup": "setTimeout(() => open('/popup'), 100)",
    "another page": "setTimeout(() => { location = '/elsewhere' }, 100)",
    "a download": "const a = document.createElement('a'); a.href = '/file.zip'; a.download = 'x'; a.click()",
    "a worker": "navigator.serviceWorker && navigator.serviceWorker.register('/worker.js')",
    "a frame": "document.body.append(Object.assign(document.createElement('iframe'), {src: '/frame'}))",
    "a picture": "new Image().src = '/picture.jpg'",
    "a film": "document.body.append(Object.assign(document.createElement('video'), {src: '/film.mp4'}))",
    "a beacon": "navigator.sendBeacon('/beacon', 'x')",
    "a socket": "new WebSocket('ws://' + location.host + '/socket')",
    "a prefetch": "document.head.insertAdjacentHTML('beforeend', '<link rel=prefetch href=/prefetched>')",
}


def test_nothing_but_scripts_styles_and_data_of_the_own_host_is_asked_for(kept, watched):
    with serving(page(";".join(f"try {{ {script} }} catch {{}}" for script in HARMLESS.values()) + ";" + CLICKED)) as site:
        crawl = watched(f"base={site.base}", "pages=all")
        assert crawl.end() == 0
    assert not crawl.left()
    assert stored(kept) == {path(n) for n in range(8)}
    known = {"/", "/robots.txt", LISTING, "/news/sports", *(path(n) for n in range(8)), *(f"/more/{n}" for n in range(2, 5))}
    assert set(site.paths()) == known


