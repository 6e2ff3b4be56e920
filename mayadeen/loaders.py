"""What each field means: how the raw values that the layers found become the item's.

`ArticleLoader` works as any item loader; the pages use its processors through `meaning`, which
costs a tenth of a loaded field (docs/decisions.md). Override `<field>_in` and `<field>_out` in a
subclass and name it in MAYADEEN_LOADER.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from itemloaders import ItemLoader
from itemloaders.processors import Identity
from itemloaders.utils import get_func_args

from mayadeen import content, text, urls
from mayadeen.items import Article
from mayadeen.pages.names import people

READER = "4"
"""Grows when what is read of the same page may differ from before: a newer reading is no edit of the site's."""

_NUMBER = re.compile(r"\d{1,9}")
_ISO_DURATION = re.compile(r"^P(?:(\d{1,4})D)?T?(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d+)?S)?$", re.I)
_ENDLESS = 1 << 31
"""No number of seconds, and none that PostgreSQL's integers hold."""
_CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,3}):(\d\d)$")
_SEPARATORS = (",", ";", "،", "|")
# Numbers of a content system and its key-value pairs.
_NO_TAG = re.compile(
    r"^(?:[\d-]{5,}|[0-9a-f]{8}-[0-9a-f-]{27}|(?:[\w ]*category|[\w ]*tokens|section|source|type)\s*:.*)$", re.I
)
# Of a text with single spaces; a pattern that begins with a plain one is found ten times sooner, a choice twice as late.
_ONLY_MARKS = re.compile(r" [^\w ]+(?= )")
_ONLY_MARKS_OR_LINES = re.compile(r" (?:[^\w ]|_)+(?= )")
_NO_TAG_SIGNS = re.compile(r"[:\d-]")  # one of them stands in each of those
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$", re.I)


def strings(values: list[Any]) -> list[str]:
    """Cleaned, not empty; numbers as they are written."""
    found = []
    for value in values:
        if not isinstance(value, str):
            if not isinstance(value, (int, float)) or isinstance(value, bool):
                continue
            value = str(value)
        if cleaned := text.clean(value):
            found.append(cleaned)
    return found


def first(values: list[Any]) -> Any:
    return values[0] if values else None


def each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def split_list(values: list[Any]) -> list[str]:
    """Tags: one string with commas, or a string each."""
    if len(values) == 1 and isinstance(values[0], str):
        # One separator a string: an Arabic comma inside a tag of a list with plain ones is the tag's own.
        mark = next((mark for mark in _SEPARATORS if mark in values[0]), ",")
        values = values[0].split(mark)
    else:
        values = [value.get("name") if isinstance(value, dict) else value for value in values]
    found = strings(values)
    if not _NO_TAG_SIGNS.search("".join(found)):
        return found
    return [tag for tag in found if not (_NO_TAG_SIGNS.search(tag) and _NO_TAG.match(tag))]


def authors(values: list[Any], loader_context: dict[str, Any]) -> list[str]:
    """An edition prints its authors as they are to be kept; elsewhere names must be found first."""
    edition = loader_context.get("edition")
    if edition is None:
        return people([value for value in values if isinstance(value, str)])
    return [without_label(name, edition.words.by) for name in strings(values)]


def without_label(name: str, labels: tuple[str, ...]) -> str:
    """
    >>> without_label("By Al Mayadeen net", ("By",)), without_label("Byron Smith", ("By",))
    ('Al Mayadeen net', 'Byron Smith')
    """
    for label in labels:
        if name[: len(label) + 1].casefold() in (f"{label} ".casefold(), f"{label}:".casefold()):
            return name[len(label) + 1 :].strip(" :") or name
    return name


def number(values: list[Any]) -> list[int]:
    """
    >>> number(["2 Min Read"]), number(["-"]), number([12.7])
    ([2], [], [12])
    """
    found = (_NUMBER.search(value) for value in strings(values))
    return [int(match[0]) for match in found if match]


