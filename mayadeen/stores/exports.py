"""The formats of `scrapy export`: a line each."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple

from sqlalchemy import Engine

from mayadeen.exceptions import WrongUse


@dataclass(frozen=True)
class Held:
    """What is exported: a collection's tables, and the folder of its files."""

    engine: Engine
    data: Path


Tell = Callable[[str], None]
"""Takes how far a long work has come; it is shown now and then."""
Write = Callable[[IO[bytes], Held, Tell], str]
"""Writes a file and gives back in a few words what it holds. Raises Stop."""


class Format(NamedTuple):
    write: str
    """Where its `Write` stands: imported only when it is asked for."""
    suffix: str
    """How its files' names must end; empty where it does not matter."""


FORMATS = {
    "wacz": Format("mayadeen.stores.wacz.write", ".wacz"),
}


def writer(name: str, output: Path) -> Write:
    """Raises WrongUse, naming what would do."""
    if name not in FORMATS:
        raise WrongUse(f"format must be one of {', '.join(FORMATS)}, not {name!r}")
    place, suffix = FORMATS[name]
    if not output.name.endswith(suffix):
        raise WrongUse(f"the name of a {name} file must end in {suffix}, not {output.name!r}")
    module, _, function = place.rpartition(".")
    found: Any = getattr(import_module(module), function)
    return found  # type: ignore[no-any-return]
