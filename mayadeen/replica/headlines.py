"""Headlines that carry their article's number, so that no index of addresses is kept."""

import re
from math import gcd

from mayadeen.replica.addresses import slug
from mayadeen.replica.chance import seeded
from mayadeen.replica.texts import Language


def _alternatives(entries: list[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries, key=len, reverse=True))


class Headlines:
    """A headline names town, actor, verb and thing: the digits of a scattered number."""

    def __init__(self, language: Language, seed: int) -> None:
        self._language = language
        self._actors = [self._bare(actor) for actor in language.actors]
        self._sizes = tuple(map(len, (language.towns, language.actors, language.verbs, language.things)))
        self.limit = 1
        for size in self._sizes:
            self.limit *= size
        self._factor = next(f for f in range(int(self.limit * 0.618), self.limit) if gcd(f, self.limit) == 1)
        self._inverse = pow(self._factor, -1, self.limit)
        self._shift = seeded("headlines", seed).randrange(self.limit)
        self._places, self._pattern = self._reader()

    def _bare(self, actor: str) -> str:
        name = actor.partition("|")[0]
        if name.startswith(("el ", "la ")):
            name = name[3:]
        return name[0].upper() + name[1:]

    def _reader(self) -> tuple[list[dict[str, int]], re.Pattern[str]]:
        language = self._language
        verb_slugs = {slug(f): i for i, forms in enumerate(language.verbs) for f in forms[:2]}
        places = [
            {slug(town): i for i, town in enumerate(language.towns)},
            {slug(actor): i for i, actor in enumerate(self._actors)},
            verb_slugs,
            {slug(thing): i for i, thing in enumerate(language.things)},
        ]
        towns, actors, verbs, things = (_alternatives(list(place)) for place in places)
        return places, re.compile(f"({towns})(?::-|---?)({actors})-({verbs})-({things})(?:-|$)")

    def digits(self, number: int) -> list[int]:
        code = (number * self._factor + self._shift) % self.limit
        found = []
        for size in self._sizes:
            code, digit = divmod(code, size)
            found.append(digit)
        return found

    def title(self, number: int) -> str:
        language = self._language
        town, actor, verb, thing = self.digits(number)
        feminine = language.actors[actor].endswith("|f")
        tails = language.headline_tails
        tail = tails[number * 37 % len(tails)]
        colon = " - " if number % 9 == 4 else ": "
        core = f"{self._actors[actor]} {language.verbs[verb][feminine]} {language.things[thing]}"
        return f"{language.towns[town]}{colon}{core} {tail}".rstrip()

    def number(self, text: str) -> int | None:
        """The number, up to the limit, of the headline with that slug; the caller checks it."""
        found = self._pattern.match(text)
        if not found:
            return None
        code = 0
        digits = [place[part] for place, part in zip(self._places, found.groups(), strict=True)]
        for size, digit in zip(reversed(self._sizes), reversed(digits), strict=True):
            code = code * size + digit
        return (code - self._shift) * self._inverse % self.limit or self.limit
