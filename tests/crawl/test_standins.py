"""A consent page in the place of articles: never stored, counted, asked for again, no removal and no edit."""

from tests.scripted import MENU, following, notice, page

A = "/news/politics/"
CONSENT = (
    f"<html><head><title>Al Mayadeen English</title></head><body>{MENU}<h1>Before you continue</h1><p>We and our partners use "
    "cookies, and ask for your consent to measure how readers use this site.</p><p>You may change your choice.</p></body></html>"
)
SOFT = notice("Page not found").replace("</h1>", "</h1><p>What you look for is not here, or it has been moved elsewhere.</p>")
SCRIPT = {
    f"{A}held": {0: page("Held", "1"), 1: CONSENT, 2: page("Held", "1")},
    f"{A}new": {0: CONSENT, 2: page("New", "2")},
    f"{A}soft": {0: page("Soft", "3"), 1: SOFT},
    f"{A}never": {0: SOFT},
}
IN_PLACE = "in an article's place: "


def ends(kept):
    return {url.rsplit("/", 1)[-1]: end for url, *end in kept.query("SELECT url, state, reason FROM pages WHERE kind = 'article'")}


def test_a_consent_page_is_no_article_no_edit_and_no_removal(kept):
    with following(SCRIPT) as site:
        assert site.crawl(kept, 0).returncode == 3
        first = ends(kept)
        site.crawl(kept, 1, "mode=full")
        second = ends(kept)
        site.crawl(kept, 2, "mode=full")
    consent, nothing = ["failed", f"{IN_PLACE}asks for consent"], ["failed", f"no item: {IN_PLACE}word that there is none"]
    assert first == {"held": ["stored", None], "new": consent, "soft": ["stored", None], "never": nothing}
    gone = ["filtered", f"gone (no item: {IN_PLACE}word that there is none)"]  # as after two answers of 404
    assert second == {"held": consent, "new": consent, "soft": nothing, "never": gone}
    assert ends(kept)["new"] == ["stored", None]
    assert kept.query("SELECT id, title, revision FROM articles ORDER BY id") == [
        ("en:1", "Held", 1), ("en:2", "New", 1), ("en:3", "Soft", 1),
    ]  # fmt: skip
    assert kept.query("SELECT article_id, event FROM events ORDER BY seq") == [("en:3", "missing"), ("en:3", "removed")]
