"""An edition's invented articles, each made from its number when it is asked for."""

from datetime import datetime
from functools import lru_cache

from mayadeen.replica.addresses import slug
from mayadeen.replica.collection import WAYS, Listing, Topic
from mayadeen.replica.composer import Composer, picture_url
from mayadeen.replica.model import ArticleData, Card
from mayadeen.replica.numbers import Cycle
from mayadeen.replica.plan import COVERAGE_ROUND, REGION_ROUND, Plan
from mayadeen.replica.prose import Writer

MOST_ARTICLES = 500_000
"""The headlines of a language are enough for a few more."""


class Generated:
    """`articles` articles up to the anchor date, and `newer` that came after it."""

    def __init__(self, edition: str, articles: int = 150, seed: int = 1, newer: int = 0) -> None:
        self._plan = plan = Plan(edition, articles, seed, newer)
        self._composer = Composer(plan)
        # The same cards stand on many pages.
        self.card = lru_cache(maxsize=4096)(self._card)
        self.edition = plan.edition
        self.total = plan.total
        self.sections = tuple(
            Listing(f"/{section.path}", section.label, plan.of_section(section), WAYS[i % 3], section.group)
            for i, section in enumerate(plan.edition.sections)
        )
        self.regions = tuple(
            Listing(f"/{slug_}", label, Cycle(REGION_ROUND, [i], plan.total), WAYS[i % 3])
            for i, (slug_, label) in enumerate(plan.edition.regions)
        )
        self.authors = self._authors()
        self.coverages = self._coverages()
        self.tags = {slug(tag): tag for tag in plan.language.topics + plan.language.towns}

    def _authors(self) -> dict[str, Topic]:
        plan = self._plan
        return {
            f"/authors/{slug(name)}": Topic(f"/authors/{slug(name)}", name, "", plan.of_author(name))
            for name in plan.language.persons
        }

    def _coverages(self) -> dict[str, Topic]:
        """Each with an introduction that stands on all its pages."""
        found = {}
        for place, name in enumerate(self._plan.language.coverages):
            writer = Writer(self._plan.language, self._plan.rng(f"coverage {place}"))
            note = " ".join(writer.sentence() for _ in range(6))
            numbers = Cycle(COVERAGE_ROUND, [place], self.total)
            found[f"/coverage/{slug(name)}"] = Topic(f"/coverage/{slug(name)}", name, note, numbers)
        return found

    def article(self, number: int) -> ArticleData:
        return self._composer.article(number)

    def _card(self, number: int) -> Card:
        section, published = self._plan.section(number), self.published(number)
        return Card(
            title=self._plan.title(number),
            path=self._plan.path(number),
            section=section.path,
            label=section.label,
            published=published,
            image=picture_url(self._plan, number, 0, published),
        )

    def path(self, number: int) -> str:
        return self._plan.path(number)

    def number(self, path: str) -> int | None:
        return self._plan.number(path)

    def published(self, number: int) -> datetime:
        return self._plan.published(number)

    def modified(self, number: int) -> datetime:
        return self._plan.modified(number)

    def kind(self, number: int) -> str:
        return self._plan.kind(number)
