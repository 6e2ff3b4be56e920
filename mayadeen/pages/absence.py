"""Whether a page of status 200 that holds no article is the site saying that there is none."""

import re
from collections.abc import Callable, Collection

from lxml import etree

from mayadeen.text import fold
from mayadeen.urls import segments

# Of the three languages and their servers; folded.
_NOT_FOUND = re.compile(r"\b(404|not found|no longer|does not exist|no encontrad[ao]|no existe|غير موجود\w*|لم يتم العثور)\b")


_OF_WALLS = "cdn-cgi"


def says_not_found(root: etree._Element) -> bool:
    """In a headline, in words."""
    told = " ".join(text for heading in root.iter("title", "h1", "h2") for text in heading.itertext())
    return bool(_NOT_FOUND.search(fold(told)))


def says_nothing_there(root: etree._Element, asked: Collection[str], canonical: Callable[[str], str | None]) -> bool:
    """The site's own pages link to others of the site; a bare one says so in its heading.

    A challenge does neither: it leads to the page that was `asked` for, or to the home page.
    """
    if says_not_found(root):
        return True
    links = (canonical(href) for link in root.iter("a") if (href := link.get("href")))
    return any(url not in asked and segments(url)[:1] not in ((), (_OF_WALLS,)) for url in links if url)
