"""Knows the walls that stand before a site: challenges, captchas and refusals of Cloudflare and the like.

By signs that only such a page carries. On a page with status 200 it takes two of different sorts, in
the markup and not in its text, and a page that says it is an article is none. Ordinary pages behind
Cloudflare load a script from /cdn-cgi/challenge-platform/ too.
"""

import re
from collections.abc import Iterator, Mapping

REFUSALS = (403, 503)
HEAD = 1 << 16
"""Bytes that are looked at: a wall is a small page."""
_HEADERS = {"cf-mitigated": "Cloudflare", "x-amzn-waf-action": "AWS WAF", "x-sucuri-block": "Sucuri"}
"""Headers that only a wall sends."""
_SERVERS = {"cloudflare": "Cloudflare", "ddos-guard": "DDoS-Guard", "akamaighost": "Akamai", "sucuri": "Sucuri"}
"""Servers that stand before others: what they refuse with 403 is refused at the door."""
_TITLES = re.compile(
    rb"<title[^<>]*>\s*(just a moment(\.\.\.|\xe2\x80\xa6)?|attention required!? \| cloudflare|please wait(\.\.\.)? \| cloudflare"
    rb"|access denied( \| [^<]{1,100} used cloudflare to restrict access)?|ddos-guard|pardon our interruption(\.\.\.)?"
    rb"|checking your browser[^<]{0,60}|please verify you are (a )?human|verify you are human|security check)\s*</title",
    re.I,
)
_MARKUP = re.compile(
    rb"<script\b[^<>]*>[^<]*|<(?:form|iframe|div|span|input|link)\b[^<>]*>|<noscript\b[^<>]*>.{0,400}", re.I | re.S
)
_SIGNS = {
    "script": (b"/cdn-cgi/challenge-platform/", b"_incapsula_resource", b"captcha-delivery.com", b"awswafcookiedomainlist"),
    "variable": (b"_cf_chl_opt", b"__cf_chl_", b"var dd={"),
    "form": (b'"challenge-form"', b'"cf-wrapper"', b'"cf-error-details', b'"cf-challenge', b'"cf-browser-verification', b'"main-iframe"', b"__cf_chl_f_tk"),
    "words": (b"enable javascript and cookies to continue", b"incapsula incident id"),
}  # fmt: skip
_STRONG = {"title", "variable", "form"}
"""Sorts of which at least one must be there: an ordinary page has a script of Cloudflare's, and may ask for cookies."""
_OWNERS = ((b"cdn-cgi", "Cloudflare"), (b"cf_chl", "Cloudflare"), (b"cf-", "Cloudflare"), (b"incapsula", "Imperva"))
_ARTICLE = re.compile(
    rb"text/tawsiyat|<article\b|property=[\"']article:published_time|[\"'](?:News)?Article[\"']|og:type[\"'][^>]{0,40}article"
)


def wall(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """What kept the page from us, in words; None for an answer of the site itself. Header names in lower case."""
    for name, owner in _HEADERS.items():
        if name in headers:
            return f"a challenge of {owner}"
    if status not in REFUSALS and status >= 300:
        return None
    start = body[:HEAD]
    if status not in REFUSALS and b"text/tawsiyat" in start:
        return None  # said in its first lines, and most pages are articles
    signs = set(_signs(start))
    if status in REFUSALS:
        owner = next((owner for word, owner in _SERVERS.items() if word in headers.get("server", "").lower()), None)
        if signs or (owner and status == 403):
            return f"a refusal of {_owner(start) or owner or 'a wall before the site'}"
        return None
    if len(signs) > 1 and signs & _STRONG and not _ARTICLE.search(body):
        return f"a challenge of {_owner(start) or 'a wall before the site'}"
    return None


def _signs(start: bytes) -> Iterator[str]:
    if _TITLES.search(start):
        yield "title"
    markup = b"".join(_MARKUP.findall(start)).lower()
    yield from (sort for sort, words in _SIGNS.items() if any(word in markup for word in words))


def _owner(start: bytes) -> str | None:
    lower = start.lower()
    return next((owner for word, owner in _OWNERS if word in lower), None)


def shut_out(host: str, reason: str) -> str:
    """The line a crawl ends with: what happened, and the ways in that are left."""
    return (
        f"{host} blocks this crawler ({reason.removeprefix('blocked: ')}); a block is not got round. Other ways in: "
        "an archive of the site (history, replay), or an arrangement with the publisher"
    )
