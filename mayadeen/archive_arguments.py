"""The arguments of `scrapy crawl archive`."""

from typing import Any, Self

from mayadeen.arguments import NAMES, Arguments
from mayadeen.exceptions import WrongUse

_OF_LISTINGS = {
    "regions": "sitemaps do not tell regions",
    "pages": "sitemaps have no pages",
    "browser": "sitemaps are read without a browser",
}


class ArchiveArguments(Arguments):
    names = tuple(name for name in NAMES if name not in _OF_LISTINGS)

    @classmethod
    def parse(cls, **given: Any) -> Self:
        for name, why in _OF_LISTINGS.items():
            if name in given:
                raise WrongUse(f"{why}: crawl archive without {name}=, or sections with it")
        arguments = super().parse(**given)
        if arguments.urls and arguments.mode == "recheck":
            raise WrongUse("mode=recheck looks at what is due, whatever sitemap shows it: leave out urls=, or say mode=full")
        return arguments
