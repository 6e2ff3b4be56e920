"""The arguments of `scrapy crawl replay`, read once and checked."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from mayadeen.arguments import job_id
from mayadeen.editions import EDITIONS
from mayadeen.exceptions import WrongUse

NAMES = ("archive", "workers", "apply", "out", "edition")
HELP = (
    "archive='archive/*.warc.gz': WARC or WACZ files, patterns by commas",
    "workers=2: processes (default: one for each core)",
    "apply=1: store what reads otherwise as a new reading, and what is new",
    "out=FILE: all articles of the archive, as JSON Lines by id",
    "edition=en, ar, es or all (default all)",
)


@dataclass(frozen=True)
class Options:
    """Raises WrongUse from `parse`, naming the values that would do."""

    archive: str
    workers: int
    apply: bool
    out: Path | None
    editions: tuple[str, ...]
    run: str | None = None
    """Its id, where Scrapyd gave one."""

    @classmethod
    def parse(cls, **given: Any) -> Self:
        known = {name: str(value).strip() for name, value in given.items() if not name.startswith("_")}
        for name in known:
            if name not in NAMES:
                raise WrongUse(f"replay has no argument {name!r}; it has {', '.join(NAMES)}")
        if not known.get("archive"):
            raise WrongUse("name the files to read: scrapy crawl replay -a archive='data/archive/*.warc.gz'")
        if known.get("apply", "0") not in ("0", "1"):
            raise WrongUse(f"apply must be 0 or 1, not {known['apply']!r}")
        edition = known.get("edition", "all")
        if edition not in (*EDITIONS, "all"):
            raise WrongUse(f"edition must be one of {', '.join(EDITIONS)}, all, not {edition!r}")
        return cls(
            archive=known["archive"],
            workers=_workers(known.get("workers")),
            apply=known.get("apply") == "1",
            out=Path(known["out"]) if known.get("out") else None,
            editions=tuple(EDITIONS) if edition == "all" else (edition,),
            run=job_id(given),
        )

    def told(self) -> dict[str, Any]:
        return {"archive": self.archive, "editions": list(self.editions)}


def _workers(value: str | None) -> int:
    if value is None:
        return os.cpu_count() or 1
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= 1000:
        raise WrongUse(f"workers must be a number from 1 on, not {value!r}")
    return int(value)
