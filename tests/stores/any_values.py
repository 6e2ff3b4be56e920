"""Whatever a field of an article may hold."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200e=cmd|' /C calc'!A0", "\uff1d1", "'=1", "'", "''", "",
    "\0", "a\0b", 'a"b', '""', "a,b;c", "a\r\nb\nc\rd", "\u202eabc\u202c", "\ufeffx", "\x1a", "\u2028", "😀", "قمّةٌ", "NULL", "\\N", "null",
    "[]", "{}", "01", "1e5",
]  # fmt: skip


texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
perhaps = st.none() | texts
numbers = st.none() | st.integers(-(2**63), 2**63 - 1)
json = st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts, lambda of: st.lists(of, max_size=2) | st.dictionaries(texts, of, max_size=2), max_leaves=4)  # fmt: skip
instants = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)).map(lambda t: t.replace(microsecond=0))
in_beirut = instants.map(lambda t: t.astimezone(ZoneInfo("Asia/Beirut")).isoformat())
in_utc = instants.map(datetime.isoformat)
VALUES = (
    dict.fromkeys(("title", "url", "kind", "run"), texts)
    | dict.fromkeys(("section", "section_name", "country", "coverage", "summary", "body", "source", "image_caption"), perhaps)
    | dict.fromkeys(("reading_minutes", "word_count", "video_seconds", "revision"), numbers)
    | dict.fromkeys(("regions", "authors", "tags"), st.lists(texts, max_size=3))
    | dict.fromkeys(("published", "modified"), st.none() | in_beirut)
    | dict.fromkeys(("fetched", "first_seen", "last_seen"), in_utc)
    | {"published_day": st.none() | st.dates().map(str), "provenance": st.dictionaries(texts, json, max_size=3)}
    | {"images": st.lists(st.fixed_dictionaries({"url": texts, "caption": perhaps, "credit": perhaps}), max_size=2)}
    | {"videos": st.lists(st.fixed_dictionaries({"url": texts, "seconds": numbers, "poster": perhaps}), max_size=2)}
    | {"related": st.lists(st.fixed_dictionaries({"title": texts, "url": texts}), max_size=2)}
    | {"warc": st.none() | st.fixed_dictionaries({"file": texts, "offset": numbers, "length": numbers})}
)
