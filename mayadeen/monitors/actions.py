"""What is done about alarms: the run is quarantined, and people are told."""

import logging
import threading
from typing import Any

from scrapy.crawler import Crawler
from spidermon.core.actions import Action

from mayadeen.extensions.collection import Collection
from mayadeen.monitors import channels
from mayadeen.stores.clock import now

logger = logging.getLogger(__name__)


class _OfCrawler(Action):
    def __init__(self, crawler: Crawler):
        super().__init__()
        self.crawler = crawler

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        return {"crawler": crawler}


class QuarantineRun(_OfCrawler):
    """The collection marks the run when it judges how it ended."""

    def run_action(self) -> None:
        Collection.of(self.crawler).alarms = list(dict.fromkeys(map(str, self.data.watch.alarms)))


class Tell(_OfCrawler):
    """By every channel that settings name, in a thread: a silent mail server holds up nothing. Each alarm once a run."""

    def run_action(self) -> None:
        collection = Collection.of(self.crawler)
        alarms = [alarm for alarm in self.data.watch.alarms if (alarm.edition, alarm.about) not in collection.told]
        if not alarms:
            return
        collection.told |= {(alarm.edition, alarm.about) for alarm in alarms}
        record = {"at": now(), "run": collection.run.id, "spider": self.crawler.spider.name, "alarms": list(map(str, alarms))}
        channels.write(collection.data, record)
        ways = channels.ways(self.crawler.settings)
        if ways:
            threading.Thread(target=_send, args=(ways, record), name="alarms").start()


def _send(ways: dict[str, Any], record: dict[str, Any]) -> None:
    for name, way in ways.items():
        try:
            way(record)
        except Exception as error:  # whatever a mail server or a chat does, the crawl goes on
            logger.warning("the alarms could not be sent by %s: %s", name, type(error).__name__)
