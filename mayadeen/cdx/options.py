"""The arguments of `scrapy crawl history`: an archive, which of its captures, and what of the sites."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mayadeen.arguments import Arguments, address, day
from mayadeen.cdx.source import Source
from mayadeen.exceptions import WrongUse

CHOICES = ("all", "first", "last")
HELP = (
    "cdx=https://web.archive.org/cdx/search/cdx: a CDX server (the Wayback Machine's, Common Crawl's, pywb's)",
    "replay=URL: where TIMEid_/ADDRESS shows a capture, where that does not follow from cdx",
    "warcs=URL: instead, where the WARC files stand that the index names",
    "captures=all, first, last or a day, for the capture nearest to it: of each address (default all)",
    "since=2024-01-01, until=2024-01-31: days in Beirut on which it was captured, both included",
    "edition, sections, urls: as above",
)


@dataclass(frozen=True)
class HistoryArguments(Arguments):
    cdx: str = ""
    replay: str | None = None
    warcs: str | None = None
    captures: str = "all"

    names: ClassVar[tuple[str, ...]] = (
        "cdx", "replay", "warcs", "captures", "edition", "sections", "since", "until", "urls",
    )  # fmt: skip

    @classmethod
    def _read(cls, known: dict[str, str]) -> dict[str, Any]:
        read = super()._read(known)
        if not known.get("cdx"):
            raise WrongUse("name an archive: scrapy crawl history -a cdx=https://web.archive.org/cdx/search/cdx")
        places = {name: address(known[name], name) if known.get(name) else None for name in ("cdx", "replay", "warcs")}
        source = Source.of(**places)
        return read | {**vars(source), "captures": _captures(known.get("captures", "all"))}

    @property
    def source(self) -> Source:
        return Source(self.cdx, self.replay, self.warcs)

    @property
    def instead(self) -> tuple[str, ...]:
        return tuple(url for url in (self.cdx, self.replay, self.warcs) if url)


def _captures(value: str) -> str:
    if value in CHOICES:
        return value
    if not value[:1].isdigit():
        raise WrongUse(f"captures must be {', '.join(CHOICES)} or a day such as 2024-01-31, not {value!r}")
    return day(value, "captures") or "all"
