"""Text as it is stored (`clean`) and as it is compared, hashed and searched (`fold`)."""

import html
import re
import unicodedata
from functools import lru_cache
from html.entities import html5

# Controls other than whitespace, the byte order mark and two non-characters: no text of anyone's.
_NO_TEXT = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff"
_SURROGATES = "\ud800-\udfff"
_DROPPED, _SURROGATE, _ODD = (re.compile(f"[{codes}]") for codes in (_NO_TEXT, _SURROGATES, _NO_TEXT + _SURROGATES))
_MOVES = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_AMPERSAND = re.compile(
    r"&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,5}26);)*"
    r"(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?"
)
# Marks that nobody sees, which mean something only among letters.
_ALONE_NOTHING = " \u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
# "<" would make markup of text, the others could complete another reference.
_KEPT_ESCAPED = re.compile("[0-9A-Za-z#;<>&]")
# Accents, harakat and Koranic signs, tatweel, joiners, bidi marks, soft hyphen, variation selectors.
_INVISIBLE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u00ad\u061c\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
)
# The alef, ya and kaf that decomposing leaves apart, and ta marbuta, often written without its dots.
_LETTERS = (("\u0671", "ا"), ("ى", "ي"), ("\u06cc", "ي"), ("\u06a9", "ك"), ("ة", "ه"))
_EASTERN_DIGIT = re.compile("[٠-٩۰-۹]")
_ALPHANUMERIC = re.compile(r"\w+")
CODE_PAGES = ("cp1256", "cp1252")
"""Arabic, English, French; Spanish."""


def clean(raw: str) -> str:
    r"""`raw` with single spaces and without leftover escapes; every other code point stays.

    References are decoded however often they were escaped, but only whole ones with their
    semicolon, and never to "<" or ">", so that no text becomes markup.

    >>> clean(" One\u00a0 two\n three\x00 "), clean("&amp;quot;AT&T&amp;quot;&nbsp;x")
    ('One two three', '"AT&T" x')
    >>> clean("&lt;b&gt; &amp;lt; &copy &unknown;")
    '&lt;b&gt; &lt; &copy &unknown;'
    """
    if "&" not in raw:
        plain = raw.strip()  # most are nothing but letters and spaces
        if plain.isprintable() or (plain := plain.replace("\u00a0", " ")).isprintable():
            return " ".join(plain.split()) if "  " in plain else plain
    text = " ".join(_decoded(raw).split())
    return text if text.strip(_ALONE_NOTHING) else ""


def _decoded(raw: str) -> str:
    if not raw.isprintable() and _ODD.search(raw):
        raw = _DROPPED.sub("", raw)
        if _SURROGATE.search(raw):  # two halves written apart make one character, a lone one goes
            raw = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _AMPERSAND.sub(_character, raw) if "&" in raw else raw


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if name is None:
        return "&"
    found = html.unescape(f"&{name};") if name[0] == "#" else html5.get(f"{name};", "&")
    if _KEPT_ESCAPED.search(found):
        return f"&{name};"
    return found if found and not _DROPPED.search(found) else " "


def one_line(told: str) -> str:
    r"""As a log, a table or a terminal may show it: on one line, with nothing that moves a cursor but tabs.

    >>> one_line("no HTML: text/\x1b[2Jx\ny")
    'no HTML: text/ [2Jx y'
    """
    return told if told.isprintable() else _MOVES.sub(" ", told)


def bare(s: str) -> str:
    """Letters without marks and variants, digits 0 to 9; case, punctuation and spaces stay.

    >>> bare("٢٠ آذار، شُبـاط: Año")
    '20 اذار، شباط: Ano'
    """
    s = _decoded(s)
    if s.isascii():
        return s
    s = _INVISIBLE.sub("", unicodedata.normalize("NFKD", s))
    for variant, letter in _LETTERS:
        s = s.replace(variant, letter)
    return _EASTERN_DIGIT.sub(lambda digit: str(int(digit[0])), s)


@lru_cache(maxsize=256)  # a body is folded to be hashed and again to be compared, one after the other
def fold(s: str) -> str:
    """What two spellings of one text have in common: words of lower case letters and digits.

    >>> fold("إيران: «الغارة» الـ13…"), fold("Política—COVID-19!")
    ('ايران الغاره ال13', 'politica covid 19')
    """
    if "&" not in s:
        for page in CODE_PAGES:  # nearly all texts are within one, and their bytes are folded in a fifth of the time
            folded = folded_within(page, s)
            if folded is not None:
                return folded
    return folded_of_any(s)


def words(s: str) -> list[str]:
    """The folded words.

    >>> words("U.S. & «غزّة»")
    ['u', 's', 'غزه']
    """
    return fold(s).split()


def folded_of_any(s: str) -> str:
    return " ".join(_ALPHANUMERIC.findall(bare(s).casefold().replace("_", " ")))


def folded_within(page: str, s: str) -> str | None:
    """The same of a text without references in which each character is a byte of the code page, and stays one."""
    try:
        text = s.encode(page)
    except UnicodeEncodeError:
        return None
    table, dropped, others = _folds(page)
    if len(text.translate(None, others)) < len(text):
        return None
    return b" ".join(text.translate(table, dropped).split()).decode(page)


@lru_cache(maxsize=len(CODE_PAGES))
def _folds(page: str) -> tuple[bytes, bytes, bytes]:
    """What each byte becomes, those that go, and those that become several or leave the page."""
    table, dropped, others = bytearray(range(256)), bytearray(), bytearray()
    for byte in range(256):
        folded = folded_of_any(f"a{bytes((byte,)).decode(page, 'ignore')}b")
        if folded == "ab":
            dropped.append(byte)
        elif len(folded) == 3 and (own := folded[1].encode(page, "ignore")):
            table[byte] = own[0]
        else:
            others.append(byte)
    return bytes(table), bytes(dropped), bytes(others)
