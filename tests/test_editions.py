"""The editions as data: whole, consistent, and true to the records of the site."""

import dataclasses
import gzip
import json
import re
from collections import Counter

import pytest

from mayadeen import text, urls
from mayadeen.editions import EDITIONS, KIND_BY_PATH, NO_ITEMS, Words
from mayadeen.items import KINDS
from tests.shared_site import shared_site

ALL = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS.keys())
ARABIC_LETTER = re.compile("[\u0600-\u06ff]")


def test_the_three_editions():
    assert {code: (e.host, e.language, e.direction) for code, e in EDITIONS.items()} == {
        "ar": ("www.almayadeen.net", "ar", "rtl"),
        "en": ("english.almayadeen.net", "en", "ltr"),
        "es": ("espanol.almayadeen.net", "es", "ltr"),
    }
    assert [code for code, edition in EDITIONS.items() if edition.code != code] == []


def test_no_host_belongs_to_two():
    hosts = [host for edition in EDITIONS.values() for host in (edition.host, *edition.aliases)]
    assert [host for host, times in Counter(hosts).items() if times > 1] == []
    assert [edition.home for edition in EDITIONS.values()] == [f"https://{e.host}/" for e in EDITIONS.values()]


@ALL
def test_every_edition_has_what_the_others_have(edition):
    empty_by_right = {"aliases", "day_first"}
    fields = {field.name for field in dataclasses.fields(edition)} - empty_by_right
    assert [name for name in fields if not getattr(edition, name)] == []
    assert [field.name for field in dataclasses.fields(Words) if not getattr(edition.words, field.name)] == []


@ALL
def test_words_are_tuples_of_clean_words(edition):
    for field in dataclasses.fields(Words):
        words = getattr(edition.words, field.name)
        assert isinstance(words, tuple), field.name
        if field.name == "lists":  # each under its name
            words = [word for name, said in words for word in (name, *said)]
        assert [word for word in words if not text.fold(word) or text.clean(word) != word] == []
    for names in (edition.newsroom, edition.aliases):
        assert isinstance(names, tuple)


@ALL
def test_words_that_tell_things_apart_are_in_one_list_only(edition):
    words = edition.words
    lists = (words.today, words.yesterday, words.morning, words.evening, words.by, words.source, words.tags)
    counted = Counter(folded for names in lists for folded in {text.fold(name) for name in names})
    assert [word for word, times in counted.items() if times > 1] == []


@ALL
def test_labels_and_paths_are_unique(edition):
    places = edition.sections + edition.regions
    assert len({text.fold(place.label) for place in places}) == len(places)
    assert len({place.path for place in places}) == len(places)
    assert len({place.name for place in places}) == len(places)


@ALL
def test_a_place_is_found_by_label_path_and_name(edition):
    for place in edition.sections + edition.regions:
        for name in (place.label, place.label.upper(), place.path, f"/{place.path}/", place.name, f" {place.name} "):
            assert edition.place(name) == place, name
    assert edition.place("no such place") is None
    assert edition.place("") is None


@ALL
def test_paths_are_canonical(edition):
    for place in edition.sections + edition.regions:
        assert urls.canonical_path(place.path) == f"/{place.path}"
        assert place.path.split("/")[0] not in NO_ITEMS


@ALL
def test_labels_are_in_the_editions_script(edition):
    labels = [place.label for place in edition.sections + edition.regions]
    assert {bool(ARABIC_LETTER.search(label)) for label in labels} == {edition.language == "ar"}


@ALL
def test_months_are_all_there(edition):
    assert set(edition.months.values()) == set(range(1, 13))
    assert [name for name in edition.months if text.clean(name) != name] == []


def test_no_month_name_means_two_months():
    meanings = {}
    for edition in EDITIONS.values():
        for name, number in edition.months.items():
            meanings.setdefault(text.fold(name), set()).add(number)
    assert {name: numbers for name, numbers in meanings.items() if len(numbers) > 1} == {}


def test_the_months_by_hand():
    """The Levantine and the Egyptian name of each month, written down apart from the table."""
    pairs = (
        "كانون الثاني=يناير شباط=فبراير آذار=مارس نيسان=أبريل أيار=مايو حزيران=يونيو تموز=يوليو آب=أغسطس "
        "أيلول=سبتمبر تشرين الأول=أكتوبر تشرين الثاني=نوفمبر كانون الأول=ديسمبر"
    )
    for number, found in enumerate(re.findall(r"(\S[^=]*)=(\S+)", pairs), 1):
        assert [EDITIONS["ar"].months[name] for name in found] == [number, number]
    spanish = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    english = "january february march april may june july august september october november december"
    for code, names in (("es", spanish), ("en", english)):
        months = EDITIONS[code].months
        assert [months[name] for name in names.split()] == list(range(1, 13))
        assert [months[name[:3]] for name in names.split()] == list(range(1, 13))


@ALL
def test_post_types_lead_to_kinds(edition):
    assert set(edition.post_types.values()) - {""} <= set(KINDS)
    assert "" in edition.post_types.values()
    assert {"news", "opinion", "analysis", "video", "infographic"} <= set(edition.post_types.values())


def test_kinds_by_path_are_kinds():
    assert set(KIND_BY_PATH.values()) <= set(KINDS)
    order = list(KIND_BY_PATH)
    shadowed = [(one, two) for i, one in enumerate(order) for two in order[i + 1 :] if two.startswith(one + "/")]
    assert shadowed == []


def test_every_real_post_type_and_section_is_known():
    arabic = EDITIONS["ar"]
    with gzip.open(shared_site("articles-ar.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line)["metadata"] for line in lines]
    said = {c["value"].strip() for row in rows for c in row["classes"] if c["mapping"] == "posttype"}
    assert len(said) > 9
    assert said - set(arabic.post_types) == set()
    first = {urls.segments(row["url"])[0] for row in rows}
    assert first - {path.split("/")[0] for path in KIND_BY_PATH} - NO_ITEMS == set()


def test_the_real_newsroom_signs_most():
    with gzip.open(shared_site("articles-ar.jsonl.gz"), "rt", encoding="utf-8") as lines:
        authors = Counter(json.loads(line)["metadata"]["author"] for line in lines)
    ours = sum(times for name, times in authors.items() if name in EDITIONS["ar"].newsroom)
    assert ours / authors.total() > 0.9
