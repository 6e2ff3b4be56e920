"""Spidermon's extension, over what this project observes, with a log that is read when something is wrong."""

import logging
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from spidermon.contrib.scrapy.extensions import Spidermon
from spidermon.runners import MonitorRunner

from mayadeen.extensions.collection import Collection
from mayadeen.monitors.watch import Watch

logger = logging.getLogger(__name__)


class Monitor(Spidermon):
    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Monitor":
        if crawler.settings["MAYADEEN_MONITOR"] == "off":
            raise NotConfigured
        return super().from_crawler(crawler)

    def _run_suites(self, spider: Spider, suites: list[Any]) -> None:
        if not suites or Collection.of(self.crawler).frontier.broken:
            return
        data = self._generate_data_for_spider(spider) | {"watch": Watch.of(self.crawler)}
        for suite in suites:
            self._log(MonitorRunner().run(suite, **data))
        for line in data["watch"].quiet:
            logger.info("%s", line)

    def _log(self, result: Any) -> None:
        """Spidermon's own result logs 40 lines a run through a deprecated method."""
        for one in result.monitors_failed_results:
            for line in (one.reason or one.error).strip().splitlines():
                logger.warning("%s: %s", one.monitor.monitor_name, line)
        for one in result.monitors_failed_action_results:
            if one.error:
                logger.error("%s broke: %s", one.action.name, one.error)
