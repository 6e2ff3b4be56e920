"""What a content system prints for a field that is empty is no value, and hides none that stands elsewhere."""

import pytest

from tests.pages.test_article import page, script


@pytest.mark.parametrize("none", ["0", "000", 0])
def test_a_post_id_of_zero_is_none(none):
    """What an empty field of a content system is printed as: all such pages would be one article."""
    assert page(script(postid=none)).item().post_id is None
    assert page(f'{script(postid=none)}<meta name="postid" content="0"><meta name="postid" content="12">').item().id != "en:0"
    assert page(f'{script(postid=none)}<meta name="postid" content="12">').item().id == "en:12"
