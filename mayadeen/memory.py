"""How much memory the processes below this one hold. Linux only: elsewhere it is told as nothing."""

import os
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")


def heaviest_below(pid: int) -> int:
    """Resident bytes of the largest process that descends from `pid`; 0 where there is none or no /proc."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in PROC.glob("[0-9]*"):
        if (parent := _parent(entry)) is not None:
            children[parent].append(int(entry.name))
    largest, waiting = 0, children[pid]
    while waiting:
        one = waiting.pop()
        largest = max(largest, _resident(one))
        waiting = waiting + children.get(one, [])
    return largest


def _parent(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):  # it ended meanwhile
        return None


def _resident(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
