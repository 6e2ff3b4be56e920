"""A crawler of everything Al Mayadeen publishes in Arabic, English and Spanish."""

__version__ = "0.1.0"
