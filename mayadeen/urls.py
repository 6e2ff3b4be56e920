"""Addresses: one form for each page, whatever form a link to it had. Pure functions.

A page may hold any link: of these only `canonical_url` raises, and only ValueError.
"""

import hashlib
import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

LONGEST = 2000
"""Characters of an address that can be one: PostgreSQL indexes no longer ones than 2,704 bytes."""
# A segment of a canonical path, byte by byte: RFC 3986 pchar stands unescaped, so that the site's ":" stays.
_IN_PATH = [quote(bytes((code,)), safe="-._~!$&'()*+,;=:@") for code in range(256)]
_CANONICAL = re.compile(r"(?:/(?:(?:%[89A-F][0-9A-F])++|[A-Za-z0-9._~!$&'()*+,;=:@-]++)++)++")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# Of what is not ASCII: none that a rule could tell from the character itself.
_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_MOVES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TRACKING = re.compile(
    r"^(?:amp;)*(?:utm_.*|mtm_.*|at_(?:medium|campaign|link.*)|(?:fb|g|d|y|tt|tw)clid|msclkid|[gw]braid|igshid|igsh"
    r"|mibextid|mc_[ce]id|_hsenc|_hsmi|ref|ref_src|ref_url|amp|cmpid|ocid|_ga|_gl)$",
    re.I,
)
_PLAIN = re.compile(r"(?P<origin>https?://(?P<host>[a-z0-9.-]+))(?P<path>/[^?#\x00-\x20\x7f-\xa0]*)(?:[?#]|\Z)")
_WHOLE_LINK = re.compile(r"https?://[A-Za-z0-9.-]+/")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)


NOWHERE = SplitResult("", "", "", "", "")


def split(url: str) -> SplitResult:
    """The parts of an address, `NOWHERE` of one that cannot be split.

    >>> split("https://x.net/a?b").path, split("http://[::1/a") == NOWHERE
    ('/a', True)
    """
    try:
        return urlsplit(url)
    except ValueError:
        return NOWHERE


def place(url: str) -> tuple[str, str, str]:
    """Origin, host and path of an address; all empty where it has none.

    >>> place("https://x.net/a/b?c"), place("http://[::1/a")
    (('https://x.net', 'x.net', '/a/b'), ('', '', ''))
    """
    if plain := _PLAIN.match(url):  # most are, and splitting costs ten times as much
        return plain["origin"], plain["host"], plain["path"]
    parts = split(url)
    if parts is NOWHERE:
        return "", "", ""
    return f"{parts.scheme}://{parts.netloc}", parts.hostname or "", parts.path


def canonical_path(path: str) -> str:
    """One form of percent-encoding; no empty segments, no trailing slash.

    >>> canonical_path("/news/غزة:-يوم/") == canonical_path("/news/%d8%ba%D8%B2%D8%A9:-%D9%8A%D9%88%D9%85")
    True
    >>> canonical_path("//news/100%-sure"), canonical_path("")
    ('/news/100%25-sure', '/')
    >>> canonical_path("/news/a%2Fb%3Fc"), canonical_path("/caf%e9")  # bytes that are no UTF-8 stay
    ('/news/a%2Fb%3Fc', '/caf%E9')
    """
    parts = (unquote_to_bytes(_encoded(part)) for part in path.split("/") if part)
    return "/" + "/".join("".join([_IN_PATH[byte] for byte in part]) for part in parts)


def _encoded(part: str) -> bytes:
    return part.encode("utf-8", "replace")  # a lone surrogate has no form in an address


def canonical_query(query: str) -> str:
    """Without tracking parameters; the rest in the form and order it was linked in, for it is requested so.

    >>> canonical_query("utm_source=x&page=2&b&fbclid=1&q=غ%20a")
    'page=2&b&q=%D8%BA%20a'
    """
    kept = (pair for pair in query.split("&") if pair and not _TRACKING.match(pair.split("=", 1)[0]))
    return quote(_encoded("&".join(kept)), safe="%=&+/:;,@!$'()*?~-._")


