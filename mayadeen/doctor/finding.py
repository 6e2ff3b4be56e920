"""One line of `scrapy doctor`."""

from dataclasses import dataclass

from mayadeen.text import one_line

OK, NOTE, TROUBLE = "ok", "note", "trouble"


@dataclass(frozen=True)
class Finding:
    level: str
    """`ok`; `note`: worth knowing; `trouble`: something to be done, and exit code 1."""
    area: str
    found: str
    advice: str = ""

    def __str__(self) -> str:
        said = f"{self.found}; {self.advice}" if self.advice else self.found
        return f"{self.level:<8}{self.area:<12}{one_line(' '.join(said.split()))}"
