"""Sentences and paragraphs out of a language's frames."""

from random import Random

from mayadeen.replica.texts import Language

_LISTS = {
    "thing": "things", "town": "towns", "river": "rivers", "people": "people", "units": "units",
    "role": "roles", "weather": "weather", "when": "when", "soon": "soon", "where": "where",
}  # fmt: skip


class Slots(dict[str, str]):
    """Fills a frame's slots as they are asked for; one slot has one value in a sentence."""

    def __init__(self, language: Language, rng: Random) -> None:
        super().__init__()
        self._language = language
        self._random = rng.random

    def __missing__(self, slot: str) -> str:
        name = slot.rstrip("2")
        if name == "n":
            value = str(int(self._random() * 940) + 41)
        elif name == "m":
            value = str(int(self._random() * 37) + 3)
        elif name in ("actor", "past"):
            self._draw_actor(slot[len(name) :])
            return self[slot]
        else:
            value = self._draw(getattr(self._language, _LISTS[name]))
            if "{" in value:
                value = value.format_map(self)
        self[slot] = value
        return value

    def _draw(self, entries: tuple[str, ...]) -> str:
        taken = self.values()
        while True:
            value = entries[int(self._random() * len(entries))]
            if value not in taken:
                return value

    def _draw_actor(self, suffix: str) -> None:
        language = self._language
        name, _, gender = language.actors[int(self._random() * len(language.actors))].partition("|")
        forms = language.verbs[int(self._random() * len(language.verbs))]
        self["actor" + suffix] = language.article + name
        self["past" + suffix] = forms[3 if gender == "f" else 2]


class Writer:
    def __init__(self, language: Language, rng: Random) -> None:
        self._language = language
        self._rng = rng
        self._comma = "،" if "،" in language.openings[0] else ","

    def _pick(self, entries: tuple[str, ...]) -> str:
        return entries[int(self._rng.random() * len(entries))]

    def _fill(self, frame: str) -> str:
        text = frame.format_map(Slots(self._language, self._rng))
        for apart, contracted in self._language.contractions:
            text = text.replace(apart, contracted)
        return text[0].upper() + text[1:]

    def sentence(self) -> str:
        language = self._language
        frame = self._pick(language.cores)
        if self._rng.random() < 0.55:
            frame = f"{self._pick(language.openings)} {frame}"
        if self._rng.random() < 0.65:
            frame = f"{frame}{self._comma} {self._pick(language.tails)}"
        return self._fill(frame) + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(1 + (self._rng.random() < 0.6)))

    def quote(self) -> str:
        return self._fill(self._pick(self._language.quotes))

    def heading(self) -> str:
        return self._fill(self._pick(self._language.subheadings))

    def item(self) -> str:
        return self._fill("{n} × {units}")
