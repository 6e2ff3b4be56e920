"""Reads archived pages again. It has no callbacks: `scrapy crawl` hands it to `around_engine`."""

from mayadeen.spiders.base import MayadeenSpider


class ReplaySpider(MayadeenSpider):
    name = "replay"
    around_engine = "mayadeen.replay.main.replay"
    options = "mayadeen.replay.options.Options"
    instead_of_feeds = "use -a out=FILE"
