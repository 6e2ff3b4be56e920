"""What each layer of a page says of each field, and the choice among them."""

from __future__ import annotations

from typing import Any

from mayadeen.loaders import ArticleLoader
from mayadeen.pages.choice import choose

# Sites put what only machines want into JSON-LD's keywords: ids, categories, their own name.
_TRUST = {"tags": ("script", "meta", "jsonld", "markup", "structure")}


class Evidence:
    """Layers are added in order of trust. `fields` and `notes` are what was chosen, and from where."""

    def __init__(self, loader: ArticleLoader):
        self.loader = loader
        self.fields: dict[str, Any] = {}
        self.notes: dict[str, dict[str, Any]] = {}
        self.layers: dict[str, dict[str, Any]] = {}
        self.ranks: dict[str, int] = {}
        self._said: dict[str, list[tuple[str, Any]]] = {}

    def add(self, layer: str, values: dict[str, Any]) -> None:
        self.layers.setdefault(layer, {}).update(values)
        for field, raw in values.items():
            if field not in self._said:
                self._said[field] = [(layer, raw)]
                continue
            said = self._said[field]
            said.append((layer, raw))
            if field in _TRUST:
                said.sort(key=lambda pair: _TRUST[field].index(pair[0]))

    def of(self, field: str) -> list[tuple[str, Any]]:
        """(layer, raw value) in order of trust."""
        return self._said.get(field, [])

    def answered(self) -> set[tuple[str, str]]:
        """(field, layer) wherever a layer says something of a field, chosen or not."""
        said = {(field, layer) for field, pairs in self._said.items() for layer, raw in pairs if raw or raw == 0}
        if self.layers.get("structure", {}).get("dated"):
            said.add(("published", "structure"))
        return said | {(field, note["layer"]) for field, note in self.notes.items()}

    def first(self, field: str) -> Any:
        """What the most trusted layer that says anything means, without choosing it yet."""
        return next((read for _, raw in self.of(field) if (read := self.loader.meaning(field, raw)) is not None), None)

    def choose(self, field: str) -> None:
        if field in self._said:
            self.set(field, *choose(field, self._said[field], self.loader))

    def set(self, field: str, value: Any, note: dict[str, Any] | None) -> None:
        if note is None or value is None:
            return
        self.fields[field] = value
        if note["layer"] == "markup" and field in self.ranks:
            note["rank"] = self.ranks[field]
        self.notes[field] = note
