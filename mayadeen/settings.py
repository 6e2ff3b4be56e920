"""Every setting, in the order a page travels. docs/settings.md explains them; each can be set by the
environment (MAYADEEN_DATA=/srv/mayadeen) and by `-s NAME=VALUE`."""

import os

from scrapy.settings import default_settings as scrapys

from mayadeen import user_agent

BOT_NAME = "mayadeen"
SPIDER_MODULES = ["mayadeen.spiders"]
NEWSPIDER_MODULE = "mayadeen.spiders"
COMMANDS_MODULE = "mayadeen.commands"

# Where everything is kept
MAYADEEN_DATA = os.environ.get("MAYADEEN_DATA", "data")
MAYADEEN_DATABASE = os.environ.get("MAYADEEN_DATABASE", "")
MAYADEEN_LOCK_WAIT = os.environ.get("MAYADEEN_LOCK_WAIT", 60.0)

# Who asks
MAYADEEN_CONTACT = os.environ.get("MAYADEEN_CONTACT", "")
USER_AGENT = user_agent(MAYADEEN_CONTACT)

# What next: the ledger
SCHEDULER = "mayadeen.scheduler.Scheduler"
MAYADEEN_BATCH_PAGES = 50
MAYADEEN_BATCH_SECONDS = 1.0
MAYADEEN_LEASE = 600.0
MAYADEEN_MAX_ATTEMPTS = 50
MAYADEEN_MAX_FAILURES = 5
MAYADEEN_RESUME_WITHIN = 6 * 3600.0
MAYADEEN_GONE_AFTER = 3600.0
MAYADEEN_RECHECK_AGES = "10,30,60,120,240,480,1440,4320,10080"

# How politely; loopback lifts only the delay and the concurrency (mayadeen/commands/crawl.py)
DOWNLOADER = "mayadeen.downloader.Downloader"
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
MAYADEEN_HISTORY_DELAY = 5.0
DOWNLOAD_TIMEOUT = 30.0
MAYADEEN_FIRST_TIMEOUT = 15.0
MAYADEEN_GIVE_UP_AFTER = 5
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
REDIRECT_MAX_TIMES = 5
MAYADEEN_RETRY_AFTER_DEFAULT = 10.0
MAYADEEN_RETRY_AFTER_MAX = 600.0
MAYADEEN_BLOCKS_IN_A_ROW = 5
MAYADEEN_BLOCK_DELAY = 2.0
MAYADEEN_BLOCK_DELAY_MAX = 60.0
METAREFRESH_MAXDELAY = 3  # a page that reloads itself later is a page, not a redirect
COOKIES_ENABLED = False

# Listings that go on by script alone: an executable (found by itself where this is empty), and where a walk ends
MAYADEEN_BROWSER = os.environ.get("MAYADEEN_BROWSER", "")
MAYADEEN_BROWSER_CLICKS = 500
MAYADEEN_BROWSER_MEMORY = 1.5e9

# What is let in
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# Scrapy loads even what is set to None; this one, which is off, brings requests with it
_unused = "scrapy.downloadermiddlewares.cookies.CookiesMiddleware"
DOWNLOADER_MIDDLEWARES_BASE = {path: at for path, at in scrapys.DOWNLOADER_MIDDLEWARES_BASE.items() if path != _unused}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "mayadeen.middlewares.OwnHostsMiddleware": 50,  # before robots.txt, which is fetched from the same host
    "mayadeen.robots.RobotsMiddleware": 100,
    "mayadeen.middlewares.PatienceMiddleware": 340,  # before DownloadTimeout, which leaves what is set
    "mayadeen.middlewares.RoomMiddleware": 345,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "mayadeen.middlewares.MetaRefreshMiddleware": 579,
    "mayadeen.middlewares.BlockMiddleware": 580,  # before anybody tries again, or follows
    "mayadeen.cdx.record.RecordMiddleware": 587,  # after decompression: it gives another answer
    "mayadeen.middlewares.CharsetMiddleware": 585,  # after decompression, before anybody reads the text
}
SPIDER_MIDDLEWARES = {
    # The ledger does what these do: no request is made from a response, so none has a referer or a depth.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "mayadeen.scheduler.LedgerMiddleware": 10,  # outermost: it sees all that callbacks give
    "mayadeen.middlewares.ReadableMiddleware": 60,  # after HttpError: an error page may be anything
}

