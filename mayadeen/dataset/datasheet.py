"""DATASHEET.md and CITATION.cff of a dataset. What comes from pages or runs is escaped: it was written by others."""

import re
from typing import Any

import orjson

from mayadeen.dataset.facts import Facts
from mayadeen.dataset.package import RIGHTS
from mayadeen.documents import document

MOST = 10
"""Gaps of a section that are named here; data/coverage.csv has every day."""
_NUMBERS = ("found", "stored", "unchanged", "duplicate", "filtered", "failed", "pending")


def text(facts: Facts) -> str:
    parts = [_what(facts), _how(facts), _coverage(facts), _accuracy(), _limits(), _robots(facts), f"## Rights\n\n{RIGHTS}"]
    return "\n\n".join(["# Datasheet", *parts]) + "\n"


def _what(facts: Facts) -> str:
    asked = {"editions": ", ".join(facts.asked.editions), "since": facts.asked.since, "until": facts.asked.until}
    told = "; ".join(f"{name} {value}" for name, value in asked.items() if value) or "everything"
    rows = _table(["table", "rows"], [[name, number] for name, number in facts.rows.items()])
    left = "".join(f"\n- {_plain(note)}" for note in facts.notes)
    return (
        f"## What\n\nWhat Al Mayadeen published on its Arabic, English and Spanish sites, as a crawler found it. Asked for: {told}.\n\n"
        f"{rows}\n\nEach table is there as CSV and, typed, as Parquet, in `data/`; `datapackage.json` says what each field "
        f"means. `scrapy verify FOLDER`, `sha256sum -c manifest-sha256.txt` or any BagIt tool checks that nothing was changed.{left}"
    )


def _how(facts: Facts) -> str:
    rows = [
        [run["run"], run["program"], run["spider"], run["started"], run.get("finished") or run["state"],
         _json(run["arguments"]), f"`{run['manifest']}`" if "manifest" in run else "none: it was not ended"]
        for run in facts.runs
    ]  # fmt: skip
    table = _table(["run", "program", "spider", "began (UTC)", "ended", "arguments", "manifest"], rows)
    return (
        f"## When and how\n\nBy the crawler mayadeen; runs: {len(facts.runs)}. Each manifest holds the settings that matter, "
        f"counts, what failed and why, and the SHA-256 of what the run left.\n\n{table}"
    )


def _coverage(facts: Facts) -> str:
    rows = []
    for line in facts.by_section():
        gaps = [first if first == last else f"{first} to {last}" for first, last in line["gaps"]]
        more = [f"and {len(gaps) - MOST} more"] if len(gaps) > MOST else []
        rows.append([line[n] for n in ("edition", "section", "first", "last", *_NUMBERS)] + [", ".join(gaps[:MOST] + more) or "none"])
    table = _table(["edition", "section", "first day", "last day", *_NUMBERS, "days without items"], rows)
    return (
        "## Coverage and gaps\n\nFrom the crawler's ledger, which accounts for every address that it found: found = stored + "
        "unchanged + duplicate + filtered + failed + pending. Days are Beirut's; a day without items may be a quiet one. "
        f"What no list, sitemap or link led to is not known here. Every day: `data/coverage.csv`.\n\n{table}"
    )


def _accuracy() -> str:
    """The rows of this program in the documents' tables."""
    found: list[str] = []
    head, title = "", ""
    for line in document("accuracy.md").splitlines():
        title = line.lstrip("# ") if line.startswith("#") else title
        head = line if line.startswith("| tool |") else head
        if line.startswith("| mayadeen |") and "version" not in head:
            found += ["", f"{title}:", "", head, re.sub(r"[^|]+", " --- ", head), line]
    return (
        "## Accuracy\n\nHow well pages are read was measured on pages whose values are known, none of them the live site's: "
        "`accuracy.md`, a copy of the project's docs/accuracy.md, says how, and what the figures do not show.\n" + "\n".join(found)
    )


def _limits() -> str:
    return (
        "## Known limits\n\n"
        "- An edit that came and went between two looks was not seen; `first_seen` and `last_seen` say when somebody looked.\n"
        "- Pictures and videos are addresses only.\n"
        "- Dates are those that pages state; an article without one has none.\n"
        "- Which fields were read from which part of a page stands in `provenance`; what another part said instead too.\n"
        "- The archived pages are not in this folder; `warc` names their place in the collection it was made of."
    )


def _robots(facts: Facts) -> str:
    parts = [
        f"### {_plain(host)}\n\n{_plain(told['url'])}, {_plain(told['fetched'])} (UTC), status {told['status']}:\n\n"
        + "\n".join(f"    {_controlled(line)}" for line in told["text"].splitlines())
        for host, told in sorted(facts.robots().items())
    ]
    found = parts or ["None of these runs has kept it: they are of a version that did not."]
    return "\n\n".join(["## robots.txt as found", "The crawler obeys it.", *found])


def citation(facts: Facts) -> str:
    """Citation File Format 1.2.0. JSON strings are YAML's."""
    told = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite this collection with the SHA-256 of its manifest-sha256.txt, which tells this state from any other.",
        "title": "What Al Mayadeen published",
        "authors": [{"name": facts.contact or "whoever made this collection (write your name here)"}],
        "version": facts.ended or "0",
        **({"date-released": facts.ended} if facts.ended else {}),
        "abstract": f"{facts.rows['articles']} articles of Al Mayadeen, collected by mayadeen. {RIGHTS}",
    }
    return "".join(f"{name}: {_json(value)}\n" for name, value in told.items())


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *([_plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _plain(value: Any) -> str:
    """One line that is neither a cell's end nor markup."""
    text = "" if value is None else " ".join(_controlled(str(value)).split())
    return re.sub(r"([|<>*_\[\]\\])", r"\\\1", text) if not re.fullmatch(r"`[\w./-]+`", text) else text


def _controlled(text: str) -> str:
    return "".join(each if each.isprintable() or each == "\t" else "\ufffd" for each in text)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
