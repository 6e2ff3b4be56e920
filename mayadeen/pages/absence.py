"""Whether a page of status 200 that holds no article is the site saying that there is none."""

import re
from collections.abc import Callable

from scrapy.http import TextResponse

from mayadeen.text import fold

# Of the three languages and their servers; folded.
_NOT_FOUND = re.compile(r"\b(404|not found|no longer|does not exist|no encontrad[ao]|no existe|غير موجود\w*|لم يتم العثور)\b")
_TELLING = "//title//text() | //h1//text() | //h2//text()"


def says_nothing_there(response: TextResponse, canonical: Callable[[str], str | None]) -> bool:
    """The site's own pages link to the site; a bare one says so in its heading. A challenge does neither."""
    if _NOT_FOUND.search(fold(" ".join(response.xpath(_TELLING).getall()))):
        return True
    return any(canonical(link) for link in response.xpath("//a/@href").getall())
