"""Pages that answer 200 at an article's address and are none, and thin articles that are ones all the same."""

import pytest

from mayadeen.pages import slugs
from mayadeen.pages.standins import DENIED, UNSIGNED
from tests.accuracy.pages import LAYOUTS, row_pages
from tests.accuracy.templates import TEMPLATES
from tests.pages.test_article import page, script

MENU = "<nav><a href='/news/politics'>Politics</a><a href='/video'>Video</a></nav>"
WALLS = {
    "consent": (
        "<title>Before you continue</title><h1>Before you continue</h1><p>We and our partners use cookies to show you this site, "
        "and to measure how it is used by its readers everywhere.</p><button>Accept all</button>",
        "asks for consent",
    ),
    "consent, in the site's own frame": (
        f"<title>Al Mayadeen English</title>{MENU}<h1>Your choice</h1><p>We value your privacy. Choose what may be stored on "
        "your device while you read, and change it whenever you like to.</p>",
        "asks for consent",
    ),
    "موافقة": (
        "<title>الميادين</title><h1>ملفات تعريف الارتباط</h1><p>نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لعرض هذا الموقع "
        "وقياس طريقة استخدامه من قبل قرائه في كل مكان.</p>",
        "asks for consent",
    ),
    "consentimiento": (
        "<title>Al Mayadeen</title><h1>Antes de continuar</h1><p>Nosotros y nuestros socios valoramos su privacidad y pedimos su "
        "consentimiento para mostrarle este sitio y para medir su uso.</p>",
        "asks for consent",
    ),
    "script": (
        "<title>english.almayadeen.net</title><h1>One step</h1><p>Please enable JavaScript in your browser to see this page, "
        "and then load it again.</p>",
        "wants scripts",
    ),
    "script, and nothing else": ("<title>Enable JavaScript</title><div id='root'></div>", "wants scripts"),
    "maintenance, with a date": (
        f"{MENU}<h1>We will be back soon</h1><div>28 Nov 2026 10:00</div><p>The site is down for maintenance until this hour. "
        "Thank you for your patience, and for reading us.</p>",
        "says it is being mended",
    ),
    "صيانة": ("<h1>الموقع تحت الصيانة</h1><p>سنعود قريباً، شكراً لصبركم ولمتابعتكم موقع الميادين.</p>", "says it is being mended"),
    "login": (
        f"{MENU}<h1>Welcome</h1><p>Readers of the site have an account, which is free of charge and made in a minute.</p>"
        "<form><input name=user><input type=Password></form>",
        "asks to log in",
    ),
    "region": (
        "<h1>Not here</h1><p>This content is not available in your country for legal reasons, which we regret very much.</p>",
        "is shut to a region",
    ),
    "nothing known": ("<h1>Hello</h1><p>Something that has been put here for a while, and that says nothing of news.</p>", None),
    "a page of the site's own that claims to be an article": (
        f"<meta property=og:type content=article><meta name=robots content=noindex>{MENU}<h1>Before you continue</h1>"
        "<ul><li>By Al Mayadeen net</li></ul><p>We ask for your consent to the use of cookies on this site by our partners.</p>",
        "asks for consent",
    ),
}  # fmt: skip


def test_a_page_that_says_that_there_is_none_is_told_apart():
    gone = f"{MENU}<h1>الصفحة غير موجودة</h1><p>لعلكم تجدون ما تبحثون عنه في صفحة أخرى من صفحات الموقع.</p>"
    assert page(gone, "/news/politics/a-ferry-returns-to-selwick").reason == DENIED


@pytest.mark.parametrize("name", WALLS)
def test_what_stands_in_an_articles_place_is_none(name):
    html, says = WALLS[name]
    read = page(f"<html><body>{html}</body></html>", "/news/politics/a-ferry-returns-to-selwick")
    assert read.is_standin
    assert read.reason == (f"in an article's place: {says}" if says else UNSIGNED)


COOKIES = "<p>Cookies, consent and JavaScript: log in, says the maintenance team in your country, or be back soon.</p>"


@pytest.mark.parametrize(
    ("html", "path"),
    [
        (script(type="article") + COOKIES, "/news/politics/x"),
        (f"<h1>Cookies: your consent</h1>{COOKIES}", "/news/politics/cookies--your-consent"),
        (f"<meta name=postid content=5><h1>A title</h1>{COOKIES}", "/video/x"),
        (f"<meta property=article:published_time content=2024-01-31T10:00:00.0000000><h1>A</h1>{COOKIES}", "/video/x"),
        ('<script type="application/ld+json">{"@type": "VideoObject", "name": "A", "uploadDate": "2024-01-31"}</script>', "/video/x"),
        ("<h1>The old title, edited</h1><ul><li>By Ann Lee</li><li>6 Jan 2022 15:39</li></ul><p>One line.</p>", "/news/politics/x"),
        ("<h1>Rain in Selwick</h1><video src='/v.mp4'></video>", "/video/rain-in-selwick"),
        ("<h1>صور من غزة</h1><img src='/a.jpg'>", "/in-pictures/صور-من-غزة"),
    ],
)  # fmt: skip
def test_a_thin_article_is_one_whatever_it_is_about(html, path):
    assert page(html, path).reason == ""


@pytest.mark.long
@pytest.mark.parametrize("trusted", [True, False], ids=["", "no address trusted"])
@pytest.mark.parametrize("layout", [*LAYOUTS, *TEMPLATES])
def test_no_real_item_is_refused_in_any_layout(layout, trusted, monkeypatch, shared):
    if not trusted:
        monkeypatch.setattr(slugs, "likeness", lambda title, url: 0)
    read = 0
    for each in row_pages(shared / "site" / "articles-ar.jsonl.gz", 20, [layout]):
        reason = page(each.html, each.url.removeprefix("https://www.almayadeen.net"), "ar").reason
        assert reason == "", each.id
        read += 1
    assert read > 100
