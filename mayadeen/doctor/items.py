"""What one item's page gives: its layers, what is missing, and what was read by a lower layer than was seen once."""

from collections import Counter

from scrapy.http import TextResponse

from mayadeen.doctor.finding import NOTE, OK, TROUBLE, Finding
from mayadeen.editions import Edition
from mayadeen.items import REQUIRED, WITH_TEXT
from mayadeen.pages.article import ArticlePage
from mayadeen.pages.selectors import selector

WANTED = ("published", "section", "language")
"""What every item has beside the required fields."""
_RECORD = "record the page and follow the redesign (docs/recipes.md)"


def item_found(response: TextResponse, edition: Edition) -> Finding:
    page = ArticlePage(response, edition)
    if page.reason:
        return Finding(TROUBLE, edition.code, f"item {response.url} is read as none: {page.reason}", _RECORD)
    item = page.item()
    layers = Counter(layer for _, layer in page.answered)
    told = f"{item.kind} {response.url}: {', '.join(f'{layer} {number}' for layer, number in layers.most_common())} fields"
    wanted = (*REQUIRED, *WANTED, *(("body",) if item.kind in WITH_TEXT else ()))
    missing = [name for name in wanted if not getattr(item, name)]
    if missing:
        return Finding(TROUBLE, edition.code, f"{told}; missing {', '.join(missing)}", _RECORD)
    layer = item.provenance.get("body", {}).get("layer")
    if item.body and layer != "markup":
        said = f"{told}; {selector('body', 'markup')} found no text, the body was read by {selector('body', layer or '')}"
        return Finding(NOTE, edition.code, said, "see that it is whole: `scrapy read URL`")
    return Finding(OK, edition.code, told)
