"""Whether a page of status 200 that holds no article is the site saying that there is none."""

import re
from collections.abc import Callable

from lxml import etree

from mayadeen.text import fold

# Of the three languages and their servers; folded.
_NOT_FOUND = re.compile(r"\b(404|not found|no longer|does not exist|no encontrad[ao]|no existe|غير موجود\w*|لم يتم العثور)\b")


def says_nothing_there(root: etree._Element, canonical: Callable[[str], str | None]) -> bool:
    """The site's own pages link to the site; a bare one says so in its heading. A challenge does neither."""
    told = " ".join(text for heading in root.iter("title", "h1", "h2") for text in heading.itertext())
    if _NOT_FOUND.search(fold(told)):
        return True
    return any(canonical(href) for link in root.iter("a") if (href := link.get("href")))
