"""The report of a collection or of a run: `told.py` counts, `page.py` shows. Knows no Scrapy."""
