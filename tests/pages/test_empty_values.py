"""What a content system prints for a field that is empty is no value, and hides none that stands elsewhere."""

import pytest

from tests.pages.test_article import page, script


@pytest.mark.parametrize("none", ["0", "000", 0])
def test_a_post_id_of_zero_is_none(none):
    """What an empty field of a content system is printed as: all such pages would be one article."""
    assert page(script(postid=none)).item().post_id is None
    assert page(f'{script(postid=none)}<meta name="postid" content="0"><meta name="postid" content="12">').item().id != "en:0"
    assert page(f'{script(postid=none)}<meta name="postid" content="12">').item().id == "en:12"


@pytest.mark.parametrize("empty", ["&rlm;", "\u200e&nbsp;\u2060", "&shy;", "\u061c", "&zwnj;"])
def test_marks_that_nobody_sees_are_no_title(empty):
    item = page(f"<title>Roses</title><meta property='og:title' content='{empty}'><h1>{empty}</h1><h1>A rose</h1>").item()
    assert item.title == "A rose"


def test_of_meta_tags_that_mean_the_same_an_empty_one_says_nothing():
    head = """<meta property="og:title" content=" "><meta name="twitter:title" content="A rose">
    <meta property="og:image" content="&#160;"><meta name="twitter:image" content="https://m.net/a.jpg">"""
    item = page(f"{head}<p>One.</p>").item()
    assert (item.title, item.image_url) == ("A rose", "https://m.net/a.jpg")


NO_TIME = '<meta property="article:published_time" content="0001-01-01T00:00:00.0000000"><h1>A ferry returns</h1>'


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Room 5</p><p>6 Jan 2022 15:39</p>",
        f"<div>{'<p>The ferry has come back to the harbour after two long years.</p>' * 3}</div><p>6 Jan 2022 15:39</p>",
    ],
)
def test_a_stated_time_that_is_none_hides_no_printed_one(lines):
    item = page(NO_TIME + lines).item()
    assert item.published == "2022-01-06T15:39:00+02:00" and item.provenance["published"]["layer"] == "structure"


@pytest.mark.parametrize("unseen", ["<div hidden>{}</div>", "<template>{}</template>", "<div style='display:none'><div>{}</div></div>"])
def test_a_headline_that_nobody_sees_is_none(unseen):
    assert page(unseen.format("<h1>For a script to fill</h1>") + "<h1>A rose</h1><p>One.</p>").item().title == "A rose"
