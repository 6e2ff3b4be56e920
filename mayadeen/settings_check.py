"""Settings that cannot be worked with, told before anything is started."""

import logging
import shutil
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mayadeen import settings as defaults
from mayadeen.exceptions import WrongUse
from mayadeen.neighbours import LOWEST

NEAR_DUPLICATES = ("mark", "drop", "off")

MONITORS = ("on", "off")
ARCHIVES = ("items", "all", "off")


def check_settings(settings: Any) -> None:
    """Raises WrongUse."""
    for name, default in vars(defaults).items():
        if name.isupper() and type(default) in (int, float):
            _require_number(name, settings[name], type(default))
    _require_number("MAYADEEN_LOCK_WAIT", settings["MAYADEEN_LOCK_WAIT"], float)  # text where the environment gave it
    if settings["MAYADEEN_ARCHIVE"] not in ARCHIVES:
        raise WrongUse(f"MAYADEEN_ARCHIVE must be one of {', '.join(ARCHIVES)}, not {settings['MAYADEEN_ARCHIVE']!r}")
    _require_monitor(settings)
    _require_near_duplicates(settings["MAYADEEN_NEAR_DUPLICATES"], settings["MAYADEEN_NEAR_DUPLICATE_LIKENESS"])
    _require_level(settings["LOG_LEVEL"])
    browser = settings["MAYADEEN_BROWSER"]
    if browser and not shutil.which(browser):
        raise WrongUse(f"MAYADEEN_BROWSER must be the executable of a Chromium or Chrome, not {browser!r}")
    if not (settings["MAYADEEN_CONTACT"] or "").isprintable():
        raise WrongUse("MAYADEEN_CONTACT must be an address or a page, on one line")
    if settings["LOG_FILE"]:
        _require_writable(Path(settings["LOG_FILE"]))
    for uri in settings.getdict("FEEDS"):
        if urlsplit(str(uri)).scheme in ("", "file") and "%(" not in str(uri):
            _require_folder(Path(urlsplit(str(uri)).path).parent)


def _require_number(name: str, value: Any, kind: type) -> None:
    try:
        fine = isfinite(kind(value)) and kind(value) >= 0
    except (TypeError, ValueError):
        fine = False
    if not fine:
        whole = "a whole number" if kind is int else "a number"
        raise WrongUse(f"{name} must be {whole} from 0 on, not {str(value)!r}")


def _require_monitor(settings: Any) -> None:
    """A token or an address is no thing for a log: none is shown."""
    if settings["MAYADEEN_MONITOR"] not in MONITORS:
        raise WrongUse(f"MAYADEEN_MONITOR must be one of {', '.join(MONITORS)}, not {settings['MAYADEEN_MONITOR']!r}")
    for name in ("MAYADEEN_ALARM_SLACK", "MAYADEEN_ALARM_WEBHOOK"):
        if settings[name] and not settings[name].startswith(("https://", "http://")):
            raise WrongUse(f"{name} must be an address that begins with https://")
    if settings["MAYADEEN_ALARM_TELEGRAM"] and len(settings["MAYADEEN_ALARM_TELEGRAM"].split()) != 2:
        raise WrongUse("MAYADEEN_ALARM_TELEGRAM must be a bot's token, a space, and the id of a chat")


def _require_near_duplicates(mode: Any, likeness: Any) -> None:
    if mode not in NEAR_DUPLICATES:
        raise WrongUse(f"MAYADEEN_NEAR_DUPLICATES must be one of {', '.join(NEAR_DUPLICATES)}, not {mode!r}")
    if not LOWEST <= float(likeness) <= 1:
        raise WrongUse(f"MAYADEEN_NEAR_DUPLICATE_LIKENESS must be from {LOWEST} to 1, not {likeness!r}")


def _require_level(level: Any) -> None:
    levels = logging.getLevelNamesMapping()
    if not str(level).isdecimal() and level not in levels:
        raise WrongUse(f"the log level must be one of {', '.join(levels)}, not {level!r}")


def _require_writable(path: Path) -> None:
    try:
        path.open("a").close()
    except OSError as error:
        raise WrongUse(f"cannot write {path}: {error.strerror}") from None


def _require_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"cannot make the folder {path}: {error.strerror}") from None
