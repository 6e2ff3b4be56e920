"""Fields that are no longer filled, and layers that fall through before anything is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mayadeen.monitors.alarm import Alarm, Counts
from mayadeen.monitors.bounds import at_most, smoothed
from mayadeen.pages.selectors import selector

ENOUGH = 30
"""Items that a run, together with those before it, must have read of an edition to be judged with them."""
KNOWN = 20
"""Items that must have been read before."""
FAMILIAR = 1000
"""Items before those that are looked back on."""
UNLIKELY = 1e-6
RARELY = 1e-9
"""The same of what was never in nearly all items: such things come in bursts."""
NEARLY_ALL = 0.8
_TOGETHER = 3
"""Fields of one layer that are told in one alarm."""

Lacking = Callable[[str, list[str], str], "str | None"]


@dataclass(frozen=True)
class Fall:
    """Of a field, or a "field layer"."""

    what: str
    kinds: list[str]
    count: int
    of: int
    rate: float
    """How often it was there before."""

    def __str__(self) -> str:
        return f"in {self.count} of {self.of} items, before in {self.rate:.0%}"


def fallen(observed: dict[str, Any], past: list[dict[str, Any]], least: float, lacking: Lacking) -> Iterator[Alarm]:
    """`past` is what good runs observed, the newest first; `least` the share by which a rate must have fallen."""
    for edition in observed["items"]:
        filled = falls(observed, past, "filled", edition, least)
        layers = falls(observed, past, "layers", edition, least)
        yield from _fields(edition, filled, observed, lacking)
        yield from _layers(edition, layers, {fall.what for fall in filled}, observed, lacking)


def falls(observed: dict[str, Any], past: list[dict[str, Any]], part: str, edition: str, least: float) -> list[Fall]:
    """This run alone against those before, then with as many of the last small ones as make ENOUGH items."""
    found = _compare(_sum([observed], part, edition), _sum(_back(past, edition, FAMILIAR), part, edition), edition, least)
    together, rest = [observed], list(past)
    while rest and _items(rest[0], edition) < ENOUGH and sum(_items(run, edition) for run in together) < ENOUGH:
        together.append(rest.pop(0))
    if len(together) > 1 and rest:
        known = {fall.what for fall in found}
        pooled = _compare(_sum(together, part, edition), _sum(_back(rest, edition, FAMILIAR), part, edition), edition, least)
        mine = _sum([observed], part, edition)
        found += [fall for fall in pooled if fall.what not in known and _lacks(fall, mine, edition)]
    return found


def _lacks(fall: Fall, mine: Counts, edition: str) -> bool:
    """Whether it is lacking in this run too: what was mended meanwhile is no longer told."""
    keys = [(edition, kind) for kind in fall.kinds if (edition, kind) in mine.items]
    of, count = sum(mine.items[key] for key in keys), sum(mine.had[key].get(fall.what, 0) for key in keys)
    return of > 0 and count / of < fall.rate - 0.1


def _back(past: list[dict[str, Any]], edition: str, items: int) -> list[dict[str, Any]]:
    found, seen = [], 0
    for observed in past:
        found.append(observed)
        seen += _items(observed, edition)
        if seen >= items:
            break
    return found


def _items(observed: dict[str, Any], edition: str) -> int:
    return sum(observed["items"].get(edition, {}).values())


def _sum(runs: list[dict[str, Any]], part: str, edition: str) -> Counts:
    counts = Counts()
    for observed in runs:
        counts.add(observed, part, edition)
    return counts


def _compare(now: Counts, before: Counts, edition: str, least: float) -> list[Fall]:
    """Over all kinds that are known, and where that tells nothing, kind by kind."""
    if before.total(edition) < KNOWN:
        return []
    kinds = [kind for code, kind in now.items if code == edition and before.items.get((edition, kind), 0) > 2]
    names = sorted({name for kind in kinds for name in before.had[edition, kind]})
    found = []
    for name in names:
        whole = _fall(name, kinds, now, before, edition, least)
        apart = [] if whole else [fall for kind in kinds if (fall := _fall(name, [kind], now, before, edition, least))]
        found += [whole] if whole else apart[:1]
    return found


def _fall(name: str, kinds: list[str], now: Counts, before: Counts, edition: str, least: float) -> Fall | None:
    """Of the kinds that had it before; those that never had say nothing."""
    having = [kind for kind in kinds if before.had[edition, kind].get(name, 0) > 0.1 * before.items[edition, kind]]
    of = sum(now.items[edition, kind] for kind in having)
    if not of:
        return None
    count = sum(now.had[edition, kind].get(name, 0) for kind in having)
    rates = {kind: smoothed(before.had[edition, kind].get(name, 0), before.items[edition, kind]) for kind in having}
    rate = sum(rates[kind] * now.items[edition, kind] for kind in having) / of
    steep = count / of <= rate - least and (rate >= NEARLY_ALL or count / of <= rate / 5)
    if steep and at_most(count, of, rate) < (UNLIKELY if rate >= NEARLY_ALL else RARELY):
        return Fall(name, having, count, of, rate)
    return None


def _fields(edition: str, found: list[Fall], observed: dict[str, Any], lacking: Lacking) -> Iterator[Alarm]:
    for fall in found:
        layers = _layers_of(fall.what, observed, edition)
        others = f"; {', '.join(layers)} still say something of it" if layers else ""
        yield Alarm(edition, fall.what, f"filled {fall}{others}", lacking(edition, fall.kinds, fall.what))


def _layers(edition: str, found: list[Fall], lost: set[str], observed: dict[str, Any], lacking: Lacking) -> Iterator[Alarm]:
    by_layer: dict[str, list[Fall]] = {}
    for fall in found:
        by_layer.setdefault(fall.what.split(" ")[1], []).append(fall)
    for layer, falling in by_layer.items():
        if len(falling) >= _TOGETHER:
            yield _layer(edition, layer, falling, lost, lacking)
            continue
        for fall in falling:
            name = fall.what.split(" ")[0]
            rest = [other for other in _layers_of(name, observed, edition) if other != layer]
            now = "nothing gives it now" if name in lost else f"given now by {', '.join(rest) or 'no layer'}"
            told = f"{layer} ({selector(name, layer)}) answers {fall}; {now}"
            yield Alarm(edition, name, told, lacking(edition, fall.kinds, fall.what))


def _layer(edition: str, layer: str, falling: list[Fall], lost: set[str], lacking: Lacking) -> Alarm:
    names = [fall.what.split(" ")[0] for fall in falling]
    gone = [name for name in names if name in lost]
    selectors = ", ".join(dict.fromkeys(selector(name, layer) for name in names))
    loss = f"lost with it: {', '.join(gone)}" if gone else "nothing is lost yet: other layers give these fields"
    worst = min(falling, key=lambda fall: fall.count / fall.of)
    told = f"{layer} ({selectors}) answers {worst} for {', '.join(names)}; {loss}"
    return Alarm(edition, f"layer {layer}", told, lacking(edition, worst.kinds, worst.what))


def _layers_of(name: str, observed: dict[str, Any], edition: str) -> list[str]:
    counts: dict[str, int] = {}
    for had in observed["layers"].get(edition, {}).values():
        for pair, number in had.items():
            field, _, layer = pair.partition(" ")
            if field == name:
                counts[layer] = counts.get(layer, 0) + number
    total = sum(observed["items"].get(edition, {}).values())
    return [layer for layer, number in sorted(counts.items(), key=lambda pair: -pair[1]) if number > 0.3 * total]