def canonical_url(url: str, host: str) -> str:
    """`url`'s path and query on `host`, over https, without a fragment. ValueError where it has none.

    >>> canonical_url("http://127.0.0.1:8000/news/politics/x/?utm_id=1#top", "english.almayadeen.net")
    'https://english.almayadeen.net/news/politics/x'
    """
    path = url.find("/", 8) if url.startswith(("https://", "http://")) else -1
    if path > 0 and _CANONICAL.fullmatch(url, path):
        return f"https://{host}{url[path:]}"  # most are: half of what reading an address costs
    if plain := _PLAIN.fullmatch(url):
        return f"https://{host}{canonical_path(plain['path'])}"
    parts = urlsplit(url)
    return _join(host, canonical_path(parts.path), canonical_query(parts.query))


def _join(host: str, path: str, query: str) -> str:
    return f"https://{host}{path}" + (f"?{query}" if query else "")


@lru_cache(maxsize=4096)
def segments(url: str) -> tuple[str, ...]:
    """The decoded parts of the path, save what would move a cursor or break a line.

    >>> segments("https://x.net/newscast/2023/8/1/%D8%BA%0a")
    ('newscast', '2023', '8', '1', 'غ%0A')
    """
    return tuple([_decoded(part) if "%" in part else part for part in place(url)[2].split("/") if part])


def _decoded(part: str) -> str:
    """What urllib's `unquote` gives, in a quarter of its time where most of `part` is escapes."""
    decoded = _ESCAPES.sub(_undone, part)
    return decoded if decoded.isprintable() else _MOVES.sub(lambda sign: quote(sign[0]), decoded)


def readable(url: str) -> str:
    """The same address to every rule of a robots.txt, whose parser then has few escapes to undo one by one.

    >>> readable("https://x.net/%d8%BA%2F%25?a=%FF")
    'https://x.net/غ%2F%25?a=\ufffd'
    """
    return _LETTERS.sub(_undone, url)


def _undone(escapes: re.Match[str]) -> str:
    return bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8", "replace")


def section_of(url: str) -> str:
    """The section that an article's address names: its path without the slug and the date.

    >>> section_of("https://x.net/news/politics/a-title")
    'news/politics'
    >>> section_of("https://x.net/newscast/2023/8/1/a-title"), section_of("https://x.net/")
    ('newscast', '')
    """
    return "/".join(part for part in segments(url)[:-1] if not part.isdigit())


def path_hash(url: str) -> str:
    """Sixteen hexadecimal digits of the canonical path: what an id is made of where there is no post id.

    >>> path_hash("https://x.net/a/%d8%ba") == path_hash("https://y.net/a/غ?x=1")
    True
    """
    return hashlib.sha256(canonical_path(split(url).path).encode()).hexdigest()[:16]


@lru_cache(maxsize=1024)
def picture_key(url: str) -> str:
    """What stays the same of a picture's address: its uuid, else the address without its query.

    >>> picture_key("https://m.net/archive/image/2023/1/2/4E36D1BB-9654-4512-9910-044b70d0fd9c.jpg?v=3")
    '4e36d1bb-9654-4512-9910-044b70d0fd9c'
    >>> picture_key("https://m.net/a.jpg?width=5")
    'https://m.net/a.jpg'
    """
    found = _UUID.search(url)
    return found.group().lower() if found else url.split("?", 1)[0].split("#", 1)[0]


def safe_link(link: str) -> bool:
    """Whether a link can lead to a page at all.

    >>> [safe_link(x) for x in ("/news/x", "#top", "javascript:void(0)", "mailto:a@b.c", "", "//[")]
    [True, False, False, False, False, False]
    """
    link = link.strip()
    if _WHOLE_LINK.match(link):  # most are, and splitting costs five times as much
        return True
    parts = split(link)
    leads = parts.netloc or parts.path or parts.query
    return bool(leads) and parts.scheme in ("", "http", "https")


def is_loopback(host: str | None) -> bool:
    """
    >>> [is_loopback(h) for h in ("localhost", "127.0.0.2", "::1", "10.0.0.1", "example.org", None)]
    [True, True, True, False, False, False]
    """
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
