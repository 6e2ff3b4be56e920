"""The text and the summary, whole, of pages that other content systems would make."""

import pytest

from mayadeen.editions import EDITIONS
from mayadeen.pages.article import fields
from tests.accuracy.pages import EDITIONS as CODES
from tests.accuracy.pages import replica_pages
from tests.accuracy.templates import TEMPLATES


@pytest.mark.parametrize("layout", TEMPLATES)
def test_text_and_summary_are_whole_in_every_layout(layout):
    read = 0
    for page in replica_pages(3, [layout]):
        found = fields(page.html, page.url, EDITIONS[page.edition])
        assert found.get("body") == page.truth["body"], page.id
        assert found.get("summary") == page.item["summary"], page.id
        read += 1
    assert read == 3 * 13 * len(CODES)


BREAKS = """<h1>A ferry returns</h1><div>By Ann Lee</div><div>6 Jan 2022 15:39</div>
<p><b>It has come back to the harbour after two long years.</b></p>
<font>Two ferries in <a href="/x">Selwick</a> have been repaired by the guild and are open to walkers.<br><br>
4 × bells<br><br>Nobody had expected it, <i>said the keeper<br><br>of the lighthouse</i> on the hill above the town.<br><br></font><br>
<span>Browse more</span>"""


def test_two_breaks_part_the_text_wherever_they_stand():
    found = fields(BREAKS, "https://english.almayadeen.net/news/politics/a-ferry-returns", EDITIONS["en"])
    assert found["body"].split("\n\n") == [
        "Two ferries in Selwick have been repaired by the guild and are open to walkers.",
        "4 × bells",
        "Nobody had expected it, said the keeper",
        "of the lighthouse on the hill above the town.",
    ]
    assert found["summary"] == "It has come back to the harbour after two long years."
