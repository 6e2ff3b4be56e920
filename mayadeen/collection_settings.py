"""What settings say of the collection: where it is, who holds it, when its items are looked at again."""

from pathlib import Path
from typing import Any

from mayadeen.exceptions import WrongUse
from mayadeen.stores import lock
from mayadeen.stores.database import default_address, sqlite_file


def database_address(settings: Any) -> str:
    return settings["MAYADEEN_DATABASE"] or default_address(Path(settings["MAYADEEN_DATA"]))


def recheck_ages(settings: Any) -> list[float]:
    """Minutes. Raises WrongUse."""
    told = settings["MAYADEEN_RECHECK_AGES"]
    try:
        found = [float(each) for each in (told.split(",") if isinstance(told, str) else told)]
        if not found or min(found) <= 0 or max(found) > 1e7:
            raise ValueError
    except (TypeError, ValueError):
        raise WrongUse(f"MAYADEEN_RECHECK_AGES must be minutes such as 10,60,1440, not {told!r}") from None
    return found


def hold_collection(settings: Any, label: str) -> None:
    """Takes the lock of a SQLite collection. Raises InUse, WrongUse."""
    file = sqlite_file(database_address(settings))
    if file:
        lock.hold(Path(f"{file}.lock"), settings.getfloat("MAYADEEN_LOCK_WAIT"), label)
