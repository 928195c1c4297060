# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the language, as data: which exist, which are simple, which say nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from allmende.domain.language.words import fold

KNOWN, PART, FIRST = "k", "p", "f"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists by folded word. Costs are -10 log10 of the relative frequency: 30 is one word in 1,000.

    parts: simple words that may stand anywhere in a compound; firsts: those that cannot end one (warn-,
    mess-); known: spelling of every word that exists; stopwords: words that say nothing, not folded.
    """

    parts: Mapping[str, int] = field(default_factory=dict)
    firsts: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    stopwords: frozenset[str] = frozenset()


def read_lexicon(lines: Iterable[str], stopwords: Iterable[str]) -> Lexicon:
    """From lines "role cost word" (roles: k known, p simple and known, f only before others).

    Raises ValueError with the number of the line that is not of this form.
    """
    parts: dict[str, int] = {}
    firsts: dict[str, int] = {}
    known: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        try:
            role, cost, word = line.split()
            folded = fold(word)
            if role != FIRST:
                known.setdefault(folded, word)
            if role != KNOWN:
                (firsts if role == FIRST else parts).setdefault(folded, int(cost))
        except ValueError as error:
            raise ValueError(f"lexicon, line {number}: expected 'role cost word', found {line!r}") from error
    return Lexicon(parts, firsts, known, frozenset(stopwords))
