"""An answer whose connection ended before the page did: the crawl fails it, and no replay makes a version of it."""

from tests.crawl.test_warc import assert_sound, records
from tests.scripted import following, page
from tests.servers import Answer, unannounced

PATH = "/news/politics/a"
BODY = "The first paragraph, of some length.", "The second one, of some length too.", "A second paragraph that stays as it is."
WHOLE = page("A", "100", body="</p><p>".join(BODY[:2]))
TORN = WHOLE[: WHOLE.index(BODY[1])]


def test_what_was_cut_short_is_marked_and_never_a_version(kept):
    with following({PATH: {0: WHOLE, 1: Answer(send=unannounced(TORN))}}) as site:
        site.crawl(kept, 0)
        site.crawl(kept, 1, "mode=full")
    assert kept.query("SELECT state, reason FROM pages WHERE kind = 'article'") == [("failed", "connection lost")]
    assert_sound(kept)
    marks = [told.get_header("WARC-Truncated") for kind, told, _, _ in records(kept) if kind == "response"]
    assert marks == [None, "disconnect"]
    read = kept.run(kept.command(f"archive={kept.data}/archive/*.gz", "apply=1", spider="replay"), kept.environment(), 60)
    assert "failed: only its beginning was archived: disconnect: 1" in read.stdout
    assert (read.returncode, "1 articles: 1 as stored, 0 read otherwise, 0 changed since" in read.stdout) == (3, True)
    assert kept.query("SELECT revision, body FROM articles") == [(1, "\n\n".join(BODY))]
