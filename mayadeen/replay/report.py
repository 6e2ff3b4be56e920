"""The end of a replay, for a person and for `cut -f`: which fields of which articles are read otherwise."""

from collections import Counter
from collections.abc import Iterator, Sequence

from mayadeen.replay.fold import Outcome, affected


def lines(outcomes: Sequence[Outcome], counts: Counter[str], applied: bool) -> Iterator[str]:
    differing = affected(outcomes)
    for outcome in differing:
        yield f"{outcome.reading.id}\t{','.join(outcome.mended.differs)}"
    fields = Counter(name for outcome in differing for name in outcome.mended.differs)
    for name, number in sorted(fields.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{name}: read otherwise in {number} articles"
    for what, number in sorted(counts.items()):
        if what not in ("pages", "new", "same", "differs", "changed"):
            yield f"{what}: {number}"
    yield (
        f"{counts['pages']} pages read, {len(outcomes)} articles: {counts['same']} as stored, "
        f"{counts['differs']} read otherwise, {counts['changed']} changed since, {counts['new']} not stored before"
        + ("" if applied else "; nothing was stored (-a apply=1 does)")
    )
