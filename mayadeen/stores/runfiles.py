"""What a run leaves in `runs/<run>/`: `articles.jsonl` and `manifest.json`, each whole or not there."""

from pathlib import Path
from typing import Any

from mayadeen.stores.account import Account
from mayadeen.stores.articles import Articles
from mayadeen.stores.files import write_json, write_jsonl


def run_folder(data: Path, run_id: str) -> Path:
    return data / "runs" / run_id


def write_run_files(data: Path, run: dict[str, Any], articles: Articles, account: Account) -> None:
    """Raises StorageFailed; the articles are written first, so a manifest vouches for them."""
    folder = run_folder(data, run["id"])
    lines, digest = write_jsonl(folder / "articles.jsonl", articles.of_run(run["id"]))
    manifest = {
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
        "sections": [
            {"edition": edition, "section": section, **line}
            for (edition, section), line in account.by_section().items()
        ],
        "reasons": account.reasons(),
        "files": {"articles.jsonl": {"lines": lines, "sha256": digest}},
    }
    write_json(folder / "manifest.json", manifest)
