"""What the fields mean, that `meaning` is what a loader gives, and that users can override it."""

import pytest
from itemloaders.processors import Compose, MapCompose, TakeFirst

from mayadeen import loaders
from mayadeen.editions import EDITIONS
from mayadeen.items import Article
from mayadeen.loaders import ArticleLoader, content_hash

ENGLISH = EDITIONS["en"]


def meaning(field, raw, loader=ArticleLoader, edition=ENGLISH):
    return loader(edition=edition).meaning(field, raw)


@pytest.mark.parametrize(
    ("field", "raw", "meant"),
    [
        ("title", " A&amp;B \n c ", "A&B c"),
        ("title", ["", "  ", "second"], "second"),
        ("title", {"not": "text"}, None),
        ("post_id", "1678925", "1678925"),
        ("post_id", 1678925, "1678925"),
        ("post_id", "16-789", None),
        ("post_id", True, None),
        ("tags", "غزة,حماس, غزة ,", ["غزة", "حماس"]),
        ("tags", "غزة، حماس", ["غزة", "حماس"]),
        ("tags", "a، b,c", ["a، b", "c"]),
        ("tags", ["x, y", "z"], ["x, y", "z"]),
        ("tags", [{"name": "x"}, None, 5.5], ["x", "5.5"]),
        ("authors", "By Al Mayadeen net", ["Al Mayadeen net"]),
        ("authors", "Byron Smith", ["Byron Smith"]),
        ("authors", ["الميادين نت", "الميادين نت"], ["الميادين نت"]),
        ("video_seconds", "2962", 2962),
        ("video_seconds", "PT49M22S", 2962),
        ("video_seconds", "0", None),
        ("video_seconds", "9" * 100, None),
        ("reading_minutes", "2 Min Read", 2),
        ("language", "en_US", "en-US"),
        ("image_url", "data:image/gif;base64,AAAA", None),
        ("image_url", " https://m.net/a.jpg ", "https://m.net/a.jpg"),
        ("body", ["one", "two"], "one\n\ntwo"),
        ("body", [], None),
        ("country", " سوريا ", "سوريا"),
    ],
)
def test_meaning(field, raw, meant):
    assert meaning(field, raw) == meant


@pytest.mark.parametrize(
    ("field", "raw"),
    [("title", " a  b "), ("tags", "a,b,a"), ("authors", "By X Y"), ("video_seconds", "12"), ("body", ["a", "b"])],
)
def test_meaning_is_what_a_loader_loads(field, raw):
    loader = ArticleLoader(edition=ENGLISH)
    loader.add_value(field, raw)
    assert loader.load_item()[field] == loader.meaning(field, raw)


class Shouting(ArticleLoader):
    title_in = MapCompose(str.strip, str.upper)
    tags_out = Compose(sorted)
    country_in = MapCompose(lambda value, loader_context: f"{value} of {loader_context['edition'].code}")
    country_out = TakeFirst()

    def section_name_in(self, values):
        return [f"<{value}>" for value in values]


def test_processors_can_be_overridden_in_every_way_that_itemloaders_knows():
    assert meaning("title", " a ", Shouting) == "A"
    assert meaning("tags", "b,a", Shouting) == ["a", "b"]
    assert meaning("country", "x", Shouting) == "x of en"
    assert meaning("section_name", "x", Shouting) == "<x>"
    assert meaning("title", " a ") == "a"


def article(**changed):
    values = {"title": "A title", "summary": "Its summary.", "body": "One.\n\nTwo.", "tags": ["x", "y"]}
    picture = "https://m.net/media/image/4e36d1bb-9654-4512-9910-044b70d0fd9c.jpg?v=3"
    return Article(**{**values, "image_url": picture, **changed})


def test_the_hash_ignores_form():
    same = article(
        title="A  Title", body="One.\n\nTwo", image_url="http://other/4E36D1BB-9654-4512-9910-044B70D0FD9C.jpg?width=9"
    )
    assert content_hash(same) == content_hash(article())
    assert content_hash(article(tags=["y", "X", "x"])) == content_hash(article()), "their order says nothing"
    assert content_hash(article(published="2024-01-01T00:00:00+02:00", section="x")) == content_hash(article())


@pytest.mark.parametrize(
    "changed",
    [{"title": "B"}, {"summary": None}, {"body": "One."}, {"tags": ["x"]}, {"tags": ["x y"]}, {"image_url": None}],
)
def test_the_hash_sees_what_changed(changed):
    assert content_hash(article(**changed)) != content_hash(article())


@pytest.mark.parametrize(
    ("body", "count"),
    [("", 0), ("one two", 2), ("a — b", 2), ("« x » ...", 1), ("COVID-19 'tis 5", 3), ("غزّة ، حماس", 2)],
)
def test_word_count(body, count):
    assert loaders.word_count(body) == count
