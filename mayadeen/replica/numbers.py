"""Which article numbers belong to a list, without keeping them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, overload

from mayadeen.replica.clock import BEIRUT


class Dated(Protocol):
    """Articles 1 to `total`, the later the higher."""

    total: int

    def published(self, number: int) -> datetime: ...


def between(articles: Dated, first: datetime, last: datetime) -> range:
    """The numbers published from `first` up to and without `last`."""
    numbers = range(1, articles.total + 1)
    return range(
        1 + bisect_left(numbers, first, key=articles.published),
        1 + bisect_left(numbers, last, key=articles.published),
    )


def months(articles: Dated) -> Iterator[tuple[int, int, range]]:
    """Year, month and numbers of each month of the edition that has articles, newest first."""
    number = articles.total
    while number >= 1:
        moment = articles.published(number)
        start = moment.replace(day=1, hour=0, minute=0, second=0, tzinfo=BEIRUT)
        first = between(articles, start, moment).start
        yield start.year, start.month, range(first, number + 1)
        number = first - 1


class Cycle(Sequence[int]):
    """The numbers up to `total` whose place in each round of `length` is among `places`,
    highest first.

    >>> list(Cycle(10, [2, 7], 18)), Cycle(10, [2, 7], 18)[1], len(Cycle(10, [2], 12))
    ([18, 13, 8, 3], 13, 1)
    >>> Cycle(10, [2, 7], 18)[1:3]
    [13, 8]
    """

    def __init__(self, length: int, places: Sequence[int], total: int) -> None:
        self._length = length
        self._places = sorted(places)
        rounds, rest = divmod(total, length)
        self._count = rounds * len(self._places) + bisect_right(self._places, rest - 1)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        rounds, place = divmod(self._count - 1 - index % self._count, len(self._places))
        return rounds * self._length + self._places[place] + 1