CONCURRENT_ITEMS = 2  # Scrapy starts as many tasks a page, and a page gives one item

# What is kept as it was: archive/*.warc.gz
MAYADEEN_ARCHIVE = os.environ.get("MAYADEEN_ARCHIVE", "items")
MAYADEEN_ARCHIVE_ROLL = 1_000_000_000

# What becomes of an item: valid before known, known before compared, all before it is kept
ITEM_PIPELINES = {
    "mayadeen.pipelines.validate.ValidatePipeline": 100,
    "mayadeen.pipelines.clean.CleanPipeline": 200,
    "mayadeen.pipelines.duplicates.DuplicatesPipeline": 300,
    "mayadeen.pipelines.revisions.RevisionsPipeline": 400,
    "mayadeen.pipelines.neighbours.NeighboursPipeline": 500,
    "mayadeen.pipelines.export.ExportPipeline": 900,
}
MAYADEEN_NEAR_DUPLICATES = "mark"  # or drop, off
MAYADEEN_NEAR_DUPLICATE_LIKENESS = 0.45
FEED_EXPORT_ENCODING = "utf-8"
FEED_STORAGES = {"": "mayadeen.extensions.feeds.WholeFileStorage", "file": "mayadeen.extensions.feeds.WholeFileStorage"}

# Who watches; two of Scrapy's own that are off would bring aiohttp
_unused = ("scrapy.extensions.remote_control.RemoteControl", "scrapy.extensions.telnet.TelnetConsole")
EXTENSIONS_BASE = {path: at for path, at in scrapys.EXTENSIONS_BASE.items() if path not in _unused}
EXTENSIONS = {
    "mayadeen.extensions.collection.Collection": -100,  # opens what all others use
    "mayadeen.extensions.observations.Observations": -104,  # what was seen, before the collection keeps it with the run
    "mayadeen.extensions.monitor.Monitor": -106,  # and what is wrong with that, before it judges how the crawl ended
    "mayadeen.extensions.archive.ArchiveWriter": -110,  # its files are closed before the collection judges how the crawl ended
    "mayadeen.extensions.conditions.Conditions": 0,
    "mayadeen.extensions.crawl_delay.CrawlDelay": 0,
    "mayadeen.extensions.retry_after.RetryAfter": 0,
    "mayadeen.extensions.blocks.Blocks": 0,
    "mayadeen.extensions.feeds.StoredFeedExporter": 0,
    "mayadeen.extensions.savings.Savings": 800,
    "mayadeen.extensions.progress.Progress": 900,  # after the collection has closed its account
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.logstats.LogStats": None,
}
MAYADEEN_MONITOR = os.environ.get("MAYADEEN_MONITOR", "on")
MAYADEEN_MONITOR_FALL = 0.2
MAYADEEN_MONITOR_FAILED = 0.1
SPIDERMON_ENABLED = True
SPIDERMON_SPIDER_CLOSE_MONITORS = ("mayadeen.monitors.suites.AtTheEnd",)
SPIDERMON_PERIODIC_MONITORS = {"mayadeen.monitors.suites.WhileCrawling": 600}
MAYADEEN_EXPORT_QUARANTINED = os.environ.get("MAYADEEN_EXPORT_QUARANTINED", "")

# Who is told
MAYADEEN_ALARM_MAIL = os.environ.get("MAYADEEN_ALARM_MAIL", "")
MAYADEEN_ALARM_SLACK = os.environ.get("MAYADEEN_ALARM_SLACK", "")
MAYADEEN_ALARM_TELEGRAM = os.environ.get("MAYADEEN_ALARM_TELEGRAM", "")
MAYADEEN_ALARM_WEBHOOK = os.environ.get("MAYADEEN_ALARM_WEBHOOK", "")

REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
STATS_DUMP = False
LOG_LEVEL = "INFO"
MAYADEEN_PROGRESS_SECONDS = 10.0
