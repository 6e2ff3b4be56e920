"""Which pages without an article say that there is none: those of the site, not what stands before it."""

import pytest
from lxml import html

from mayadeen.editions import EDITIONS
from mayadeen.pages.absence import says_nothing_there
from mayadeen.site import Site

ASKED = "https://english.almayadeen.net/news/politics/x"
SITE = Site(EDITIONS["en"])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<h1>Page not found</h1>", True),
        ("<h1>الصفحة غير موجودة</h1>", True),
        ("<h1>Sorry</h1><a href='/news/politics'>Politics</a>", True),
        ("<h1>One moment</h1>", False),
        ("<h1>One moment</h1><a href='/'>Back</a><a href='/?a=b'>Home</a>", False),
        ("<h1>One moment</h1><a href='/news/politics/x#again'>Again</a><a href=''>Again</a>", False),
        ("<h1>One moment</h1><a href='/cdn-cgi/l/chk'>On</a><a href='https://www.cloudflare.com/5xx'>What is this?</a>", False),
    ],
)
def test_only_the_sites_own_pages_say_so(body, says):
    root = html.document_fromstring(f"<html><body>{body}</body></html>")
    assert says_nothing_there(root, (ASKED,), lambda link: SITE.canonical(link, on=ASKED)) is says
