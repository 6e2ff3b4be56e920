"""What a run leaves in `runs/<run>/`: its files of lines and `manifest.json`, each whole or not there."""

from pathlib import Path
from typing import Any

import orjson

from mayadeen.stores.account import Account
from mayadeen.stores.articles import Articles
from mayadeen.stores.files import write_json, write_jsonl
from mayadeen.stores.shown import Shown
from mayadeen.stores.tables import flashes, placements

CONDITIONS = "conditions.json"


def run_folder(data: Path, run_id: str) -> Path:
    return data / "runs" / run_id


def write_run_files(data: Path, run: dict[str, Any], articles: Articles, account: Account) -> None:
    """Raises StorageFailed; the articles are written first, so a manifest vouches for them."""
    folder = run_folder(data, run["id"])
    lines, digest = write_jsonl(folder / "articles.jsonl", articles.of_run(run["id"]))
    sections = [
        {"edition": edition, "section": section, **line} for (edition, section), line in account.by_section().items()
    ]
    told = {"sections": sections, "reasons": account.reasons()}
    write_json(folder / "manifest.json", _manifest(run) | _conditions(data, run["id"]) | told | {"files": {"articles.jsonl": _file(lines, digest)}})


def write_watch_files(data: Path, run: dict[str, Any], shown: Shown) -> None:
    """The same of a run of the ticker: what it saw. Raises StorageFailed."""
    folder = run_folder(data, run["id"])
    files = {}
    for table in (flashes, placements):
        name = f"{table.name}.jsonl"
        files[name] = _file(*write_jsonl(folder / name, shown.of_run(table, run["id"])))
    write_json(folder / "manifest.json", _manifest(run) | _conditions(data, run["id"]) | {"files": files})


def write_conditions(data: Path, run_id: str, told: dict[str, Any]) -> None:
    """The settings that matter and each robots.txt, from the run's beginning on. Raises StorageFailed."""
    write_json(run_folder(data, run_id) / CONDITIONS, told)


def _conditions(data: Path, run_id: str) -> dict[str, Any]:
    """Nothing of a run of a version that did not keep them."""
    try:
        told = orjson.loads((run_folder(data, run_id) / CONDITIONS).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return {"settings": told["settings"], "robots": told["robots"]}


def _file(lines: int, digest: str) -> dict[str, Any]:
    return {"lines": lines, "sha256": digest}


def _manifest(run: dict[str, Any]) -> dict[str, Any]:
    return {
        "run": run["id"],
        "program": f"mayadeen {run['version']}",
        "spider": run["spider"],
        "arguments": run["arguments"],
        "started": run["started"],
        "finished": run["finished"],
        "state": run["state"],
        "reason": run["reason"],
        "exit_code": run["exit_code"],
        "counts": run["counts"],
        "saved": run["saved"],
        "quarantined": run["quarantined"],
        "alarms": run["alarms"] or [],
        "observed": run["observed"],
    }
