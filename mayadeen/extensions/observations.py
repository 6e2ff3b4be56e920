"""Counts what a run sees of the site while it goes on (`mayadeen.observed`); the collection keeps it with the run."""

from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from mayadeen.extensions.collection import Collection
from mayadeen.items import Article
from mayadeen.loaders import READER
from mayadeen.observed import Observed
from mayadeen.stores.entry import Visit

_STATUS = "downloader/response_status_count/"
_POLITENESS = "politeness/"


class Observations:
    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.observed = Observed(READER)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        observations = cls(crawler)
        crawler.signals.connect(observations.spider_opened, signals.spider_opened)
        crawler.signals.connect(observations.item_scraped, signals.item_scraped)
        crawler.signals.connect(observations.spider_closed, signals.spider_closed)
        return observations

    @classmethod
    def of(cls, crawler: Crawler) -> "Observations":
        found = crawler.get_extension(cls)
        return found or cls(crawler)

    def spider_opened(self) -> None:
        Collection.of(self.crawler).frontier.on_settled.append(self._settled)

    def item_scraped(self, item: Any) -> None:
        if isinstance(item, Article) and item.visit is not None:
            self.observed.item(item, item.visit.answered)

    def _settled(self, visit: Visit) -> None:
        entry = visit.entry
        # That a held article is no longer there is an event of the site's, told as such, and no failure of ours.
        state = "gone" if visit.absence and entry.article_id else visit.state
        self.observed.page(entry.edition, entry.url, state, visit.reason, blocked=visit.blocked)
        if entry.kind == "listing" and entry.context.get("number") == 1 and visit.status == 200 and visit.shown:
            self.observed.listing(entry.edition, entry.context["path"], visit.shown["items"])

    def spider_closed(self) -> None:
        Collection.of(self.crawler).observed = self.told()

    def told(self) -> dict[str, Any]:
        stats = self.crawler.stats.get_stats()
        answers = {name.removeprefix(_STATUS): number for name, number in stats.items() if name.startswith(_STATUS)}
        received = stats.get("downloader/response_bytes", 0)
        return self.observed.told() | {"politeness": self._receipt(stats), "answers": answers, "received": received}

    def _receipt(self, stats: dict[str, Any]) -> dict[str, dict[str, float]]:
        """By host: the downloader's own, and what others counted as `politeness/<what>/<host>`."""
        gaps = getattr(self.crawler.engine.downloader, "gaps", None) if self.crawler.engine else None
        hosts = {host: dict(facts) for host, facts in gaps.hosts.items()} if gaps else {}
        for name, value in stats.items():
            what, _, host = name.removeprefix(_POLITENESS).partition("/")
            if name.startswith(_POLITENESS) and host:
                hosts.setdefault(host, {"requests": 0, "early": 0})[what] = value
        return hosts
