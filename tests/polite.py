"""What the tests of politeness share."""

import json

from tests.conftest import Kept
from tests.servers import Answer, Site, article

OWN = "https://english.almayadeen.net"
A = "/news/politics/"


def pages(number: int) -> dict[str, str]:
    return {f"{A}page-{n}": article(f"Page {n}") for n in range(1, number + 1)}


def crawl(kept: Kept, site: Site, *more: str, base: str | None = None, **settings: object):
    """A crawl of all that the site serves but robots.txt."""
    kept.data.mkdir(parents=True, exist_ok=True)
    file = kept.data / "urls.txt"
    file.write_text("".join(f"{OWN}{path}\n" for path in site.pages if path.startswith(A)))
    return kept.crawl(f"urls={file}", f"base={base or site.base}", *more, **settings)


def receipt(kept: Kept) -> dict[str, float]:
    """What the run itself says of its politeness."""
    return json.loads(kept.one("SELECT observed FROM runs"))["politeness"]["127.0.0.1"]


def robots(*lines: str) -> dict[str, Answer]:
    return {"/robots.txt": Answer("\n".join(("User-agent: *", *lines)), type="text/plain")}
