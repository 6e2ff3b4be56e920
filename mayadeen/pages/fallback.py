"""The body by an established extractor, where no layer of our own gave one."""

from __future__ import annotations

from lxml import etree

from mayadeen import text

# trafilatura's time grows faster than the page; beyond these a page is hostile or no article.
_LONGEST = 4_000_000
_MOST_ELEMENTS = 15_000
_DEEPEST = 250


def body(html: str, root: etree._Element) -> list[str]:
    """The paragraphs trafilatura finds."""
    if len(html) > _LONGEST or not _bearable(root):
        return []
    from trafilatura import bare_extraction  # takes half a second, and most crawls never need it

    found = bare_extraction(html, with_metadata=False, include_comments=False)
    lines = (found.text or "").splitlines() if found is not None else []
    return [cleaned for line in lines if (cleaned := text.clean(line))]


def _bearable(root: etree._Element) -> bool:
    if sum(1 for _ in root.iter(etree.Element)) > _MOST_ELEMENTS:
        return False
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest <= _DEEPEST
