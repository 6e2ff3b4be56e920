import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from mayadeen import settings


@pytest.fixture
def spiders():
    return sorted(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES})).list())
