"""The pages asked for last, up to a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from mayadeen.replica.page import Page


class PageCache:
    def __init__(self, limit: int = 24_000_000) -> None:
        self._limit = limit
        self._size = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Page]) -> Page:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
            return page
        page = self._pages[key] = make()
        self._size += len(page.body)
        while self._size > self._limit:
            _, oldest = self._pages.popitem(last=False)
            self._size -= len(oldest.body)
        return page
