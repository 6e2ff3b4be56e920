"""Near-duplicates: when two texts are one text with changes. Pure functions over folded words.

Likeness is the Jaccard similarity of the sets of three-word runs. It is estimated from MinHash
signatures to find who may be alike, and computed from the texts before anybody is called so.
The numbers were measured on real articles (docs/decisions.md, "Near-duplicates").
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from struct import Struct
from typing import Any

from rensa import RMinHash  # type: ignore[import-untyped]

from mayadeen.text import fold

RUN = 3
"""Words in a run: fewer and different texts look alike, more and every edit costs more of them."""
PERMUTATIONS = 128
BANDS = 20
"""Pairs of signature slots that are indexed: two texts of likeness x share one with 1 - (1 - x^2)^20, 0.989 at 0.45."""
SHORTEST = 40
"""Words below which a text is too stereotyped to be told from another: it abstains."""
LIKENESS = 0.45
"""From here on two texts are near-duplicates; with 30 % of the sentences replaced, half of the runs remain."""
LOWEST = LIKENESS
"""A threshold below this would miss more and more of its pairs in the index."""

TEMPLATES = frozenset(("newscast", "live"))
"""Kinds whose text is a form that is filled anew, or a page that is never the same: they abstain."""

_MARGIN = 0.13
"""Three standard deviations of the estimate."""
_SEED = 1
_SLOTS = Struct(f"<{PERMUTATIONS}I")
_APART = 0x9E3779B97F4A7C15
_POSITIVE = (1 << 63) - 1
_HIGHEST = int.from_bytes(b"\x80\0\0\0" * PERMUTATIONS)
_OTHERS = int.from_bytes(b"\x7f\xff\xff\xff" * PERMUTATIONS)
"""Bits of each slot of a signature, in whichever order its bytes are read."""


def running_words(article: Mapping[str, Any]) -> list[bytes]:
    """The folded words of the body, in UTF-8; none where there is too little of it to compare.

    Without title and summary: newscasts repeat them, and follow-ups quote them. A page without a
    body of its own may have its summary read as one.
    """
    body = article.get("body")
    if not body or article.get("kind") in TEMPLATES:
        return []
    folded = fold(body)
    words = folded.encode().split()
    return words if len(words) >= SHORTEST and folded != fold(article.get("summary") or "") else []


def runs(words: Sequence[bytes]) -> Iterable[bytes]:
    """
    >>> list(runs(b"a b c d".split()))
    [b'a b c', b'b c d']
    """
    return map(b" ".join, zip(*(words[start:] for start in range(RUN)), strict=False))


def likeness(one: Sequence[bytes], other: Sequence[bytes]) -> float:
    """
    >>> likeness(b"a b c d".split(), b"a b c e".split())
    0.3333333333333333
    """
    first, second = set(runs(one)), set(runs(other))
    return len(first & second) / len(first | second) if first or second else 0.0


def signature(words: Sequence[bytes]) -> bytes:
    """512 bytes; empty of no words. The same on every machine, until `rensa` changes its algorithm."""
    if not words:
        return b""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(list(runs(words)))
    return _SLOTS.pack(*sketch.digest())


def estimate(one: bytes, other: bytes) -> float:
    """The likeness of the texts of two signatures, with a standard deviation of at most 0.044."""
    apart = int.from_bytes(one) ^ int.from_bytes(other)
    # Of each slot that differs the highest bit, set by itself or by a carry from the others, which stays within it.
    different = ((apart & _OTHERS) + _OTHERS | apart) & _HIGHEST
    return (PERMUTATIONS - different.bit_count()) / PERMUTATIONS


def may_be_alike(one: bytes, other: bytes, least: float) -> bool:
    return estimate(one, other) >= least - _MARGIN


@lru_cache(maxsize=1024)  # of an article that is stored they are asked for three times
def bands(of: bytes) -> tuple[int, ...]:
    """Positive 63-bit numbers, one of which two alike texts have in common; none of no signature."""
    if not of:
        return ()
    slots = _SLOTS.unpack(of)
    return tuple(
        ((slots[2 * band] << 32 | slots[2 * band + 1]) ^ (band + 1) * _APART) & _POSITIVE for band in range(BANDS)
    )


def pairs_within(signatures: Mapping[str, bytes], least: float) -> set[tuple[str, str]]:
    """The pairs of keys, in order, whose texts may be alike: they share a band and the estimate says so."""
    return {
        pair for pair in _together(_sharing(signatures)) if may_be_alike(signatures[pair[0]], signatures[pair[1]], least)
    }


def pairs_apart(
    signatures: Mapping[str, bytes], least: float, group: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Those of these pairs whose groups differ when their turn comes: of a thousand copies a thousand, not half a million.

    What is yielded is to be joined where it is alike, before the next is asked for.
    """
    compared = set[tuple[str, str]]()
    for bucket in _sharing(signatures):
        parts: dict[str, list[str]] = defaultdict(list)
        for one in sorted(bucket):
            for part in list(parts.values()):
                for other in part:
                    if group(one) == group(other):  # and so of the whole part: groups only grow
                        break
                    if (other, one) not in compared and may_be_alike(signatures[other], signatures[one], least):
                        yield other, one
                    compared.add((other, one))
            parts[group(one)].append(one)


def _sharing(signatures: Mapping[str, bytes]) -> Iterable[set[str]]:
    """The keys that have a band in common, by band."""
    sharing: dict[int, set[str]] = defaultdict(set)
    for key, of in signatures.items():
        for band in bands(of):
            sharing[band].add(key)
    return sharing.values()


def _together(buckets: Iterable[Collection[str]]) -> set[tuple[str, str]]:
    return {pair for bucket in buckets if len(bucket) > 1 for pair in combinations(sorted(bucket), 2)}
