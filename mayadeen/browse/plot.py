"""Bars as inline SVG, drawn here, so that nothing is loaded from anywhere. Pure."""

from collections.abc import Mapping

from markupsafe import Markup, escape

WIDTH, HEIGHT = 960, 240
_BELOW, _LEFT = 24, 56


def bars(series: Mapping[str, Mapping[str, int]]) -> Markup:
    """A stacked bar for each time, its parts in the order of their names; `part-0`, `part-1`, ... have the colours."""
    names = parts(series)
    most = max((sum(counts.values()) for counts in series.values()), default=0)
    if not most:
        return Markup("")
    step = (WIDTH - _LEFT) / len(series)
    drawn = "".join(
        _bar(time, counts, names, _LEFT + n * step, step * 0.85, (HEIGHT - _BELOW - 8) / most)
        for n, (time, counts) in enumerate(series.items())
    )
    return Markup(  # noqa: S704 names and times are escaped in _bar and _text
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Bars; the table below has the numbers">'
        f"{_axis(most)}{drawn}{_times(list(series), step)}</svg>"
    )


def parts(series: Mapping[str, Mapping[str, int]]) -> list[str]:
    return sorted({name for counts in series.values() for name in counts})


def _bar(time: str, counts: Mapping[str, int], names: list[str], x: float, width: float, scale: float) -> str:
    told = ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()))
    y, drawn = float(HEIGHT - _BELOW), ""
    for name in (name for name in names if name in counts):
        height = counts[name] * scale
        y -= height
        size = f'width="{width:.2f}" height="{height:.2f}"'
        drawn += f'<rect class="part-{names.index(name)}" x="{x:.2f}" y="{y:.2f}" {size}/>'
    return f"<g><title>{escape(time)}: {escape(told)}</title>{drawn}</g>"


def _axis(most: int) -> str:
    floor = HEIGHT - _BELOW
    line = f'<line x1="{_LEFT}" y1="{floor}" x2="{WIDTH}" y2="{floor}"/>'
    return line + _text(f"{most:,}", _LEFT - 6, 16, "end") + _text("0", _LEFT - 6, floor, "end")


def _times(times: list[str], step: float) -> str:
    """The first, the last, and a few between."""
    every = max(1, -(-len(times) // 8))
    shown = range(0, len(times), every)
    return "".join(_text(times[n], _LEFT + n * step, HEIGHT - 6, "start") for n in shown)


def _text(told: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(told)}</text>'
