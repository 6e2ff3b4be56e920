"""The three editions as the replica serves them: hosts, menus, words.

Hosts and the English labels were seen; the paths that were seen are news/politics,
news/economic, articles/<kind>, articles, analysis, press, misc, reports, tv-reports, video,
podcasts, infograph, research-papers, newscast, authors, coverage, live. Everything else here
(the other paths, the Arabic and Spanish words, all English and Spanish classes) is assumed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    path: str
    label: str
    kind: str
    weight: int
    """Of 60 articles so many stand in it."""
    group: str


@dataclass(frozen=True)
class Words:
    by: str
    source: str
    minutes_read: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    """As cards write them."""
    today: str
    related: str
    browse_more: str
    load_more: str
    by_author: str
    next_page: str
    most_read: str
    coverage: str
    in_five: str
    read_next: str
    all: str
    breaking: str
    regions: str
    videos: str
    footer_links: tuple[str, str, str, str]
    footer_lines: tuple[str, str, str]


@dataclass(frozen=True)
class Edition:
    code: str
    name: str
    host: str
    direction: str
    newsroom: str
    source: str
    groups: tuple[tuple[str, str, str], ...]
    """Name, label, path; a group whose path is empty holds sections only."""
    sections: tuple[Section, ...]
    regions: tuple[tuple[str, str], ...]
    words: Words
    classes: dict[str, str]
    """Kind -> the metadata script's posttype; empty where the edition carries no script."""


def sections(table: str) -> tuple[Section, ...]:
    """Rows of path, label, kind, weight and group, one a line."""
    rows = (line.split("|") for line in table.strip().splitlines())
    return tuple(
        Section(path.strip(), label.strip(), kind.strip(), int(weight), group.strip())
        for path, label, kind, weight, group in rows
    )
