"""Whether listings that only a script fills can be opened."""

import shutil
from collections.abc import Iterator

from mayadeen.doctor.finding import NOTE, OK, Finding

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_found() -> Iterator[Finding]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program:
        yield Finding(OK, "browser", program)
    else:
        yield Finding(NOTE, "browser", "none is installed", "only listings that a script fills need one: apt-get install chromium")
