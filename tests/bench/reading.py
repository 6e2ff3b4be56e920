"""What reading a page costs, in parses of it and against trafilatura.

    python -m tests.bench.reading [--pages 200] [--passes 5]

Interleaved, with rotating order and cold caches, so that drift of the machine hits all alike.
"""

from __future__ import annotations

import argparse
import functools
import gc
import statistics
import time
from collections.abc import Callable

import lxml.html
from scrapy.http import HtmlResponse

from mayadeen.editions import ARABIC, Edition
from mayadeen.pages import article
from mayadeen.replica import Site
from tests.pages import rows

Page = tuple[str, str, Edition]
BLOCK = 25


def recorded(count: int) -> list[Page]:
    """Pages around real rows with text, in the markup that was seen."""
    full = [row for row in rows.rows() if len(row["paragraphs"]) > 800][:count]
    return [(rows.page(row), row["metadata"]["url"], ARABIC) for row in full]


def loaded(count: int) -> list[Page]:
    """Those pages with a menu of fifty links and 20,000 characters of a script that says nothing: few elements."""
    menu = "".join(f'<li><a href="/news/section-{n}">قسم {n}</a></li>' for n in range(50))
    script = f"<script>{'var a=1;' * 2500}</script></head>"
    return [
        (html.replace("</head>", script).replace("<ul>", f"<ul>{menu}", 1), url, edition)
        for html, url, edition in recorded(count)
    ]


def whole(count: int) -> list[Page]:
    """The replica's pages: the same markup with menus, boxes, lists and footer around it."""
    site = Site(edition="ar", articles=2 * count, seed=1, class_seed=1)
    full = [article for n in range(1, 2 * count) if len((article := site.article(n)).blocks) > 3][:count]
    return [(site.article_html(one.number), one.url, ARABIC) for one in full]


def parse(page: Page) -> object:
    return lxml.html.fromstring(page[0])


def fields(page: Page) -> object:
    return article.fields(*page)


def item(page: Page) -> object:
    response = HtmlResponse(page[1], body=page[0].encode(), encoding="utf-8")
    return article.ArticlePage(response, page[2]).item()


def trafilatura(page: Page) -> object:
    from trafilatura import bare_extraction

    return bare_extraction(page[0], url=page[1], with_metadata=True, include_comments=False)


READERS: dict[str, Callable[[Page], object]] = {
    "parse": parse,
    "fields": fields,
    "item": item,
    "trafilatura": trafilatura,
}


def forget() -> None:
    """What functools caches hold of a page would flatter whoever reads it twice."""
    for held in gc.get_objects():
        if isinstance(held, functools._lru_cache_wrapper) and held.__module__.startswith(
            ("trafilatura", "htmldate", "justext")
        ):
            held.cache_clear()


def measure(pages: list[Page], passes: int) -> dict[str, list[float]]:
    """CPU seconds a page of each reader, a number for each pass."""
    spent: dict[str, list[float]] = {name: [] for name in READERS}
    names = list(READERS)
    for turn in range(passes):
        forget()
        sums = dict.fromkeys(names, 0.0)
        for start in range(0, len(pages), BLOCK):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                sums[name] += _cost(READERS[name], pages[start : start + BLOCK])
        for name in names:
            spent[name].append(sums[name] / len(pages))
    return spent


def _cost(read: Callable[[Page], object], pages: list[Page]) -> float:
    begun = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - begun


def ratios(spent: dict[str, list[float]]) -> dict[str, float]:
    """Medians of the passes' own ratios."""
    parses = {
        name: statistics.median(a / b for a, b in zip(spent[name], spent["parse"], strict=False)) for name in READERS
    }
    faster = statistics.median(a / b for a, b in zip(spent["trafilatura"], spent["item"], strict=False))
    return {**{f"{name} / parse": value for name, value in parses.items()}, "trafilatura / item": faster}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--passes", type=int, default=5)
    chosen = options.parse_args()
    for name, pages in (
        ("bare pages around real rows", recorded(chosen.pages)),
        ("the same with a menu and a long script", loaded(chosen.pages)),
        ("the replica's pages", whole(chosen.pages)),
    ):
        report(name, pages, chosen.passes)


def report(title: str, pages: list[Page], passes: int) -> None:
    for page in pages[:10]:
        for read in READERS.values():
            read(page)
    spent = measure(pages, passes)
    print(
        f"\n{title}: {len(pages)} pages, {passes} passes, mean {sum(len(p[0]) for p in pages) // len(pages):,} characters"
    )
    for name, values in spent.items():
        print(
            f"{name:12} {1e3 * statistics.median(values):8.3f} ms/page ({1e3 * min(values):.3f} to {1e3 * max(values):.3f})"
        )
    for name, value in ratios(spent).items():
        print(f"{name:20} {value:6.2f}")


if __name__ == "__main__":
    main()
