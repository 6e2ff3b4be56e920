"""The arguments that spiders take (`scrapy crawl NAME -a argument=value`), read once and checked."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import unquote, urlsplit

from mayadeen.editions import EDITIONS, Edition, Place
from mayadeen.exceptions import WrongUse
from mayadeen.site import Site

MODES = ("new", "recheck", "full")
BROWSER = ("auto", "always", "never")
_SECRET = re.compile(r"//.*@")
NAMES = ("edition", "sections", "regions", "since", "until", "pages", "base", "mode", "urls", "browser")
HELP = (
    "edition=en, ar, es or all (default en)",
    "sections=politics,economic: labels, paths or their last parts",
    "regions=africa: the same of regions",
    "since=2024-01-01, until=2024-01-31: days in Beirut, both included",
    "pages=3 or all: how far down each listing (default 3)",
    "base=http://127.0.0.1:8000: a mirror or the replica; for several, ar=URL,en=URL,es=URL",
    "mode=new, recheck or full: recheck looks again at what is due, full at all that is held (default new)",
    "urls=ADDRESS or a file with one a line: just these",
    "browser=auto, always or never: for listings that load more by script only; always also tries to scroll (default auto)",
)
"""One line an argument, for `scrapy crawl --help`."""
_PATH = re.compile(r"/?[^\s/?#:\\]+(/[^\s/?#:\\]+)*/?")
_JOB = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Arguments:
    """Raises WrongUse from `parse`, naming the values that would do."""

    editions: tuple[str, ...] = ("en",)
    sections: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    pages: int | None = 3
    """How far down each listing; None is all the way."""
    base: tuple[tuple[str, str], ...] = ()
    mode: str = "new"
    urls: tuple[str, ...] = ()
    browser: str = "auto"

    names: ClassVar[tuple[str, ...]] = NAMES
    """Those that may be given."""

    @classmethod
    def parse(cls, **given: Any) -> Self:
        known = {name: str(value).strip() for name, value in given.items() if not name.startswith("_")}
        for name in known:
            if name not in cls.names:
                raise WrongUse(f"there is no argument {name!r}; there are {', '.join(cls.names)}")
        arguments = cls(**cls._read(known))
        if arguments.since and arguments.until and arguments.since > arguments.until:
            raise WrongUse(f"since ({arguments.since}) must not be later than until ({arguments.until})")
        _require_own(arguments)
        return arguments

    @classmethod
    def _read(cls, known: dict[str, str]) -> dict[str, Any]:
        editions = _editions(known.get("edition", "en"))
        return {
            "editions": editions,
            "sections": _places(known.get("sections"), "section", editions),
            "regions": _places(known.get("regions"), "region", editions),
            "since": day(known.get("since"), "since"),
            "until": day(known.get("until"), "until"),
            "pages": _pages(known.get("pages", "3")),
            "base": _base(known.get("base"), editions),
            "mode": _one_of(known.get("mode", "new"), "mode", MODES),
            "urls": _urls(known.get("urls")),
            "browser": _one_of(known.get("browser", "auto"), "browser", BROWSER),
        }

    @property
    def instead(self) -> tuple[str, ...]:
        """What is asked in the place of the live sites."""
        return tuple(url for _, url in self.base)

    def told(self) -> dict[str, Any]:
        return asdict(self)

    def in_range(self, day: str | None) -> bool:
        """Whether an item of that Beirut day is asked for; one without a day is."""
        return day is None or (self.since or day) <= day <= (self.until or day)


def job_id(given: dict[str, Any]) -> str | None:
    """Scrapyd's `_job`: the run's id. Raises WrongUse where it could not name a folder."""
    job = given.get("_job")
    if job is not None and not _JOB.fullmatch(job):
        raise WrongUse("_job must be letters, digits, dots, dashes and underscores, 100 at most")
    return job


def _one_of(value: str, name: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise WrongUse(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _editions(value: str) -> tuple[str, ...]:
    _one_of(value, "edition", (*EDITIONS, "all"))
    return tuple(EDITIONS) if value == "all" else (value,)


def day(value: str | None, name: str) -> str | None:
    if not value:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise WrongUse(f"{name} must be a day such as 2024-01-31, not {value!r}") from None


def _pages(value: str) -> int | None:
    if value == "all":
        return None
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= 100_000:
        raise WrongUse(f"pages must be a number from 1 on, or all, not {value!r}")
    return int(value)


def _known(edition: Edition, noun: str) -> tuple[Place, ...]:
    return edition.sections if noun == "section" else edition.regions


def _places(value: str | None, noun: str, editions: tuple[str, ...]) -> tuple[str, ...]:
    """Labels or last parts of paths that some edition has. A whole path (news/politics) is taken as it
    is, because sections get renamed: whether it exists, the site's own menu tells."""
    names = tuple(part.strip() for part in (value or "").split(",") if part.strip())
    for name in names:
        _require_path(name, f"{noun}s")
        places = [place for code in editions for place in _known(EDITIONS[code], noun)]
        if "/" not in name.strip("/") and not any(place.is_called(name) for place in places):
            choices = ", ".join(dict.fromkeys(place.name for place in places))
            raise WrongUse(f"there is no {noun} {name!r}; there are {choices}, or a whole path such as news/politics")
    return names


