"""The three editions as data. Nothing else in the project asks which edition it is in.

`assumed` marks what nobody here has seen on the site: the plain word of the language, or a
path formed like those that were seen (docs/architecture.md, "What is assumed").
"""

from mayadeen.editions.arabic import ARABIC
from mayadeen.editions.english import ENGLISH
from mayadeen.editions.model import Edition, Place, Words
from mayadeen.editions.spanish import SPANISH

__all__ = ("ARABIC", "EDITIONS", "ENGLISH", "HOSTS", "KIND_BY_PATH", "NO_ITEMS", "SPANISH", "Edition", "Place", "Words")

EDITIONS = {edition.code: edition for edition in (ENGLISH, ARABIC, SPANISH)}
HOSTS = {host: edition.host for edition in EDITIONS.values() for host in (edition.host, *edition.aliases)}
"""Every host of an edition -> the one that its addresses are kept on."""

# Kinds by what the address begins with; the first that fits, so the longer ones stand first.
KIND_BY_PATH = {
    "articles/opinion": "opinion",
    "articles/analysis": "analysis",
    "articles/blog": "blog",
    "articles/features": "feature",
    "news": "news",
    "articles": "opinion",
    "analysis": "analysis",
    "press": "press",
    "misc": "news",
    "reports": "report",
    "tv-reports": "report",
    "video": "video",
    "videos": "video",
    "podcasts": "podcast",
    "infograph": "infographic",
    "infographs": "infographic",
    "in-pictures": "gallery",
    "research-papers": "research",
    "newscast": "newscast",
    "live": "live",
}

# First parts of paths below which no item lies. Seen: authors, coverage, live; the rest are the
# ordinary names of such pages.
NO_ITEMS = frozenset(
    ["authors", "author", "coverage", "live", "tags", "tag", "search", "sitemaps", "about", "about-us", "contact", "contact-us", "privacy", "privacy-policy", "terms", "login", "rss", "feed", "api", "archive", "media"]
)
