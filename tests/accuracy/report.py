"""docs/accuracy.md from the figures."""

from __future__ import annotations

from collections.abc import Iterable

from tests.accuracy.scoring import FIELDS
from tests.accuracy.tally import Row

HEADINGS = {
    "title": "title", "instant": "instant", "day": "day", "authors": "authors F1", "tags": "tags F1",
    "image": "image", "body": "body F1", "empty": "left empty",
}  # fmt: skip
LAYERS = ("script", "jsonld", "meta", "markup", "structure", "menu", "address", "extractor")

OPENING = """\
# Accuracy

Written by `make accuracy` (`python -m tests.accuracy`); edit `tests/accuracy/`, not this file.

{when}

| tool | version |
| --- | --- |
{versions}

`mayadeen` is `ArticlePage(response, edition).item()` on an edition's page. `mayadeen, any site` is
`mayadeen.pages.article.read(html, url)` on the same page: the layers without an edition's words and selectors, and
what stands in the third part. The other tools run as their documentation shows first, in an environment of their own,
without a network.

## What these figures do not show

- **Nobody here has seen the live pages.** Only the metadata script, the meta tags and three class names were seen
  (`docs/architecture.md`, "What is assumed"); all other markup in the first two parts is the replica's.
- **The replica is ours**: people of this project wrote both it and the reader. A page it never thought of is not in
  these tables, and a figure of 1.000 says that nothing of what we thought of goes wrong.
- The other tools are made for any site and know nothing of these editions; `mayadeen, any site` is their equal there.
- The texts of the second part are real, their pages are rendered: the article, with cards, menus and boxes around it.
- The third part is half of two public sets, the half that was looked at while the reader was written. The fundus
  values are what another parser read, not a person.

## What counts as right

| figure | right where |
| --- | --- |
| title | equal after white space is made single |
| instant | within the same minute; a time without offset may mean UTC or Beirut, either is taken |
| day | the same day in Beirut, or the day as written |
| authors F1, tags F1 | F1 of the two sets, without case |
| image | the same picture, whatever its size: by its uuid, else by host and path |
| body F1 | F1 of the words, each as often as it stands there |
| left empty | share of the pages without text (videos, galleries) where no body is given: the summary is no body |

All are means over pages that have the value. A page on which a tool throws counts as wrong in everything. `–`: the
tool does not offer it (trafilatura gives days, news-please no tags), or no page has it.

The layouts are what the replica's articles carry; every class name that was not seen is random, another in each:

| layout | carries |
| --- | --- |
| as seen | the metadata script (not in Spanish), the meta tags, the seen class names |
| without the script | the meta tags, the seen class names |
| JSON-LD and OpenGraph | these two, and no class name that was seen |
| seen markup only | the seen class names; the date is only visible text, in Arabic with Levantine months |
| arrangement only | nothing but headline, lines, paragraphs and boxes; the date as above |

Four more owe nothing to the replica's markup (`tests/accuracy/templates.py`). The reader was not written with them, but it
was mended by what they showed, so a figure of 1.000 there says no more than elsewhere:

| layout | carries |
| --- | --- |
| weblog | OpenGraph, `<time>`, a theme's usual class names, a sidebar |
| AMP | JSON-LD, `amp-img` |
| tables | tables, breaks for paragraphs, no tags; the date as above |
| div blocks | div in div, class names made by a machine; the date as above |
"""


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    head = list(head)
    shown = [head, ["---", *["--:"] * (len(head) - 1)], *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown) + "\n"


def number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def by_group(name: str, rows: list[Row]) -> str:
    fields = [field for field in FIELDS if any(row.values[field] is not None for row in rows)]
    lines = ([row.of, str(row.pages), row.reader, *(number(row.values[field]) for field in fields)] for row in rows)
    return table([name, "pages", "tool", *(HEADINGS[field] for field in fields)], lines)


def by_kind(rows: list[Row]) -> str:
    """A line a kind, a column a tool: title / day / body."""
    readers = list(dict.fromkeys(row.reader for row in rows))
    found = {(row.of, row.reader): row for row in rows}
    pages = {row.of: row.pages for row in rows}
    lines = ([kind, str(count), *(_three(found[kind, reader]) for reader in readers)] for kind, count in pages.items())
    return table(["kind", "pages", *readers], lines)


def _three(row: Row) -> str:
    body = row.values["body"] if row.values["body"] is not None else row.values["empty"]
    return " / ".join(number(value, 2) for value in (row.values["title"], row.values["day"], body))


def item_fields(found: dict[str, dict[str, float | None]]) -> str:
    groups = list(next(iter(found.values())))
    lines = ([f"`{field}`", *(number(shares[group]) for group in groups)] for field, shares in sorted(found.items()))
    return table(["field", *groups], lines)


def by_source(found: dict[str, dict[str, tuple[int, float]]]) -> str:
    layers = [layer for layer in LAYERS if any(layer in each for each in found.values())]
    layers += sorted({layer for each in found.values() for layer in each} - set(layers))
    lines = ([f"`{field}`", *(_source(each.get(layer)) for layer in layers)] for field, each in sorted(found.items()))
    return table(["field", *layers], lines)


def _source(given: tuple[int, float] | None) -> str:
    return f"{given[1]:.3f} of {given[0]}" if given else ""


def costs(found: dict[str, dict[str, tuple[float, float, int]]]) -> str:
    """Set -> tool -> (milliseconds a page, parses, pages on which it threw)."""
    lines = (
        [name, reader, f"{milliseconds:.2f}", f"{parses:.1f}", str(thrown)]
        for name, tools in found.items()
        for reader, (milliseconds, parses, thrown) in tools.items()
    )
    return table(["pages", "tool", "ms a page", "in lxml parses", "threw on"], lines)


def counted(errors: dict[str, int]) -> str:
    """
    >>> counted({"LookupError": 3, "ValueError": 1})
    'LookupError 3 times, ValueError once'
    """
    return ", ".join(f"{name} {'once' if count == 1 else f'{count} times'}" for name, count in errors.items())
