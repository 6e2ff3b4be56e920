"""For `scrapyd-deploy`, which builds its egg with this file; all that it says stands in pyproject.toml."""

from setuptools import setup

setup()
