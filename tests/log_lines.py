"""Tells on standard error which part of Scrapy makes a record for each page or item, shown or not."""

import logging
import sys
from typing import Any

from scrapy.logformatter import LogFormatter


class Telling(LogFormatter):
    def crawled(self, *args: Any) -> Any:
        return self._tell("engine") or super().crawled(*args)

    def scraped(self, *args: Any) -> Any:
        return self._tell("scraper") or super().scraped(*args)

    def _tell(self, part: str) -> None:
        if logging.getLogger(f"scrapy.core.{part}").isEnabledFor(logging.DEBUG):
            print(f"made by the {part}", file=sys.stderr)
