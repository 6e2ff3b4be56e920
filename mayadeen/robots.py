"""robots.txt as RFC 9309 has it, which Scrapy's own middleware does not: it takes silence for consent.

- 2xx: its rules hold, for a day at most.
- 4xx, 403 included, or a redirect that leads nowhere: there are none. An edge that refuses us says so
  again on the first page, and is counted there.
- 5xx, 429 or no answer: everything is disallowed for now, so the edition is left for the next run.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from mayadeen.exceptions import Filtered, NoRobots, Released
from mayadeen.outcomes import network_trouble
from mayadeen.stores.entry import DISALLOWED
from mayadeen.urls import readable

logger = logging.getLogger(__name__)

ROBOTS = "dont_obey_robotstxt"
"""Key of the meta of the requests for robots.txt itself; Scrapy's name for it."""
DAY = 86400


@dataclass
class _Host:
    asked: float
    rules: "asyncio.Future[Any]"


class RobotsMiddleware:
    """Raises Filtered for what robots.txt disallows, NoRobots where it could not be had."""

    def __init__(self, crawler: Crawler):
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._parser = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._hosts: dict[str, _Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(ROBOTS):
            return
        answer = self._rules(request)
        rules = answer.result() if answer.done() else await asyncio.shield(answer)
        if not self.crawler.crawling:
            raise Released("the crawl is ending")
        if not rules.allowed(readable(request.url), self.agent):
            self.crawler.stats.inc_value(f"politeness/refused/{urlparse_cached(request).hostname}")
            raise Filtered(DISALLOWED)

    def _rules(self, request: Request) -> "asyncio.Future[Any]":
        """One answer for all who wait for it."""
        name = urlparse_cached(request).netloc
        host = self._hosts.get(name)
        if host is None or time.monotonic() - host.asked > DAY or _failed(host.rules):
            host = self._hosts[name] = _Host(time.monotonic(), asyncio.ensure_future(self._ask(request)))
        return host.rules

    async def _ask(self, request: Request) -> Any:
        url = urlparse_cached(request)
        robots = Request(
            f"{url.scheme}://{url.netloc}/robots.txt", priority=1000, meta={ROBOTS: True}, callback=NO_CALLBACK
        )
        rules = build_from_crawler(self._parser, self.crawler, await self._text(robots))
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    async def _text(self, robots: Request) -> bytes:
        """Raises NoRobots, and Released where the crawl ends meanwhile."""
        try:
            response = await self.crawler.engine.download_async(robots)
        except Released:
            raise
        except IgnoreRequest as reason:
            logger.warning("%s: %s; taken as if there were none", robots.url, reason)
            return b""
        except Exception as error:
            raise NoRobots(network_trouble(error) or f"robots.txt: {type(error).__name__}") from error
        return _rules_in(response)


def _failed(rules: "asyncio.Future[Any]") -> bool:
    """Then whoever goes on asks again: a watch outlives a lost network."""
    return rules.done() and (rules.cancelled() or rules.exception() is not None)


def _rules_in(response: Response) -> bytes:
    if response.status >= 500 or response.status == 429:
        raise NoRobots(f"robots.txt answered http {response.status}")
    if response.status < 300:
        return response.body.decode("utf-8-sig", "replace").encode()
    if response.status in (401, 403):
        logger.warning("%s answered http %d; taken as if there were none", response.url, response.status)
    return b""
