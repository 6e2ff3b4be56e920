"""The commands in README.md and docs/: where they stand, and what is changed in them so that a test can run them.

A command that is neither run nor in NOT_RUN_HERE fails the tests.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAMS = ("scrapy", "python", "python3", "sqlite3", "ls", "export")
"""What is run, in a folder that looks like the project and holds a collection in data/ and in demo/."""

# How the command begins: why it is not run here.
NOT_RUN_HERE = {
    "make crawl": "it installs; what it then runs is `scrapy demo`, run by tests/crawl/test_sections.py and below",
    "make test": "this is it",
    "apt-get": "it installs",
    ".venv/bin/pip install": "it installs",
    "/srv/mayadeen/.venv/bin/pip install": "it installs",
    "python3 -m venv": "it installs",
    "git": "it asks another server, or changes the project's own folder",
    "cd /srv/mayadeen": "that folder is a server's",
    "useradd": "it changes the machine; tests/deploy/test_schedule.py runs the jobs as another user",
    "install": "it changes the machine; tests/deploy/test_units.py sees that the files are there",
    "runuser": "it needs a user of its own; tests/deploy/test_schedule.py runs deploy/run",
    "cp": "it changes the machine, or puts a backup back: tests/deploy/test_schedule.py",
    "systemctl": "it changes the machine; tests/deploy/test_units.py has systemd check the units",
    "rm": "part of putting a backup back: tests/deploy/test_schedule.py",
    "rsync": "the same",
    "chown": "the same",
    'sqlite3 /var/lib/mayadeen/data/mayadeen.sqlite "VACUUM INTO': "a server's folder; deploy/backup, which runs it: the same",
    ".venv/bin/scrapyd-client": "tests/deploy/test_scrapyd.py deploys to a real Scrapyd",
    "curl": "tests/deploy/test_scrapyd.py asks a real Scrapyd",
    "scrapy crawl history": "it needs a web archive; tests/crawl/test_history.py has one",
    ".venv/bin/python -m tests.accuracy": "tests/accuracy/test_accuracy.py runs it",
}

# What stands in a document: what is run. {all} and {en} are base= arguments of a replica, {run} is the last run.
INSTEAD = (
    (r"http://127\.0\.0\.1:8000\b", "{en_home}"),
    (r"^((?:\S+ )*?\S*scrapy crawl (?:sections|archive|ticker)\b(?!.*\bbase=).*edition=all.*)", r"\1 -a {all}"),
    (r"^((?:\S+ )*?\S*scrapy crawl (?:sections|archive|ticker)\b(?!.*\bbase=|.*edition=all).*)", r"\1 -a base={en_home}"),
    (r"^(\S*scrapy doctor)(?!.*(?:\bbase=|--offline))(.*edition=en.*)", r"\1\2 -a base={en_home}"),
    (r"^(\S*scrapy doctor)(?!.*(?:\bbase=|--offline|edition=))(.*)", r"\1\2 -a {all}"),
    (r"since=2026-01-01 -a until=2026-01-07", "since=2026-01-20 -a until=2026-01-30"),  # days that the replica has
    (r" -a every=\d+", ""),  # once, not for ever
    (r"\bRUN\b", "{run}"),
)
SERVES = ("scrapy browse", "scrapy replica")
"""These serve until they are ended: run until they have said where."""


@dataclass(frozen=True)
class Written:
    """A command as a document has it."""

    document: str
    line: int
    text: str
    environment: dict[str, str]

    def __str__(self) -> str:
        return f"{self.document}:{self.line}: {self.text}"

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text, comments=True)

    @property
    def program(self) -> str:
        return Path(self.words[0]).name

    @property
    def not_run(self) -> str | None:
        """Why, where it is not."""
        return next((why for begins, why in NOT_RUN_HERE.items() if re.match(rf"{re.escape(begins)}(?!\S)", self.text)), None)

    def to_run(self, **values: str) -> str:
        text = shlex.join(self.words) if "#" in self.text else self.text
        for pattern, instead in INSTEAD:
            text = re.sub(pattern, instead, text)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def blocks(document: Path, *languages: str) -> list[tuple[int, str, str]]:
    """(number of its first line, language, text) of each block in one of those languages."""
    found = []
    text = document.read_text(encoding="utf-8")
    for block in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.S | re.M):
        if block[1] in languages:
            found.append((text.count("\n", 0, block.start()) + 2, block[1], block[2]))
    return found


def written(document: Path) -> list[Written]:
    """Lines of ```sh, and those of ```console that begin with `$`, in their order."""
    found = []
    for first, language, text in blocks(document, "console", "sh"):
        for number, line in enumerate(text.splitlines(), first):
            if language == "console" and line.startswith("$ "):
                line = line.removeprefix("$ ")
            elif language == "console" or not line.strip() or line.startswith("#"):
                continue
            found.append(_written(str(document.relative_to(ROOT)), number, line))
    return found


def named(document: Path) -> list[Written]:
    """`scrapy ...` in running text and tables."""
    text = re.sub(r"^```.*?^```$", lambda found: "\n" * found[0].count("\n"), document.read_text("utf-8"), flags=re.S | re.M)
    return [
        _written(str(document.relative_to(ROOT)), number, found[1])
        for number, line in enumerate(text.splitlines(), 1)
        for found in re.finditer(r"`((?:MAYADEEN_\w+=\S+ |\.venv/bin/)*scrapy [^`]+)`", line)
    ]


def _written(document: str, number: int, text: str) -> Written:
    environment = {}
    while given := re.match(r"(MAYADEEN_\w+)=(\S+) ", text):
        environment[given[1]], text = given[2], text[given.end() :]
    return Written(document, number, text.strip(), environment)
