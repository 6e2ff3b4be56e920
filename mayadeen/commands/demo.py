"""`scrapy demo`: the whole road on this machine alone, from the replica to a table, a file and a database."""

import argparse
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrapy.commands import ScrapyCommand

FOLDER = Path("demo")
"""Its own folder, so that made-up articles never mix with a real collection."""


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Crawl a small replica of the site on this machine and show what comes of it"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        with replica() as base:
            print(f"$ scrapy crawl sections -a edition=all -a {base}", flush=True)
            crawl = [sys.executable, "-m", "scrapy", "crawl", "sections", "-a", "edition=all", "-a", base]
            self.exitcode = subprocess.run(  # noqa: S603
                crawl, env=os.environ | {"MAYADEEN_DATA": str(FOLDER), "MAYADEEN_DATABASE": ""}, check=False
            ).returncode
        if self.exitcode == 0:
            show_samples(FOLDER)


@contextmanager
def replica() -> Iterator[str]:
    """Its `base=...` argument, while it runs on free ports."""
    command = [sys.executable, "-m", "mayadeen.replica", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield next(line.strip() for line in process.stdout or () if line.startswith("base="))
        except StopIteration:
            sys.exit("mayadeen: the replica did not start")
        finally:
            process.terminate()


def show_samples(data: Path) -> None:
    from sqlalchemy import select

    from mayadeen.stores.articles import article
    from mayadeen.stores.database import default_address, open_database
    from mayadeen.stores.tables import articles

    engine = open_database(default_address(data), create=False)
    with engine.connect() as connection:
        for edition in ("en", "ar", "es"):
            query = select(articles).where(articles.c.edition == edition, articles.c.word_count > 0)
            row = connection.execute(query.order_by(articles.c.published.desc()).limit(1)).mappings().first()
            if row:
                item = article(row)
                print(f"\n{item.id}  {item.kind}  {item.published}  {', '.join(item.authors)}\n{item.title}")
                print(textwrap.shorten(item.body or "", 200, placeholder=" …"))
