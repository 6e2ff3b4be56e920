"""Texts and the forms of them that are stored, compared and counted."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mayadeen import text
from tests import pace
from tests.shared_site import shared_site, strings

# Code points that mean something to a reader or a renderer, inside words.
KEPT = "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2069\u061cـ\u064b\u0651\u0301\u00ad"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  One\t two \r\n\n three ", "One two three"),
        ("a\u00a0b\u202fc\u2003d\u3000e", "a b c d e"),
        ("a\u200bb\u2028c\u2029d\u0085e\x0bf", "a\u200bb c d e f"),
        ("\u200b \u00a0", ""),
        ("", ""),
        ("A\x00B\x08C\x7fD\x9fE\ufeffF", "ABCDEF"),
        ("a\ud800b\udfffc", "abc"),
        ("\ud83d\ude00!", "😀!"),
        ("&amp;quot;Gaza&amp;quot;", '"Gaza"'),
        ("&quot;غزة&quot;&nbsp;&laquo;x&raquo;", '"غزة" «x»'),
        ("it&#39;s &#x2019;tis&rsquo;", "it's ’tis’"),
        ("&amp;amp;amp;quot;", '"'),
        ("AT&amp;T, AT&T, R&D;, Q & A, &", "AT&T, AT&T, R&D;, Q & A, &"),
        ("&copy 2022 &copy; 2022", "&copy 2022 © 2022"),
        ("&lt;b&gt; &amp;lt; &#60; &#x3c;", "&lt;b&gt; &lt; &#60; &#x3c;"),
        ("&nosuch; &notit; &#; &#x; &;", "&nosuch; &notit; &#; &#x; &;"),
        ("a&#0;b&#1;c&#xFEFF;d&#xD800;e&#99999999;", "a\ufffdb c d\ufffde&#99999999;"),
        ("&#38;quot; &#x26;amp;quot;", '" "'),
        ("&quot&semi; &&num;34;", "&quot&semi; &&num;34;"),
        ("&am&#112;; &&#97;mp;", "&am&#112;; &&#97;mp;"),
    ],
)
def test_clean(raw, expected):
    assert text.clean(raw) == expected


@pytest.mark.parametrize("kept", KEPT, ids=ascii)
def test_clean_keeps_what_is_not_white(kept):
    word = f"ميا{kept}دين"
    assert text.clean(f" {word}\n {word}") == f"{word} {word}"


def test_clean_does_not_compose():
    assert text.clean("e\u0301 \u00e9 ﻻ") == "e\u0301 \u00e9 ﻻ"


@pytest.mark.parametrize(
    "spellings",
    [
        ("المَيادِين", "الميـادين", "الميادين", "المياد\u200dين", "ال\u202bميادي\u202cن", "المي\u061cا\u200cدين"),
        ("هٰذا", "هذا", "\u200fه\u2067ذا\u2069"),
        ("إيران", "أيران", "ايران", "ٱيران", "آيران"),
        ("غزة", "غزه", "غزّة"),
        ("مصطفى", "مصطفي", "مصطفی"),
        ("کتاب", "كتاب", "كِتاب"),
        ("مسؤول", "مسوول"),
        ("٢٠٢٤", "۲۰۲۴", "2024", "２０２４"),
        ("Política", "POLITICA", "poli\u0301tica", "po\u00adlítica"),
        ("Straße", "STRASSE"),
        ("«COVID-19»", "covid–19", '"Covid 19"', "COVID_19…"),
        ("don't", "don’t", "don&#39;t"),
        ("ﻻ", "لا"),
    ],
)
def test_fold_unites_spellings(spellings):
    assert len({text.fold(spelling) for spelling in spellings}) == 1
    assert text.fold(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [("غزة", "غزو"), ("شيء", "شي"), ("12.5", "125"), ("re-sign", "resign"), ("ano", "anos")],
)
def test_fold_keeps_apart(one, other):
    assert text.fold(one) != text.fold(other)


def test_fold_leaves_only_words():
    assert text.fold(" —«غارةٌ»، (3) صواريخ!\n") == "غاره 3 صواريخ"
    assert text.fold("?!… 😀") == ""


def test_words():
    assert text.words("«غارةٌ» على COVID-19") == ["غاره", "علي", "covid", "19"]
    assert text.words("") == []


# Text made of what clean and fold treat in some way, so that their rules meet.
TREATED = (
    "& amp; &amp; &#38; &#x26; quot; &quot; lt; &lt; # 3 8 ; x26; &nbsp; &#8203; &#65279; &#0; &#1; &#112; &Tab;"
    " a M é ى ة ـ ٣ _ - . ' \u200b \u200f \u0301 \ufeff \x00 \x1f \n \ud83d \ude00 İ ſ"
)
ANY = st.one_of(st.text(st.characters(exclude_categories=())), st.lists(st.sampled_from(TREATED.split(" "))).map("".join))


@given(ANY)
@example("&am\x00p;amp;quot;")
@example("\ud83d\x00\ude00")
def test_clean_and_fold_are_settled_at_once(raw):
    cleaned = text.clean(raw)
    folded = text.fold(raw)
    assert text.clean(cleaned) == cleaned
    assert text.fold(folded) == folded
    assert text.fold(cleaned) == folded
    assert text.words(raw) == folded.split()


@given(ANY)
def test_clean_text_can_be_stored(raw):
    cleaned = text.clean(raw)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Zl", "Zp")]
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters="&\u200b\ufeff\ufffe\uffff")))
def test_clean_changes_no_word(word):
    assert text.clean(word) == word


def test_every_code_point_folds_at_once():
    for start in range(0, 0x110000, 0x1000):
        chunk = " ".join(map(chr, range(start, start + 0x1000)))
        folded = text.fold(chunk)
        assert text.fold(folded) == folded, hex(start)
        assert text.fold(text.clean(chunk)) == folded, hex(start)


def test_real_paragraphs_lose_nothing_but_space():
    lines = shared_site("paragraphs-ar.jsonl").read_text(encoding="utf-8").splitlines()
    white = {c for c in range(0x10000) if unicodedata.category(chr(c)) in ("Zs", "Zl", "Zp", "Cc")} | {0x200B, 0xFEFF}
    assert len(lines) == 130
    for raw in lines:
        found = [p for p in strings(json.loads(raw)) if "&" not in p]
        assert [text.clean(p).translate(dict.fromkeys(white)) for p in found] == [
            p.translate(dict.fromkeys(white)) for p in found
        ]


@pytest.mark.parametrize(
    "unit", ["&amp;", "amp;", "&", "&#", "&#0000", "\x00", "\ud800", " ", "\u0301", "_", "—", "غ"], ids=ascii
)
def test_a_megabyte_takes_no_more_than_seconds(unit):
    raw = "&" + unit * (1_000_000 // len(unit))
    with pace.within(5):  # what grows with the square takes minutes
        for function in (text.clean, text.fold):
            function(raw)
