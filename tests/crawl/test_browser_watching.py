"""Pages that keep asking their own host for something, as tickers do: what is new is seen at once, and the end is found."""

import pytest

from tests.script_site import CLICKED, page, path, piece, serving, stored
from tests.servers import Answer

WATCHING = "setInterval(() => fetch('/ticker', {cache: 'no-store'}), 300);"
TICKER = {"/ticker": Answer("{}", type="application/json")}
STAYING = CLICKED.replace("if (!piece.more) button.remove();", "")


def paths_asked(watched, script, delay, **told):
    with serving(page(WATCHING + script), **TICKER, **told) as site:
        crawl = watched(f"base={site.base}", "pages=all", "sections=politics", DOWNLOAD_DELAY=delay)
        assert crawl.end() == 0
    return site.paths()


def test_a_ticker_holds_up_neither_the_next_click_nor_the_end(kept, watched):
    paths = paths_asked(watched, CLICKED, 0.4)
    assert stored(kept) == {path(n) for n in range(8)}
    assert [p for p in paths if "/more/" in p] == ["/more/2", "/more/3", "/more/4"]
    assert paths.index("/more/4") - paths.index("/more/2") < 15
    assert paths.count("/ticker") < 40


@pytest.mark.long
def test_a_control_that_stays_is_left_though_a_ticker_never_rests(kept, watched):
    paths = paths_asked(watched, STAYING, 1, **{"/more/5": piece(range(0), more=True)})
    assert stored(kept) == {path(n) for n in range(8)}
    assert [p for p in paths if "/more/" in p][-1] == "/more/5"
    assert paths.count("/ticker") < 40
