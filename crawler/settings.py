"""All Scrapy settings. The two dicts at the end are the map of the program: what happens to a response, in order."""

from __future__ import annotations

import os

from crawler import __version__

BOT_NAME = "kho"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# Who we are, and how to reach whoever runs this crawl: a mail address or page (see README, "Being welcome").
CONTACT = os.environ.get("KHO_CONTACT", "")
USER_AGENT = f"Kho/{__version__} (archiving crawler for public records; +{CONTACT or 'contact not given'})"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}

# Polite by default; the portal file is the place to change it, with a reason (crawler/politeness.py).
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.25
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# Bounds: a hostile or broken server costs us this much and no more.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# A body shorter or longer than announced is archived, marked, and asked for again; it is never parsed.
DOWNLOAD_FAIL_ON_DATALOSS = False
CONCURRENT_ITEMS = 8  # Scrapy makes this many tasks for every response

# Servers that are reached by IPv6 alone; Scrapy's own choice asks for IPv4 addresses only.
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"

# Retries and redirects of pages go through the frontier, so that each hop is a capture (robots.txt alone is
# redirected by Scrapy).
RETRY_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# No cookies: each page can be asked for on its own, and the cookie jar would fetch a list from a third party.
COOKIES_ENABLED = False

# Nothing may reach into a running crawl.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# Of Scrapy's own extensions those that a crawl uses: it would load all, and its remote control takes half a second.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOGSTATS_INTERVAL = 0  # crawler/progress.py reports instead
MEMUSAGE_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    # 50, of portals with `render = true` alone: crawler.render.middleware.RenderMiddleware
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsMiddleware": 100,  # may this be fetched at all?
    "crawler.middlewares.PolitenessMiddleware": 120,  # how long are we asked to wait? Crawl-delay, Retry-After
    # 400-500: headers, user agent (Scrapy's own)
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # crawler/archive/coding.py instead
    "crawler.middlewares.ArchiveMiddleware": 950,  # nearest to the wire: raw bytes into the WARC
    "crawler.sampled.SampleMiddleware": 960,  # what the sample of a new portal has fetched already
}
ITEM_PIPELINES = {
    "crawler.pipelines.ExtractPipeline": 100,  # Fetched -> Extracted, in a worker process
    "crawler.pipelines.StorePipeline": 300,  # Extracted -> rows, in the writer thread
}
EXTENSIONS = {
    "crawler.progress.Progress": 500,
}
