"""`scrapy crawl replay`: pages of WARC files read again by today's selectors, around Scrapy's engine.

options -> sources (parts) -> part (a process: records -> items, compared) -> fold -> keep -> report
"""
