"""Whether listings that only a script fills can be opened."""

from collections.abc import Iterator

from mayadeen.doctor.finding import NOTE, OK, Finding
from mayadeen.programs import program


def browser_found(named: str) -> Iterator[Finding]:
    found = program(named)
    if found:
        yield Finding(OK, "browser", found)
    else:
        yield Finding(NOTE, "browser", "none is installed", "only listings that a script fills need one: apt-get install chromium")
