"""What stands where and when: the outline of an invented edition, and the way back from an address."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from mayadeen.replica.addresses import slug
from mayadeen.replica.chance import seeded
from mayadeen.replica.clock import BEIRUT, Calendar, beirut
from mayadeen.replica.editions import Section
from mayadeen.replica.headlines import Headlines
from mayadeen.replica.menus import EDITIONS
from mayadeen.replica.numbers import Cycle, between
from mayadeen.replica.texts import LANGUAGES

REGION_ROUND = 11
COVERAGE_ROUND = 13
SIGNED = frozenset(("opinion", "analysis", "blog", "feature", "press"))

# Titles of bulletins recur; at most one falls into each third of a day.
BULLETINS = {
    "en": ("Midnight Bulletin", "Noon Bulletin", "Evening Bulletin"),
    "ar": ("نشرة منتصف الليل", "نشرة الظهيرة", "نشرة المساء"),
    "es": ("Noticiero de medianoche", "Noticiero del mediodía", "Noticiero de la noche"),
}


def schedule(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections of 60 consecutive articles, each as often as it weighs, evenly spread."""
    places = [
        ((turn + 0.5) / section.weight, rank, section)
        for rank, section in enumerate(sections)
        for turn in range(section.weight)
    ]
    return tuple(section for _, _, section in sorted(places, key=lambda place: place[:2]))


class Plan:
    def __init__(self, edition: str, articles: int, seed: int, newer: int) -> None:
        self.edition = EDITIONS[edition]
        self.language = LANGUAGES[edition]
        self.seed = seed
        self.articles = articles
        self.total = articles + newer
        self.schedule = schedule(self.edition.sections)
        self._calendar = Calendar(articles, seed)
        self._headlines = Headlines(self.language, seed)

    def rng(self, of: object) -> Random:
        return seeded(self.seed, self.edition.code, of)

    def published(self, number: int) -> datetime:
        return self._calendar.published(number)

    def modified(self, number: int) -> datetime:
        """A quarter is never touched again, most of the rest within a day."""
        rng = self.rng(f"modified {number}")
        chance, published = rng.random(), self.published(number)
        if chance < 0.26:
            return published
        most = 3_600 if chance < 0.62 else 86_400 if chance < 0.97 else 864_000
        return beirut(published + timedelta(seconds=rng.randrange(60, most)))

    def section(self, number: int) -> Section:
        return self.schedule[(number - 1) % len(self.schedule)]

    def kind(self, number: int) -> str:
        return self.section(number).kind

    def title(self, number: int) -> str:
        if self.kind(number) == "newscast":
            return BULLETINS[self.edition.code][self.published(number).hour // 8]
        return self._headlines.title(number)

    def topics(self, number: int) -> list[int]:
        """Indexes of words of the language: of its towns, its actors, its verbs, its things."""
        return self._headlines.digits(number)

    def folder(self, number: int) -> str:
        """The path without slug and date: half of the English opinions lie right under /articles."""
        path = self.section(number).path
        return "articles" if path == "articles/opinion" and number % 2 else path

    def path(self, number: int) -> str:
        folder = self.folder(number)
        if folder == "newscast":
            day = self.published(number)
            folder = f"newscast/{day.year}/{day.month}/{day.day}"
        # Addresses of both rules occur side by side.
        return f"/{folder}/{slug(self.title(number), colons=number % 2 == 0)}"

    def number(self, path: str) -> int | None:
        if path.startswith("/newscast/"):
            return self._bulletin(path)
        number = self._headlines.number(path.rpartition("/")[2])
        known = number is not None and number <= self.total and self.path(number) == path
        return number if known else None

    def _bulletin(self, path: str) -> int | None:
        try:
            day = datetime.combine(date(*map(int, path.split("/")[2:5])), datetime.min.time(), BEIRUT)
            numbers = between(self, day, day + timedelta(days=1))
        except (ValueError, TypeError, OverflowError):
            return None
        return next((n for n in numbers if self.path(n) == path), None)

    def region(self, number: int) -> tuple[str, str] | None:
        place = (number - 1) % REGION_ROUND
        return self.edition.regions[place] if place < len(self.edition.regions) else None

    def coverage(self, number: int) -> str | None:
        place = (number - 1) % COVERAGE_ROUND
        coverages = self.language.coverages
        return coverages[place] if place < len(coverages) else None

    def author(self, number: int) -> str | None:
        """The person who signs it, if it is not the newsroom."""
        if self.kind(number) not in SIGNED:
            return None
        round_, place = divmod(number - 1, len(self.schedule))
        persons = self.language.persons
        return persons[(round_ + place) % len(persons)]

    def of_section(self, section: Section) -> Cycle:
        places = [i for i, each in enumerate(self.schedule) if each is section]
        return Cycle(len(self.schedule), places, self.total)

    def of_author(self, person: str) -> Cycle:
        length = len(self.schedule) * len(self.language.persons)
        places = [i for i in range(length) if self.author(i + 1) == person]
        return Cycle(length, places, self.total)
