"""What an edition is made of."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """An entry of a menu: where it leads and what it is called."""

    path: str
    label: str
    assumed: bool = False

    @property
    def name(self) -> str:
        """The path's last part, which `sections=` and `regions=` take besides the label."""
        return self.path.rsplit("/", 1)[-1]

    def is_called(self, name: str) -> bool:
        """Whether `name` is its label, its path or its path's last part, in any case."""
        wanted = name.strip().strip("/").casefold()
        return wanted in (self.label.casefold(), self.path.casefold(), self.name.casefold())


@dataclass(frozen=True, eq=False)
class Words:
    """Words that a page prints around its content. All compared without case and diacritics.

    One object an edition, so that caches may have it as their key at no cost.
    """

    by: tuple[str, ...]
    source: tuple[str, ...]
    minutes_read: tuple[str, ...]
    related: tuple[str, ...]
    read_also: tuple[str, ...]
    more: tuple[str, ...]
    tags: tuple[str, ...]
    most_read: tuple[str, ...]
    today: tuple[str, ...]
    yesterday: tuple[str, ...]
    morning: tuple[str, ...] = ("am", "a.m.")
    evening: tuple[str, ...] = ("pm", "p.m.")
    breaking: tuple[str, ...] = ()
    """What heads the ticker."""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The lists that pages show, by the names under which they are kept: what heads each."""


@dataclass(frozen=True)
class Edition:
    code: str
    host: str
    aliases: tuple[str, ...]
    language: str
    direction: str
    sections: tuple[Place, ...]
    regions: tuple[Place, ...]
    months: dict[str, int]
    words: Words
    newsroom: tuple[str, ...]
    post_types: dict[str, str] = field(default_factory=dict)
    """The metadata script's posttype -> kind; "" for pages that are no item."""
    day_first: bool = False
    """Whether 03/04/2023 can only be the third of April there."""

    @property
    def home(self) -> str:
        return f"https://{self.host}/"

    def place(self, name: str) -> Place | None:
        """The known section or region that is called so."""
        return next((place for place in self.sections + self.regions if place.is_called(name)), None)
