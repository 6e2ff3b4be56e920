"""Made-up neutral texts: the words and the sentence frames of three languages."""

from mayadeen.replica.texts.arabic import ARABIC
from mayadeen.replica.texts.english import ENGLISH
from mayadeen.replica.texts.language import Language
from mayadeen.replica.texts.spanish import SPANISH

__all__ = ["LANGUAGES", "Language"]

LANGUAGES = {"en": ENGLISH, "ar": ARABIC, "es": SPANISH}
