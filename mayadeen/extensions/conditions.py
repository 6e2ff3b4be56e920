"""What a run went by, kept beside what it left: the settings that matter, and each robots.txt as it was found."""

import logging
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from mayadeen import settings as ours
from mayadeen.exceptions import StorageFailed
from mayadeen.extensions.collection import Keeper
from mayadeen.robots import ROBOTS
from mayadeen.stores.clock import now
from mayadeen.stores.runfiles import write_conditions

logger = logging.getLogger(__name__)

_OF_THE_MACHINE = ("MAYADEEN_DATA", "MAYADEEN_DATABASE", "MAYADEEN_BROWSER")
"""Places on it, and with the database's address perhaps a password."""
_SCRAPYS = ("USER_AGENT", "ROBOTSTXT_OBEY", "DOWNLOAD_DELAY", "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_MAXSIZE")
LONGEST = 100_000
"""Characters of a robots.txt that are kept."""


def settings_that_matter(settings: Any) -> dict[str, Any]:
    """Nothing secret is among them: no place that alarms go to, no address of a database."""
    names = [name for name in vars(ours) if name.startswith("MAYADEEN_") and not name.startswith("MAYADEEN_ALARM")]
    return {name: settings[name] for name in (*names, *_SCRAPYS) if name not in _OF_THE_MACHINE}


class Conditions:
    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.told: dict[str, Any] = {"settings": settings_that_matter(crawler.settings), "robots": {}}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        conditions = cls(crawler)
        crawler.signals.connect(conditions.spider_opened, signals.spider_opened)
        crawler.signals.connect(conditions.response_received, signals.response_received)
        return conditions

    def spider_opened(self, spider: Spider) -> None:
        self._write()

    def response_received(self, response: Response, request: Request, spider: Spider) -> None:
        if request.meta.get(ROBOTS):
            text = response.body.decode("utf-8-sig", "replace")[:LONGEST]
            host = response.url.split("/")[2].rpartition("@")[2]
            told = {"url": f"{response.url.split('/')[0]}//{host}/robots.txt", "status": response.status, "fetched": now()}
            self.told["robots"][host] = told | {"text": text}
            self._write()

    def _write(self) -> None:
        keeper = Keeper.of(self.crawler)
        try:
            write_conditions(keeper.data, keeper.run.id, self.told)
        except StorageFailed as failed:  # whoever stores the articles says so too, and ends the crawl
            logger.warning("%s", failed)
