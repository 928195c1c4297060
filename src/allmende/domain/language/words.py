# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text into words: normal form, folding to plain letters, and where each word stands."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# A word is letters and digits; the gendered ending of "Bürger:innen" belongs to it but carries no meaning.
# An accent may follow its letter as a sign of its own (decomposed Unicode, as some systems write it).
_WORD = re.compile(r"((?:[^\W_][\u0300-\u036f]*)+)(?:[:*·]in(?:nen)?\b)?")
_FOLDS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe"})
# Longer runs of letters are no words of any language (Base64, log lines); they are cut, not refused.
LONGEST_WORD = 60


class Word(NamedTuple):
    """One word of a text in lower case, and its place: text[start:end], gendered ending included."""

    text: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Lower case in composed Unicode form. Idempotent: normalise(normalise(x)) == normalise(x)."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).lower()
    return unicodedata.normalize("NFKC", lowered.replace("ẞ", "ß")).lower()


def fold(word: str) -> str:
    """The word of normalise() in plain letters: umlauts to their vowel, ß to ss, accents dropped."""
    if word.isascii():
        return word
    folded = unicodedata.normalize("NFKD", word.translate(_FOLDS))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def words(text: str) -> Iterator[Word]:
    """The words of a text in order. Offsets count in the text as given."""
    for match in _WORD.finditer(text):
        word = normalise(match.group(1))[:LONGEST_WORD]
        yield Word(word, match.start(), match.end())
