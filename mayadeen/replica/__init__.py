"""A small site of the same build as Al Mayadeen's, for demonstrations and tests.

It imports nothing of mayadeen outside this package, so that a crawl of it proves something.

    python -m mayadeen.replica --help

Without a server:

    site = Site(edition="en", articles=150, seed=1, class_seed=1)
    site.article(7)             -> ArticleData: the true value of every field
    site.article_html(7, layers=("meta",)) -> str: the page that shows it
    site.page("/news/politics", "page=2") -> Page: whatever stands at an address, as bytes
    site.paths()                -> the percent-encoded path of each article, the oldest first
    site.kinds()                -> {kind: number of one article of that kind}
    Site(rows=Path(...))        -> real rows, in the place of invented articles

Articles are numbered from 1, the oldest, and each is made from its number when it is asked
for, so that any number of them takes the same memory. Without "markup" among the layers even
the class names that were seen on the site are random.
"""

from mayadeen.replica.model import KINDS, LAYERS, SEEN_LAYERS, ArticleData, Block, Link, Picture
from mayadeen.replica.page import Page
from mayadeen.replica.site import Site

__all__ = ["KINDS", "LAYERS", "SEEN_LAYERS", "ArticleData", "Block", "Link", "Page", "Picture", "Site"]
