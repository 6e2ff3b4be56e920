"""The receipt of politeness, and how the runs went."""

from collections import Counter, defaultdict
from typing import Any

from mayadeen.report.times import Times
from mayadeen.stores.summary import Summary

LAST_RUNS = 50
LAST_ALARMS = 100
_LEAST, _MOST = ("smallest",), ("longest_delay", "crawl_delay")


def told(summary: Summary, runs: list[dict[str, Any]]) -> dict[str, Any]:
    seen = list(summary.observed())
    return {"politeness": _politeness(seen, runs), "alarms": _alarms(runs), "runs": _runs(runs, seen)}


def _politeness(seen: list[tuple[str, str, dict[str, Any]]], runs: list[dict[str, Any]]) -> dict[str, Any]:
    answers: Counter[str] = Counter()
    for _, _, observed in seen:
        answers.update(observed.get("answers") or {})
    saved: Counter[str] = Counter()
    for run in runs:
        saved.update({name: number or 0 for name, number in (run["saved"] or {}).items()})
    return {
        "runs": len(seen),
        "of": len(runs),
        "hosts": _hosts([observed.get("politeness") or {} for _, _, observed in seen]),
        "answers": dict(sorted(answers.items())),
        "not_modified_share": answers["304"] / answers.total() if answers else None,
        "received": sum(observed.get("received") or 0 for _, _, observed in seen),
        "saved": {name: saved[name] for name in ("not_modified", "not_asked", "bytes")},
    }


def _hosts(receipts: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for receipt in receipts:
        for host, facts in receipt.items():
            line = table[host]
            for name, value in facts.items():
                join = min if name in _LEAST else max if name in _MOST else lambda a, b: round(a + b, 3)
                line[name] = join(line[name], value) if name in line else value
    return dict(table)


def _alarms(runs: list[dict[str, Any]]) -> dict[str, Any]:
    alarmed = [run for run in runs if run["alarms"]]
    named = [
        {"run": run["id"], "started": run["started"], "quarantined": run["quarantined"], "alarm": alarm}
        for run in reversed(alarmed)
        for alarm in run["alarms"]
    ]
    return {
        "runs": len(alarmed),
        "quarantined": sum(run["quarantined"] is not None for run in runs),
        "all": len(named),
        "named": named[:LAST_ALARMS],
    }


def _runs(runs: list[dict[str, Any]], seen: list[tuple[str, str, dict[str, Any]]]) -> dict[str, Any]:
    days: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for run in runs:
        for name in ("stored", "failed", "pending"):
            days[name][run["started"][:10]] += (run["counts"] or {}).get(name, 0)
        days["runs"][run["started"][:10]] += 1
    times = Times.of(days["runs"])
    shares = {run_id: _share(observed.get("answers") or {}) for run_id, _, observed in seen}
    return {
        "all": len(runs),
        "states": dict(Counter(run["state"] for run in runs)),
        "exit_codes": dict(Counter(str(run["exit_code"]) for run in runs if run["exit_code"] is not None)),
        "step": times and times.step,
        "times": list(times.names) if times else [],
        "counts": {name: times.counted(numbers.items()) for name, numbers in days.items()} if times else {},
        "last": [_line(run, shares.get(run["id"])) for run in runs[-LAST_RUNS:]],
    }


def _share(answers: dict[str, int]) -> float | None:
    return answers.get("304", 0) / sum(answers.values()) if answers else None


def _line(run: dict[str, Any], share: float | None) -> dict[str, Any]:
    kept = ("id", "spider", "started", "finished", "state", "exit_code", "counts", "saved", "quarantined")
    return {name: run[name] for name in kept} | {"not_modified_share": share, "alarms": len(run["alarms"] or [])}
