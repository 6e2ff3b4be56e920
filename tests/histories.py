"""What the tests of web archives share."""

from tests.scripted import OWN

A = f"{OWN}/news/politics/a"
NOT_TOLD = ("run", "cluster", "warc", "regions")
"""What a page does not tell: who stored it, which others are like it, where it is kept, which listings lead to it."""


def history(kept, cdx, *arguments, **settings):
    return kept.crawl(cdx, *arguments, spider="history", **settings)


def versions(kept, article_id="en:1"):
    """(number, title, when read) of each, the oldest first."""
    columns = "revision, title, fetched"
    former = kept.query(f"SELECT {columns} FROM revisions WHERE article_id = ? ORDER BY replaced", article_id)
    return former + kept.query(f"SELECT {columns} FROM articles WHERE id = ?", article_id)


def comparable(lines):
    told = [{name: value for name, value in line.items() if name not in NOT_TOLD} for line in lines]
    for line in told:
        line["provenance"].pop("fetched", None)  # where a capture was read
    return told
