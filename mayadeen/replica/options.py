"""The options of the command line, read once, typed and checked."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from mayadeen.replica.generated import MOST_ARTICLES
from mayadeen.replica.menus import EDITIONS
from mayadeen.replica.model import LAYERS, SEEN_LAYERS

DESCRIPTION = """\
Serve a small copy of Al Mayadeen's three news sites on 127.0.0.1: the same build as far as it
was seen, invented texts, and class names that are new at each start wherever nobody has seen
the real ones. The same options give the same articles at every start."""

EPILOG = """\
When all editions are listening, one line says base=en=http://...,ar=...,es=...; it can be
passed on as it is: scrapy crawl sections -a edition=all -a LINE.
What nobody has seen is assumed: that English pages carry the metadata script with plain
English classes, and that Spanish pages carry none."""


class WrongUse(ValueError):
    """One line that says what would do."""


@dataclass(frozen=True)
class Options:
    port: int
    editions: tuple[str, ...]
    articles: int
    newer: int
    rows: Path | None
    log: Path | None
    delay: float
    crawl_delay: float | None
    page_size: int
    layers: tuple[str, ...]
    seed: int
    class_seed: int | None
    script_listings: bool
    quiet: bool


# Flag, what stands for its value, default, meaning.
VALUES = (
    ("--port", "N", "8000", "port of the first edition, the next ones follow; 0 takes free ones"),
    ("--articles", "N", "150", f"articles of each edition, at most {MOST_ARTICLES:,}"),
    ("--newer", "N", "0", "so many more, newer than those, which stay the same"),
    ("--delay", "SECONDS", "0", "answer so much later"),
    ("--page-size", "N", "20", "cards on a listing page"),
    ("--seed", "N", "1", "another number, other articles"),
    (
        "--layers",
        "LIST",
        ",".join(SEEN_LAYERS),
        f"what articles carry, of {','.join(LAYERS)}; without markup even the seen class names are random",
    ),
    ("--class-seed", "N", None, "fix the class names (default: new at each start)"),
    ("--crawl-delay", "SECONDS", None, "write a Crawl-delay into robots.txt"),
    ("--log", "FILE", None, "append a JSON line for each request"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Values are taken as text: `checked` says what would do, in one line."""
    parser.add_argument(
        "--edition",
        action="append",
        metavar="en,ar,es",
        help="serve only these; repeat it or separate by commas (default: all three)",
    )
    for flag, value, default, meaning in VALUES:
        shown = f"{meaning} (default {default})" if default else meaning
        parser.add_argument(flag, metavar=value, default=default, help=shown)
    parser.add_argument(
        "--from", dest="rows", metavar="FILE", help="serve real rows, JSON Lines or .gz, as the Arabic edition only"
    )
    parser.add_argument(
        "--script-listings", action="store_true", help="two more listings, which only a browser can exhaust"
    )
    parser.add_argument("--quiet", action="store_true", help="print the base line only")


def checked(given: argparse.Namespace) -> Options:
    rows = _file(given.rows) if given.rows else None
    editions = _choices("--edition", given.edition, tuple(EDITIONS))
    if rows and given.edition and editions != ("ar",):
        raise WrongUse("--from serves the Arabic edition only: leave --edition out or say ar")
    if rows:
        editions = ("ar",)
    port = _number("--port", given.port, 0, 65536 - len(editions))
    newer = _number("--newer", given.newer, 0, MOST_ARTICLES)
    return Options(
        port=port,
        editions=editions,
        articles=_number("--articles", given.articles, 1, MOST_ARTICLES - newer),
        newer=newer,
        rows=rows,
        log=_writable(given.log) if given.log else None,
        delay=_seconds("--delay", given.delay),
        crawl_delay=given.crawl_delay and _seconds("--crawl-delay", given.crawl_delay),
        page_size=_number("--page-size", given.page_size, 1, 1000),
        layers=_choices("--layers", [given.layers], LAYERS),
        seed=_number("--seed", given.seed, 0, 2**32),
        class_seed=given.class_seed and _number("--class-seed", given.class_seed, 0, 2**32),
        script_listings=given.script_listings,
        quiet=given.quiet,
    )


def _number(name: str, text: str, least: int, most: int) -> int:
    value = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= value <= most:
        raise WrongUse(f"{name} must be a whole number from {least} to {most}, not '{text}'")
    return value


def _seconds(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 3600:
        raise WrongUse(f"{name} must be seconds from 0 to 3600, not '{text}'")
    return value


def _choices(name: str, given: list[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """In the order given, each once."""
    if given is None:
        return known
    chosen = tuple(dict.fromkeys(part.strip() for text in given for part in text.split(",")))
    for choice in chosen:
        if choice not in known:
            raise WrongUse(f"{name} must be some of {', '.join(known)}, not '{choice}'")
    return chosen


def _file(name: str) -> Path:
    file = Path(name)
    if not file.is_file():
        raise WrongUse(f"--from must be a file of rows, there is none at '{name}'")
    return file


def _writable(name: str) -> Path:
    file = Path(name)
    try:
        file.open("ab").close()
    except OSError as error:
        raise WrongUse(f"--log must be a file to append to: {error.strerror}: '{name}'") from error
    return file