def _require_path(name: str, argument: str) -> None:
    """What has a slash is asked for as it is."""
    path = unquote(name)
    if "/" in name and not (_PATH.fullmatch(path) and {".", ".."}.isdisjoint(path.split("/"))):
        told = _SECRET.sub("//***@", path)
        raise WrongUse(f"{argument} must be labels or paths of the site such as news/politics, not {told!r}")


def _base(value: str | None, editions: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if not value:
        return ()
    pairs = [part.strip().partition("=") for part in value.split(",")]
    if len(pairs) == 1 and pairs[0][0] not in EDITIONS:
        if len(editions) > 1:
            raise WrongUse("with edition=all, base must be ar=URL,en=URL,es=URL: each edition has a home of its own")
        return ((editions[0], address(value, "base")),)
    bases = {code: address(url, "base") for code, _, url in pairs if code in EDITIONS}
    if len(bases) != len(pairs) or not set(editions) <= set(bases):
        raise WrongUse(f"base must be URL, or EDITION=URL for each of {', '.join(editions)}, not {_SECRET.sub('//***@', value)!r}")
    return tuple((code, bases[code]) for code in editions)


def address(value: str, name: str) -> str:
    """Without a slash at its end. Raises WrongUse, with no password in it."""
    try:
        parts = urlsplit(value)
        host = re.fullmatch(r"[^\s/\\@]+", parts.hostname or "")
        fine = parts.scheme in ("http", "https") and host and parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        fine = False
    if not fine:
        raise WrongUse(f"{name} must be an address such as http://127.0.0.1:8000, not {_SECRET.sub('//***@', value)!r}")
    _require_no_secret(value, name)
    return value.rstrip("/")


def _require_no_secret(url: str, name: str) -> None:
    if "@" in re.split(r"[/?#\\]", url.partition("://")[2])[0]:
        raise WrongUse(f"{name} must be without user and password: it is kept with the run and in its archive")


def _require_own(arguments: Arguments) -> None:
    """Raises WrongUse for one of `urls` that no edition asked for could hold."""
    bases = dict(arguments.base)
    sites = [Site(EDITIONS[code], bases.get(code)) for code in arguments.editions]
    for url in arguments.urls:
        _require_no_secret(url, "urls")
        if not any(site.canonical(url, on=site.edition.home) for site in sites):
            hosts = " or ".join(site.edition.host for site in sites)
            raise WrongUse(f"urls must lead to {hosts}, not {url[:200]!r}; for another edition say edition=...")


def _urls(value: str | None) -> tuple[str, ...]:
    """One address, or those in a file, one a line."""
    if not value:
        return ()
    if value.startswith(("http://", "https://")):
        return (value,)
    try:
        lines = Path(value).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it holds no text"
        raise WrongUse(f"urls must be an address or a file of addresses, not {value!r}: {why}") from None
    urls = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if not urls:
        raise WrongUse(f"{value} holds no address")
    for url in urls:
        if not url.startswith(("http://", "https://")):
            raise WrongUse(f"{value} must hold an address a line, not {url[:80]!r}")
    return urls
