# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person asks, taken apart: words, what they probably mean, and the concepts they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from allmende.domain.language.concepts import Thesaurus
from allmende.search.corrections import correction
from allmende.search.index import Reader
from allmende.search.language import Language

# A question of more words is cut: nobody types it, and it would cost as much as it likes.
MOST_WORDS = 40
LONGEST_TEXT = 2000


class AskedWord(NamedTuple):
    """One word of the question: stem of the whole, stems of its parts, concepts it belongs to."""

    whole: str
    parts: tuple[str, ...]
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """text as read (typing errors corrected); corrected: None if nothing was; concepts with weights.

    named: the concepts it names; meant: these and the narrower ones, which answer it as well.
    """

    text: str
    corrected: str | None
    words: tuple[AskedWord, ...]
    concepts: Mapping[str, float]
    named: frozenset[str]
    meant: frozenset[str]


def understand(
    text: str, reader: Reader, language: Language, weights: Mapping[str, float], correct: bool = True
) -> Question:
    """Read a question. weights: those of the concepts (itself, within, narrower, related, broader)."""
    asked = text.replace("\x00", " ")[:LONGEST_TEXT]
    read = _with_corrections(asked, reader, language) if correct else asked
    terms = list(language.analyser.terms(read))[:MOST_WORDS]
    atoms = language.thesaurus.atoms(read)
    own: dict[str, float] = {}
    by_word: dict[int, set[str]] = {}
    for mention in chain(language.thesaurus.mentions(atoms), language.thesaurus.scattered(atoms)):
        weight = weights["itself" if mention.whole else "within"]
        own[mention.concept] = max(weight, own.get(mention.concept, 0))
        for number in mention.words:
            by_word.setdefault(number, set()).add(mention.concept)
    words = tuple(
        AskedWord(term.whole, term.parts, frozenset(by_word.get(number, ())))
        for number, term in enumerate(terms)
    )
    return Question(
        text=read,
        corrected=read if read != asked else None,
        words=words,
        concepts=_with_neighbours(own, language.thesaurus, weights),
        named=frozenset(own),
        meant=frozenset(own).union(*(language.thesaurus.narrower(one) for one in own)),
    )


def _with_corrections(text: str, reader: Reader, language: Language) -> str:
    """The text with every unknown word replaced by the one that was probably meant."""
    pieces: list[str] = []
    place = 0
    for term in list(language.analyser.terms(text))[:MOST_WORDS]:
        typed = text[term.start : term.end]
        better = correction(typed.lower(), reader.vocabulary, language.analyser) or typed
        if typed[0].isupper():
            better = better[0].upper() + better[1:]
        pieces += [text[place : term.start], better]
        place = term.end
    return "".join([*pieces, text[place:]])


def _with_neighbours(
    own: Mapping[str, float], thesaurus: Thesaurus, weights: Mapping[str, float]
) -> dict[str, float]:
    """The concepts named and those near them, each with its greatest weight."""
    found = dict(own)
    for concept, weight in own.items():
        share = weight / weights["itself"]
        near = {"narrower": thesaurus.narrower, "related": thesaurus.related, "broader": thesaurus.broader}
        for relation, of in near.items():
            for neighbour in of(concept):
                found[neighbour] = max(weights[relation] * share, found.get(neighbour, 0))
    return found
