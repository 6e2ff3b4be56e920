"""Which browser is installed."""

import shutil

PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)  # fmt: skip


def program(named: str) -> str | None:
    """The executable to run: the one that was named, or the first that is installed."""
    return named or next((found for name in PROGRAMS if (found := shutil.which(name))), None)
