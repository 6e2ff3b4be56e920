"""Listings of which a piece is lost while other requests of the page are answered: failed, never taken for complete."""

import pytest

from tests.script_site import CLICKED, listing_row, page, path, serving, stored
from tests.servers import Answer

MORE = 'fetch("/more/" + ++n)'
TELLING = CLICKED.replace(MORE, f'fetch("/track"); {MORE}')
# The next piece is asked for when the one before is shown.
AHEAD = """
let n = 1;
const list = document.querySelector("main"), button = document.querySelector(".b1");
const get = () => fetch("/more/" + ++n).then(answer => answer.json());
let next = get();
button.addEventListener("click", () => {
  const now = next;
  now.then(piece => {
    list.insertAdjacentHTML("beforeend", piece.cards);
    if (piece.more) next = get(); else button.remove();
  });
});
"""
LONG = pytest.mark.long
TRACK = {"/track": Answer("ok", type="text/plain")}
LOST = {  # what is asked for, the first piece that fails, articles shown until then
    "the first click": (TELLING, "/more/2", 2),
    "a later click": (TELLING, "/more/4", 6),
    "looked ahead": (AHEAD, "/more/4", 6),
    "looked ahead when it opened": (AHEAD, "/more/2", 2),
}


@pytest.mark.parametrize("what", [each if each == "a later click" else pytest.param(each, marks=LONG) for each in LOST])
def test_a_piece_that_is_lost_beside_an_answer_fails_the_listing(kept, watched, what):
    script, lost, shown = LOST[what]
    with serving(page(script), pieces=5, **TRACK, **{lost: Answer("down", 500)}) as site:
        crawl = watched(f"base={site.base}", "pages=all", "sections=politics", RETRY_TIMES=0)
        assert crawl.end() == 3
    assert listing_row(kept) == [("failed", "goes on by script only: what its script asked for answered http 500")]
    assert stored(kept) == {path(n) for n in range(shown)}


@LONG
def test_a_page_that_tells_its_own_host_of_each_click_is_read_to_its_end(kept, watched):
    with serving(page(TELLING), **TRACK) as site:
        crawl = watched(f"base={site.base}", "pages=all", "sections=politics", RETRY_TIMES=0)
        assert crawl.end() == 0
    assert stored(kept) == {path(n) for n in range(8)}


@LONG
def test_a_button_whose_own_script_is_lost_fails_the_listing(kept, watched):
    app = Answer("down", 500)
    with serving(page("fetch('/track')", head='<script src="/app.js"></script>'), **TRACK, **{"/app.js": app}) as site:
        crawl = watched(f"base={site.base}", "pages=all", "sections=politics", RETRY_TIMES=0)
        assert crawl.end() == 3
    assert listing_row(kept) == [("failed", "goes on by script only: what its script asked for answered http 500")]


@LONG
def test_a_style_that_is_lost_is_no_loss(kept, watched):
    with serving(page(head='<link rel="stylesheet" href="/style.css">'), pieces=1) as site:
        crawl = watched(f"base={site.base}", "pages=all", "sections=politics", RETRY_TIMES=0)
        assert crawl.end() == 0
    assert stored(kept) == {path(n) for n in range(4)}