def seconds(values: list[Any]) -> list[int]:
    """
    >>> seconds(["2962"]), seconds(["PT1H2M3S"]), seconds(["49:22"]), seconds(["soon", "0", "99999999999"])
    ([2962], [3723], [2962], [])
    """
    found = []
    for value in strings(values):
        if value.replace(".", "", 1).isdecimal() and len(value) < 12:
            found.append(int(float(value)))
        elif match := _ISO_DURATION.match(value):
            days, hours, minutes, rest = (int(part or 0) for part in match.groups())
            found.append(((days * 24 + hours) * 60 + minutes) * 60 + rest)
        elif match := _CLOCK.match(value):
            hours, minutes, rest = (int(part or 0) for part in match.groups())
            found.append((hours * 60 + minutes) * 60 + rest)
    return [value for value in found if 0 < value < _ENDLESS]


def digits(values: list[Any]) -> list[str]:
    """A post id: digits and nothing else; zero is a template's way to say that there is none.

    >>> digits(["1901051"]), digits(["0"]), digits(["12a"])
    (['1901051'], [], [])
    """
    found = (value for value in strings(values) if value.isascii() and value.isdigit() and len(value) < 20)
    return [value for value in found if value.strip("0")]


def languages(values: list[Any]) -> list[str]:
    """
    >>> languages(["en_US", "Arabic; x"])
    ['en-US']
    """
    return [tag for tag in (value.replace("_", "-") for value in strings(values)) if _LANGUAGE.match(tag)]


def address(values: list[Any]) -> list[str]:
    return [value for value in strings(values) if urls.safe_link(value) and not value.startswith("data:")]


def paragraphs(values: list[str]) -> str | None:
    return "\n\n".join(values) or None


class ArticleLoader(ItemLoader):
    default_item_class = dict
    default_input_processor = staticmethod(strings)
    default_output_processor = staticmethod(first)

    post_id_in = staticmethod(digits)
    language_in = staticmethod(languages)
    tags_in = staticmethod(split_list)
    tags_out = staticmethod(each_once)
    authors_in = staticmethod(authors)
    authors_out = staticmethod(each_once)
    body_in = Identity()
    body_out = staticmethod(paragraphs)
    reading_minutes_in = staticmethod(number)
    video_seconds_in = staticmethod(seconds)
    image_url_in = staticmethod(address)
    related_in = images_in = videos_in = Identity()
    related_out = images_out = videos_out = Identity()

    def meaning(self, field: str, raw: Any) -> Any:
        """What `load_item` would give for `field` had it been given `raw` alone; None for nothing."""
        take_in, in_asks, give_out, out_asks = _processors(type(self), field)
        if take_in is strings and give_out is first and isinstance(raw, str):  # most: the same without lists of one
            return text.clean(raw) or None
        values = raw if isinstance(raw, list) else [raw]
        values = take_in(values, loader_context=self.context) if in_asks else take_in(values)
        return (give_out(values, loader_context=self.context) if out_asks else give_out(values)) or None


@lru_cache(maxsize=512)
def _processors(loader: type[ArticleLoader], field: str) -> tuple[Callable, bool, Callable, bool]:
    """The two processors of a field, and whether each asks for the context."""
    probe = loader()
    take_in, give_out = probe.get_input_processor(field), probe.get_output_processor(field)
    return take_in, _asks(take_in), give_out, _asks(give_out)


def _asks(processor: Callable) -> bool:
    return "loader_context" in get_func_args(processor)


def word_count(body: str) -> int:
    """Runs between spaces that hold a letter or a digit, of paragraphs that were cleaned and joined.

    >>> word_count("COVID-19 — l'homme , غزّة")
    3
    """
    line = f" {body} ".replace("\n\n", " ")
    marks = _ONLY_MARKS_OR_LINES if "_" in line else _ONLY_MARKS
    return line.count(" ") - 1 - len(marks.findall(line)) if body else 0


def content_hash(article: Article) -> str:
    """Of title, summary, body, tags and picture, as a reader compares them."""
    return content.content_hash(vars(article))
