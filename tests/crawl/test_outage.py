"""While a whole edition is in trouble, no page's chances are used up."""

from tests.servers import Answer, article, listing, serve

A, B = "/news/politics/a", "/news/politics/b"
BROKEN = Answer("the origin is down", 521)


def test_a_page_outlives_an_outage_longer_than_its_chances(kept):
    fine = {"/": listing([A, B]), "/news/politics": listing([A, B]), A: article("A"), B: article("B")}

    def crawled(**broken):
        site.pages |= fine | broken
        return kept.crawl(f"base={site.base}", "sections=politics", RETRY_TIMES=0, MAYADEEN_MAX_FAILURES=2)

    with serve(dict(fine)) as site:
        crawled(**{A: BROKEN})
        for _ in range(2):
            crawled(**dict.fromkeys(fine, BROKEN))
        crawled()
        assert sorted(title for (title,) in kept.query("SELECT title FROM articles")) == ["A", "B"]


def test_a_page_that_fails_where_others_are_served_uses_up_its_chances(kept):
    pages = {"/": listing([A, B]), "/news/politics": listing([A, B]), A: BROKEN, B: article("B")}
    with serve(pages) as site:
        for _ in range(3):
            kept.crawl(f"base={site.base}", "sections=politics", RETRY_TIMES=0, MAYADEEN_MAX_FAILURES=2)
        assert site.paths().count(A) == 2
