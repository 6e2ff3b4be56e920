"""Tags in the meta tags of a page's head, which may be there twice."""

import pytest

from tests.pages.test_article import page


@pytest.mark.parametrize(
    ("contents", "tags"),
    [
        (["Roses, Ferries", "Roses, Ferries"], ["Roses", "Ferries"]),
        (["Roses, Ferries", "Bread"], ["Roses", "Ferries", "Bread"]),
        (["غزة، لبنان", "ورد"], ["غزة", "لبنان", "ورد"]),
        (["Roses"], ["Roses"]),
    ],
)
@pytest.mark.parametrize("name", ["keywords", "news_keywords"])
def test_each_of_several_lists_is_taken_apart(name, contents, tags):
    head = "".join(f'<meta name="{name}" content="{content}">' for content in contents)
    assert page(f"{head}<h1>A rose</h1><p>One.</p>").item().tags == tags


def test_a_tag_of_its_own_keeps_its_comma():
    head = "".join(f'<meta property="article:tag" content="{tag}">' for tag in ("Paris, Texas", "Roses"))
    assert page(f"{head}<h1>A rose</h1><p>One.</p>").item().tags == ["Paris, Texas", "Roses"]
