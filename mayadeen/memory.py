"""How often this process looks for garbage, and how much memory the processes below it hold."""

import gc
import os
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
_OBJECTS = 20_000


def collect_seldom() -> None:
    """Pages make thousands of objects and few cycles: looking at all of them every 700 costs a twentieth of reading."""
    gc.freeze()  # what was imported stays
    gc.set_threshold(_OBJECTS)


def heaviest_below(pid: int) -> int:
    """Resident bytes of the largest process that descends from `pid`; 0 where there is none, or no /proc as Linux has."""
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
