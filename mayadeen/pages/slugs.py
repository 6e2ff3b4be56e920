"""The title that an address was made of: its last part, as far as it tells."""

from __future__ import annotations

from difflib import SequenceMatcher

from mayadeen import text, urls

_MOST_WORDS = 60
_CUT = 3  # letters of a last word that was cut short


def likeness(title: str, url: str) -> float:
    """The share of the address's words that the title has, in their order; 0 where the address has no words.

    >>> likeness("Old mill: saved by the guild", "https://x.net/news/old-mill--saved-by-the-gui")
    1.0
    >>> likeness("Before you continue", "https://x.net/news/old-mill-saved"), likeness("A", "https://x.net/")
    (0.0, 0)
    """
    slug = words_of(url)
    said = text.words(title)[:_MOST_WORDS]
    if not slug:
        return 0
    if len(slug[-1]) >= _CUT:
        said = [slug[-1] if word.startswith(slug[-1]) else word for word in said]
    blocks = SequenceMatcher(None, said, slug, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(slug)


def words_of(url: str) -> list[str]:
    """Those of the last part; none where it is a number or a code."""
    parts = urls.segments(url)
    found = text.words(parts[-1].replace("-", " "))[:_MOST_WORDS] if parts else []
    return found if any(word.isalpha() for word in found) else []
