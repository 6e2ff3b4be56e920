"""The collection in a browser: Datasette over its database and its search index, read only, on loopback.

Knows no Scrapy. Pages hold no scripts; templates and style are package data, so that it works from a zipped egg.
"""
