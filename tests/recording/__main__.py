"""Records a page for the tests:  make record URL=https://english.almayadeen.net/...  [EDITION=en]

    python -m tests.recording URL [--edition en]     a live page, and a draft of its expected values
    python -m tests.recording --replica              the replica's pages, one an edition and kind

docs/recipes.md says what to do then.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from protego import Protego

from mayadeen import user_agent
from mayadeen.editions import EDITIONS, Edition
from mayadeen.exceptions import Stop, Unreachable, WrongUse
from mayadeen.one_page import edition_at
from mayadeen.pages.article import ArticlePage
from mayadeen.provenance import NOT_READ
from mayadeen.replica import Site
from tests.conftest import run_replica
from tests.recording import cassettes, expectations
from tests.recording.truth import expected

TIMEOUT = 30


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("url", nargs="?", default="")
    options.add_argument("--edition", default="")
    options.add_argument("--replica", action="store_true")
    options.add_argument("--into", type=Path, default=cassettes.TESTS, help="the folder of cassettes/ and expected/")
    options.add_argument("--date", default=datetime.now(UTC).date().isoformat(), help="the date in the files' names")
    chosen = options.parse_args()
    try:
        if chosen.replica:
            record_replica(chosen.into, chosen.date)
        else:
            record_live(chosen)
    except Stop as stop:
        print(f"mayadeen: {stop}", file=sys.stderr)
        return stop.exit_code
    return 0


def record_live(chosen: argparse.Namespace) -> None:
    """Raises WrongUse, and Unreachable where the page cannot be had."""
    edition = _edition(chosen.url, chosen.edition)
    agent = user_agent(os.environ.get("MAYADEEN_CONTACT", ""))
    _obey_robots(chosen.url, agent)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "page.json"
        _record(chosen.url, draft, agent)
        cassettes.tidy(draft, edition.host)
        item = _item(draft, edition)
        path = _free(chosen.into / "cassettes" / edition.code / f"{item.kind}_{chosen.date}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draft.read_bytes())
    fields = {name: value for name, value in vars(item).items() if name not in NOT_READ}
    expectations.write(expectations.beside(path), f"a page of {edition.host}", fields, draft=True)
    for written in (path, expectations.beside(path)):
        print(os.path.relpath(written))
    print('The second is a draft by the reader: correct it, then delete its line "draft".')


def _edition(url: str, code: str) -> Edition:
    if not url.startswith(("http://", "https://")):
        raise WrongUse("name a page: make record URL=https://english.almayadeen.net/...")
    if code and code not in EDITIONS:
        raise WrongUse(f"EDITION must be one of {', '.join(EDITIONS)}, not {code!r}")
    edition = EDITIONS[code] if code else edition_at(url)
    if edition is None:
        raise WrongUse(f"{urlsplit(url).hostname} is no edition's host; say EDITION={', '.join(EDITIONS)} for a mirror")
    return edition


def _obey_robots(url: str, agent: str) -> None:
    """Raises Unreachable for what robots.txt disallows, and where it cannot be had."""
    parts = urlsplit(url)
    answer = _reached(
        lambda: requests.get(
            f"{parts.scheme}://{parts.netloc}/robots.txt", headers={"User-Agent": agent}, timeout=TIMEOUT
        )
    )
    if answer.status_code >= 500 or answer.status_code == 429:
        raise Unreachable(f"robots.txt answered http {answer.status_code}")
    if answer.ok and not Protego.parse(answer.text).can_fetch(url, agent):
        raise Unreachable(f"robots.txt disallows {url}")


def _record(url: str, path: Path, agent: str) -> None:
    with cassettes.cassette(path, "once") as session:
        session.headers["User-Agent"] = agent
        answer = _reached(lambda: session.get(url, allow_redirects=False, timeout=TIMEOUT))
    if answer.is_redirect:
        raise WrongUse(f"{url} leads to {answer.headers['Location']}: record that")
    if answer.status_code != 200:
        raise Unreachable(f"{url} answered http {answer.status_code}")


def _reached(ask: Callable[[], requests.Response]) -> requests.Response:
    try:
        return ask()
    except requests.RequestException as error:
        raise Unreachable(f"cannot reach {getattr(error.request, 'url', 'it')}: {type(error).__name__}") from None


def _item(path: Path, edition: Edition):
    with cassettes.cassette(path) as session:
        page = ArticlePage(cassettes.scrapy_response(session.get(cassettes.recorded_address(path))), edition)
    if page.reason:
        raise WrongUse(f"the page is no item: {page.reason}")
    return page.item()


def _free(path: Path) -> Path:
    """That path, or with a number where it is taken."""
    taken = (path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, 100)))
    return next(each for each in taken if not each.exists())


def record_replica(into: Path, date: str) -> None:
    with tempfile.TemporaryDirectory() as folder, run_replica(Path(folder) / "log", "--class-seed", "1") as running:
        for code, base in running.bases.items():
            site = Site(edition=code, class_seed=1)
            paths = list(site.paths())
            for kind, number in site.kinds().items():
                path = into / "cassettes" / code / f"{kind}_{date}.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)
                _record(base + paths[number - 1], path, "mayadeen")
                cassettes.tidy(path, EDITIONS[code].host, f"{date}T00:00:00")
                of = f"article {number} of the replica's edition {code}, seed 1"
                expectations.write(expectations.beside(path), of, expected(site.article(number)), draft=False)


if __name__ == "__main__":
    sys.exit(main())
