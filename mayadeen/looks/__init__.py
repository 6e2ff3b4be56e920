"""How our pages look, wherever they are shown: colours for day, night and paper, and charts without scripts."""

import re
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

_PIECE = 80
_ENDLESS = re.compile(r"(\S{200,})")


def style(*names: str) -> str:
    """Style sheets of this folder, one after the other."""
    return "\n".join((files(__name__) / f"{name}.css").read_text(encoding="utf-8") for name in names)


def breakable(text: str) -> Markup:
    """Escaped, with places to break in words that no language has: Chromium takes seconds for one of 50,000 letters."""
    return Markup("").join(
        Markup("<wbr>").join(part[start : start + _PIECE] for start in range(0, len(part), _PIECE)) if at % 2 else part
        for at, part in enumerate(_ENDLESS.split(text))
    )


def web(url: Any) -> str:
    """That address if it leads to the web and nowhere else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
