"""The options of `scrapy export`, read once and checked as far as that can be done without a collection."""

from argparse import Namespace

from mayadeen.arguments import day
from mayadeen.editions import EDITIONS
from mayadeen.exceptions import WrongUse
from mayadeen.stores.columns import EXPORTED
from mayadeen.stores.exports import Wanted
from mayadeen.stores.selection import Asked

OPTIONS = {
    "table": ("NAME", f"one of {', '.join(EXPORTED)} (default articles)"),
    "edition": ("en", f"{', '.join(EDITIONS)}, by commas, or all (default)"),
    "section": ("politics", "labels, paths or their last parts, by commas; of placements the page"),
    "kind": ("news", "news, video and so on, by commas"),
    "since": ("DAY", "2024-01-01: from this day in Beirut on; of articles the published day"),
    "until": ("DAY", "2024-01-31: to this day, which is included"),
    "run": ("RUN", "what that run stored"),
    "text": ("WORDS", "what scrapy browse would find by these words, however they are spelt"),
    "quarantined": ("", "also what quarantined runs have stored"),
    "bom": ("", "csv: begin with a byte order mark, which Excel wants"),
    "partition": ("COLUMNS", "parquet: a folder with a file for each value of these, by commas: edition,kind"),
}
"""Name -> what stands for its value in the help (nothing for a switch), and the help."""


def given(opts: Namespace) -> set[str]:
    """The options that were said."""
    return {name for name in OPTIONS if getattr(opts, name) not in (None, False)}


def wanted(opts: Namespace) -> Wanted:
    """Raises WrongUse, naming what would do."""
    table = opts.table or "articles"
    if table not in EXPORTED:
        raise WrongUse(f"table must be one of {', '.join(EXPORTED)}, not {table!r}")
    _require_meaning(table, given(opts))
    asked = Asked(
        table=table,
        editions=_editions(opts.edition),
        sections=_parts(opts.section, "section"),
        kinds=_parts(opts.kind, "kind"),
        since=day(opts.since, "since"),
        until=day(opts.until, "until"),
        run=opts.run,
        text=opts.text,
        quarantined=opts.quarantined,
    )
    if asked.since and asked.until and asked.since > asked.until:
        raise WrongUse(f"since ({asked.since}) must not be later than until ({asked.until})")
    packed = opts.output.name.endswith(".gz")
    return Wanted(asked, bom=opts.bom, packed=packed, partition=_parts(opts.partition, "partition"))


def _require_meaning(table: str, said: set[str]) -> None:
    of = EXPORTED[table]
    for name, means in (("section", of.section), ("kind", of.kind), ("text", of.text)):
        if name in said and not means:
            having = [other for other, its in EXPORTED.items() if getattr(its, name)]
            raise WrongUse(f"{table} have no {name}; --{name} is for {', '.join(having)}")


def _editions(value: str | None) -> tuple[str, ...]:
    names = _parts(value, "edition")
    for name in names:
        if name not in (*EDITIONS, "all"):
            raise WrongUse(f"edition must be one of {', '.join(EDITIONS)}, all, not {name!r}")
    return () if "all" in names else names


def _parts(value: str | None, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = tuple(part.strip() for part in value.split(",") if part.strip())
    if not parts:
        raise WrongUse(f"{name} must name something, not {value!r}")
    return parts
