"""Measures reading beside other tools and writes docs/accuracy.md:  make accuracy

python -m tests.accuracy                                  all of it: under ten minutes
python -m tests.accuracy --quick --readers mayadeen,wrong a sample, to standard output
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from tests.accuracy import publishers, report, tally
from tests.accuracy.pages import LAYOUTS, Page, replica_pages, row_pages
from tests.accuracy.peers import ROOT, Results, read_all
from tests.accuracy.reader_process import READERS
from tests.accuracy.templates import TEMPLATES

DEFAULT = ["mayadeen", "mayadeen, any site", "trafilatura", "newspaper4k", "news-please"]
OURS = "mayadeen"
THROWN = "\nnewspaper4k, which news-please reads with, wants a file of nltk's for Korean that no package carries: LookupError."
COSTS = """\
Processor time, and the same in parses by `lxml.html` of the same pages in the same process. Every page is read once,
cold, in one process a tool and two at a time; what another tool gave and took is kept until pages or pins
change. `make bench` measures the speed itself, in many passes.
"""


@dataclass
class Measured:
    """The pages of the three parts, and what each tool read of them all."""

    replica: list[Page]
    rows: list[Page]
    publishers: list[Page]
    results: dict[str, Results] = field(default_factory=dict)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a sample; writes no file unless --out says so")
    options.add_argument("--readers", default=";".join(DEFAULT), help=f"separated by ; or , of {'; '.join(READERS)}")
    options.add_argument("--out", type=Path, help="default docs/accuracy.md; with --quick standard output")
    options.add_argument("--json", type=Path, help="the figures by layout, for programs")
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of site/ and pages/")
    options.add_argument("--peers", type=Path, default=ROOT / ".venv-peers", help="the other tools' environment")
    chosen = options.parse_args()
    readers = chosen.readers.split(";") if ";" in chosen.readers else chosen.readers.split(",")
    if unknown := set(readers) - set(READERS):
        print(f"no reader {', '.join(unknown)}; there are {'; '.join(READERS)}", file=sys.stderr)
        return 2
    at = commit()
    measured = collected(chosen.shared, quick=chosen.quick)
    measured.results = read_all(readers, measured.replica + measured.rows + measured.publishers, chosen.peers)
    text = document(measured, chosen.shared, at)
    if chosen.json:
        chosen.json.write_bytes(orjson.dumps(figures(measured, chosen.shared), option=orjson.OPT_INDENT_2))
    _write(text, chosen.out or (None if chosen.quick else ROOT / "docs" / "accuracy.md"))
    return 0


def _write(text: str, path: Path | None) -> None:
    """It appears whole."""
    if path is None:
        sys.stdout.write(text)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".tmp")
    whole.write_text(text, encoding="utf-8")
    os.replace(whole, path)


def collected(shared: Path, *, quick: bool) -> Measured:
    layouts = ["as seen", "tables"] if quick else [*LAYOUTS, *TEMPLATES]
    rows, other = shared / "site" / "articles-ar.jsonl.gz", shared / "pages"
    return Measured(
        list(replica_pages(1 if quick else 3, layouts)),
        list(row_pages(rows, 2 if quick else 16, layouts)) if rows.exists() else [],
        publishers.publisher_pages(other, 20 if quick else 1) if other.exists() else [],
    )


def document(measured: Measured, shared: Path, at: str) -> str:
    results = measured.results
    seconds = sum(each["seconds"] for tool in results.values() for each in tool.by_page.values())
    versions = "\n".join(f"| {name} | {each.version} |" for name, each in results.items())
    lxml = next(iter(results.values())).lxml
    took = f"On {datetime.now(UTC).date()} at commit {at}, Python {sys.version.split()[0]}, lxml {lxml}; {seconds:.0f} s of processor time."
    parts = [report.OPENING.format(when=took, versions=versions)]
    if measured.replica:
        parts += [
            "\n## 1. The replica's pages\n",
            *_edition_part(measured.replica, results, "The replica's invented articles"),
        ]
    if measured.rows:
        parts += [
            "\n## 2. Real Arabic articles\n",
            *_edition_part(measured.rows, results, "Real articles of the Arabic edition, up to sixteen of each kind"),
        ]
    if measured.publishers:
        parts += ["\n## 3. Other publishers\n", *_publisher_part(measured, shared)]
    return "\n".join([*parts, "\n## Time\n", _costs(measured)])


def _edition_part(pages: list[Page], results: dict[str, Results], of: str) -> list[str]:
    articles = len({(page.edition, page.url) for page in pages})
    editions = len({page.edition for page in pages})
    parts = [
        f"{of}: {articles} articles, {len(pages)} pages.\n\n### By layout\n",
        report.by_group("layout", tally.rows(pages, results, lambda page: page.layout)),
    ]
    if editions > 1:
        parts += ["### By edition\n", report.by_group("edition", tally.rows(pages, results, lambda page: page.edition))]
    parts += [
        "### By kind: title / day / body F1 (left empty, where the kind has no text)\n",
        report.by_kind(tally.rows(pages, results, lambda page: page.kind)),
    ]
    if OURS in results:
        parts += _own(pages, results[OURS])
    return parts


def _own(pages: list[Page], ours: Results) -> list[str]:
    parts = [
        "### Every field of mayadeen's items, by layout\n",
        "The share that is exactly right, a missing value where there is none included.\n",
    ]
    parts += [report.item_fields(tally.item_fields(pages, ours, lambda page: page.layout))]
    if len({page.edition for page in pages}) > 1:
        parts += [
            "### The same by edition\n",
            report.item_fields(tally.item_fields(pages, ours, lambda page: page.edition)),
        ]
    parts += [
        "### The same by the layer that gave the value\n",
        "How often what that layer gave is exactly right, of how many pages it gave it on.\n",
    ]
    return [*parts, report.by_source(tally.by_source(pages, ours))]


def _publisher_part(measured: Measured, shared: Path) -> list[str]:
    parts = ["Scored by the sets' own `score.py`: its definitions, not the ones above. mayadeen without an edition.\n"]
    for name, found in _publisher_figures(measured, shared).items():
        columns = publishers.SETS[name]
        lines = [
            [reader, *(_offered(reader, column, values) for column in columns)] for reader, values in found.items()
        ]
        count = sum(page.layout == name for page in measured.publishers)
        parts += [f"### {name}: {count} pages\n", report.table(["tool", *columns], lines)]
    return parts


def _offered(reader: str, column: str, values: dict[str, float]) -> str:
    return report.number(None if (reader, column) in publishers.NOT_OFFERED else values.get(column))


def _publisher_figures(measured: Measured, shared: Path) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name in publishers.SETS:
        pages = [page for page in measured.publishers if page.layout == name]
        for reader, results in measured.results.items():
            if reader != "mayadeen, any site":  # the same function there
                scored = ((page, results.fields(page)) for page in pages)
                found.setdefault(name, {})[reader] = publishers.summary(shared / "pages", scored)
    return found


def _costs(measured: Measured) -> str:
    sets: dict[str, list[Page]] = {}
    for name, pages in (("replica", measured.replica), ("real articles", measured.rows)):
        sets[f"{name}, as seen"] = [page for page in pages if page.layout == "as seen"]
        sets[f"{name}, other layouts"] = [page for page in pages if page.layout != "as seen"]
    sets["other publishers"] = measured.publishers
    found = {
        name: {reader: (*results.parses(pages), results.thrown(pages)) for reader, results in measured.results.items()}
        for name, pages in sets.items()
        if pages
    }
    everything = [page for pages in sets.values() for page in pages]
    thrown = [
        f"- {reader} threw {report.counted(errors)}."
        for reader, results in measured.results.items()
        if (errors := results.errors(everything))
    ]
    if "newspaper4k" in measured.results:
        thrown.append(THROWN)
    return "\n".join([COSTS, report.costs(found), *thrown]) + "\n"


def figures(measured: Measured, shared: Path) -> dict[str, Any]:
    def rows(pages: list[Page]) -> list[dict[str, Any]]:
        return [asdict(row) for row in tally.rows(pages, measured.results, lambda page: page.layout)]

    return {
        "replica": rows(measured.replica),
        "rows": rows(measured.rows),
        "publishers": _publisher_figures(measured, shared) if measured.publishers else {},
        "thrown": {name: results.thrown(measured.replica) for name, results in measured.results.items()},
    }


def commit() -> str:
    ended = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    changed = subprocess.run(
        ["git", "status", "--porcelain", "mayadeen"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return (ended.stdout.strip() or "unknown") + (" with changes" if changed.stdout.strip() else "")


if __name__ == "__main__":
    sys.exit(main())
