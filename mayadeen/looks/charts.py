"""Charts as SVG inside a page, drawn by pygal: no script, no style of its own; `charts.css` has the colours."""

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pygal
from lxml import etree
from markupsafe import Markup
from pygal.style import Style

# An import hook for pygal's maps, of a form that Python 3.11 warns of at each import after it.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

WIDTH, HEIGHT = 960, 300
MOST_LABELS = 10
COLOURS = 8
"""`color-0` to `color-7` of `charts.css`; more series than that begin anew."""
_OVERLAYS = ("plot text-overlay", "plot tooltip-overlay")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LETTERS = Style(label_font_size=12, major_label_font_size=12, legend_font_size=12, colors=("#000",) * COLOURS)


def stacked_bars(
    name: str,
    title: str,
    told: str,
    times: Sequence[str],
    series: Mapping[str, Sequence[int]],
    labels: int = MOST_LABELS,
) -> Markup:
    """A bar for each time, its parts in the order of the series; empty where all is 0.

    `name` is an id on its page; `title` and `told` are what a screen reader says of it.
    """
    chart = pygal.StackedBar(**_manner(len(series)), value_formatter=_whole)
    return _drawn(chart, name, title, told, times, series, labels)


def lines(
    name: str, title: str, told: str, times: Sequence[str], series: Mapping[str, Sequence[float | None]]
) -> Markup:
    """A line for each series, broken where nothing is known."""
    chart = pygal.Line(
        **_manner(len(series)),
        dots_size=2,
        allow_interruptions=True,
        margin_right=40,
        value_formatter=lambda value: f"{value:.3g}",
    )
    return _drawn(chart, name, title, told, times, series)


def _manner(series: int) -> dict[str, Any]:
    return {
        "width": WIDTH, "height": HEIGHT, "style": _LETTERS, "js": [], "disable_xml_declaration": True, "margin": 8,
        "legend_at_bottom": True, "legend_at_bottom_columns": min(max(series, 1), 6), "truncate_legend": -1,
        "truncate_label": -1, "show_minor_x_labels": False, "include_x_axis": True, "max_scale": 6,
    }  # fmt: skip


def _drawn(
    chart: Any, name: str, title: str, told: str, times: Sequence[str], series: Mapping[str, Sequence[Any]],
    labels: int = MOST_LABELS,
) -> Markup:  # fmt: skip
    if not any(value for values in series.values() for value in values):
        return Markup("")
    chart.x_labels = [_plain(time) for time in times]
    chart.x_labels_major = chart.x_labels[:: max(1, -(-len(times) // max(1, labels)))]
    for label, values in series.items():
        chart.add(_plain(label), list(values))
    root = chart.render_tree()
    _strip(root)
    _tell(root, [_plain(label) for label in series])
    _name(root, name, title, told)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 lxml escapes what it writes


def _strip(root: Any) -> None:
    """Of what pygal's own script and style need, which are left out."""
    for element in [each for each in root if each.tag in ("defs", "title", etree.Comment)]:
        root.remove(element)
    for element in [each for each in root.iter("g") if each.get("class") in _OVERLAYS]:
        element.getparent().remove(element)
    for element in [each for each in root.iter("rect") if each.get("height") == "0.0"]:
        element.getparent().getparent().remove(element.getparent())
    for element in root.iter("g"):
        element.attrib.pop("id", None)


def _tell(root: Any, names: list[str]) -> None:
    """What a bar or a dot stands for, where a pointer rests on it."""
    for series in root.iter("g"):
        classes = (series.get("class") or "").split()
        if "series" not in classes:
            continue
        name = names[int(classes[1].removeprefix("serie-"))]
        for drawn in series.iter("g"):
            facts = {each.get("class", "").split()[0]: each for each in drawn if each.tag == "desc"}
            for each in facts.values():
                drawn.remove(each)
            if "value" in facts:
                label = facts["x_label"].text if "x_label" in facts else ""
                etree.SubElement(drawn, "title").text = f"{label}: {name} {facts['value'].text}"


def _name(root: Any, name: str, title: str, told: str) -> None:
    for key in [key for key in root.attrib if key != "viewBox"]:
        del root.attrib[key]
    root.attrib.update({"class": "chart", "role": "img", "aria-labelledby": f"{name}-title {name}-told"})
    for place, (tag, part, text) in enumerate((("title", "title", title), ("desc", "told", told))):
        element = etree.Element(tag, id=f"{name}-{part}")
        element.text = text
        root.insert(place, element)


def _plain(text: str) -> str:
    """Without signs that XML cannot hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _whole(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
