"""What is raised on purpose: when, from where, and who catches it."""

from scrapy.exceptions import DropItem, IgnoreRequest

COMPLETE, WRONG_USE, INCOMPLETE, UNREACHABLE, IN_USE, QUARANTINED, STORAGE = 0, 2, 3, 4, 5, 6, 7
"""Exit codes (docs/operations.md)."""


class Stop(Exception):
    """Ends the command with one line and an exit code; caught by the commands, shown without a traceback."""

    exit_code = WRONG_USE


class WrongUse(Stop):
    """An argument, a setting, a folder or a database that cannot be worked with."""


class Unreachable(Stop):
    """The network or the site gave nothing; the ledger is as it was."""

    exit_code = UNREACHABLE


class InUse(Stop):
    """Another process holds the collection."""

    exit_code = IN_USE


class StorageFailed(Stop):
    """The database or a file could not be written, or read on: a full disk, for one."""

    exit_code = STORAGE


class Interrupted(Stop):
    """A signal ended a command before it was done."""

    exit_code = INCOMPLETE


class Filtered(IgnoreRequest):
    """A page that is not wanted; its message is the reason counted in the ledger.

    Raised by callbacks and middlewares, caught by `mayadeen.scheduler`.
    """


class Absent(IgnoreRequest):
    """A page that says, whatever its status, that there is nothing (more) at its address; its message tells how.

    Raised by callbacks, caught by `mayadeen.scheduler`.
    """


class Failed(IgnoreRequest):
    """A page that was wanted and could not be read; its message is the reason counted."""


class NoBrowser(Failed):
    """There is no browser to read a listing on with, or it cannot be started; its message says why.

    From `mayadeen.browser`; `mayadeen.walks` counts the listing as failed and says once what would help.
    """


class Blocked(Failed):
    """A wall before the site answered instead of it; its message says which.

    From `mayadeen.middlewares.BlockMiddleware`; the page counts as failed.
    """


class NoRobots(IgnoreRequest):
    """robots.txt could not be had: nothing may be asked of that host for now. Its message says why.

    From `mayadeen.robots`; the scheduler leaves the edition for the next run.
    """


class Released(IgnoreRequest):
    """A request that was not sent because the crawl is ending: its page stays pending."""


class Invalid(DropItem):
    """From the validate pipeline: a required field is missing. Counts as failed."""

    def __init__(self, reason: str):
        super().__init__(reason, log_level="DEBUG")  # Scrapy's line holds the whole item


class Vanished(DropItem):
    """From the duplicates pipeline: nothing of the article that is held at that address. Counts as absent where the
    page says so, else as failed."""

    def __init__(self, reason: str):
        super().__init__(reason, log_level="DEBUG")


class NearDuplicate(DropItem):
    """From the neighbours pipeline, where MAYADEEN_NEAR_DUPLICATES is drop. Counts as filtered."""

    def __init__(self, article_id: str, other: str, likeness: float):
        super().__init__(f"{article_id} is a near-duplicate of {other} ({likeness:.2f})", log_level="DEBUG")


class Duplicate(DropItem):
    """From the duplicates pipeline: another address of an article that is held. Counts as duplicate."""

    def __init__(self, article_id: str):
        super().__init__(f"same article as {article_id}", log_level="DEBUG")
        self.article_id = article_id
