"""Whether a page that answers 200 at an article's address stands in its place: a consent page, a login, a notice.

An article says that it is one, in a way that a machine reads, or its address was made of its title. What
does neither must show two things that articles show, and not two that stand-ins do; words alone decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mayadeen import text, urls
from mayadeen.pages import slugs
from mayadeen.pages.absence import says_not_found
from mayadeen.pages.body import leads_within
from mayadeen.pages.document import Document, text_of

if TYPE_CHECKING:
    from mayadeen.pages.reading import Reading

STANDIN = "in an article's place: "
"""How a reason begins: the article may be behind it, so it is asked for again."""
UNSIGNED, DENIED = f"{STANDIN}no sign of one", f"{STANDIN}word that there is none"

_STATED = ("script", "jsonld", "meta")
_ARTICLES = ("article", "blogposting", "posting", "report", "review", "video", "videoobject", "episode", "gallery")
_OF_ONE = 0.6
_FIRST_WORDS = 300
_HEADLINES = 12
# Of the three languages, and none is enough; folded where they are compared.
_WORDS = {
    "asks for consent": (
        "cookies", "your privacy", "your consent", "before you continue", "ملفات تعريف الارتباط", "الكوكيز",
        "كوكيز", "خصوصيتك", "موافقتك", "su privacidad", "tu privacidad", "su consentimiento", "tu consentimiento",
    ),
    "wants scripts": ("javascript", "java script", "جافا سكريبت", "جافاسكريبت", "الجافا سكريبت"),
    "says it is being mended": (
        "maintenance", "back soon", "be right back", "temporarily unavailable", "صيانة", "الصيانة", "للصيانة",
        "سنعود قريبا", "غير متاح مؤقتا", "mantenimiento", "volveremos pronto", "temporalmente no disponible",
    ),
    "asks to log in": (
        "log in", "login", "sign in", "subscribe to continue", "تسجيل الدخول", "سجل الدخول", "سجلوا الدخول",
        "iniciar sesión", "inicie sesión", "inicia sesión", "identifíquese",
    ),
    "is shut to a region": (
        "in your country", "in your region", "in your location", "في بلدك", "في منطقتك", "في بلدكم", "في منطقتكم",
        "en su país", "en tu país", "en su región", "en tu región",
    ),
}  # fmt: skip
_FOLDED = {says: tuple(f" {text.fold(word)} " for word in words) for says, words in _WORDS.items()}


def standin(reading: Reading) -> str:
    """The reason to store nothing of the page; empty for an article."""
    if _is_stated(reading) or slugs.likeness(reading.evidence.fields["title"], reading.url) >= _OF_ONE:
        return ""
    says = "asks to log in" if _takes_passwords(reading.document) else _said(reading)
    if sum(_shown(reading)) >= 2 and sum(_signs(reading.document)) + bool(says) < 2:
        return ""
    if says_not_found(reading.document.root):
        return DENIED
    return f"{STANDIN}{says}" if says else UNSIGNED


def _is_stated(reading: Reading) -> bool:
    """Whether a machine is told what the page is, of what number or of which time."""
    evidence = reading.evidence
    types = evidence.layers["jsonld"].get("types", ())
    return (
        bool(evidence.layers["script"])
        or "post_id" in evidence.fields
        or evidence.notes.get("published", {}).get("layer") in _STATED
        or any(kind.endswith(_ARTICLES) for kind in types)
    )


def _shown(reading: Reading) -> Iterator[bool]:
    """What an article has and another page may have too."""
    fields, evidence = reading.evidence.fields, reading.evidence
    yield "published" in fields
    yield "authors" in fields
    yield "source" in fields or "reading_minutes" in fields
    yield "tags" in fields
    yield "videos" in fields
    yield "summary" in evidence.layers["markup"] or "body" in evidence.ranks
    yield reading.document.meta.get("og:type", ("",))[0].strip().lower().startswith(("article", "video"))


def _signs(document: Document) -> Iterator[bool]:
    yield "noindex" in " ".join(document.meta.get("robots", ())).lower()
    yield _is_elsewhere(document)
    yield not _leads_on(document)


def _takes_passwords(document: Document) -> bool:
    return any(field.get("type", "").lower() == "password" for field in document.root.iter("input"))


def _is_elsewhere(document: Document) -> bool:
    """Whether the page says of itself that it stands at another address."""
    stated = (document.links.get("canonical"), *document.meta.get("og:url", ()))
    return any(_path(document.absolute(link) or "") != _path(document.url) for link in stated if link)


def _leads_on(document: Document) -> bool:
    """Whether it links to other pages of the site, as the site's own pages do in their menus."""
    here = (_path(document.url), "/")
    links = (link.get("href") or "" for link in document.root.iter("a"))
    within = (document.absolute(link) for link in links if urls.safe_link(link) and leads_within(link, document.host))
    return any(_path(link) not in here for link in within if link)


def _path(link: str) -> str:
    return urls.canonical_path(urls.split(link).path)


def _said(reading: Reading) -> str | None:
    """What its headlines and first words say it does."""
    document, fields = reading.document, reading.evidence.fields
    headlines = [text_of(heading) for heading, _ in zip(document.root.iter("h1", "h2"), range(_HEADLINES), strict=False)]
    lines = (document.title, fields["title"], *headlines, fields.get("summary", ""), fields.get("body", ""))
    words = text.fold(" ".join(lines)[: _FIRST_WORDS * 10]).split()[:_FIRST_WORDS]
    said = f" {' '.join(words)} "
    return next((says for says, known in _FOLDED.items() if any(word in said for word in known)), None)
