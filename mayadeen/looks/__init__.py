"""How our pages look, wherever they are shown: colours for day, night and paper, and charts without scripts."""

from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit


def style(*names: str) -> str:
    """Style sheets of this folder, one after the other."""
    return "\n".join((files(__name__) / f"{name}.css").read_text(encoding="utf-8") for name in names)


def web(url: Any) -> str:
    """That address if it leads to the web and nowhere else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
