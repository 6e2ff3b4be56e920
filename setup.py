"""For `scrapyd-deploy`, which builds its egg with this file; all else that it says stands in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

QUOTED = ("accuracy.md", "data.md")
"""Documents of docs/ that the program itself reads (mayadeen/documents.py)."""


class WithDocuments(build_py):
    def run(self):
        super().run()
        folder = Path(self.build_lib) / "mayadeen" / "docs"
        self.mkpath(str(folder))
        for name in QUOTED:
            self.copy_file(f"docs/{name}", str(folder / name))


setup(cmdclass={"build_py": WithDocuments})
