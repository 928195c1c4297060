# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which words of a text answer the question. Compounds are marked as well: Warnung marks Warnsystem."""

from functools import lru_cache

from allmende.domain.language.analyser import Term
from allmende.domain.language.concepts import Mention
from allmende.search.language import language
from allmende.search.questions import Question

Segments = tuple[tuple[str, bool], ...]


class Marks:
    """Marks texts for one question."""

    def __init__(self, question: Question) -> None:
        self._meant = question.meant
        self._stems = {stem for word in question.words for stem in (word.whole, *word.parts)}

    def of(self, text: str) -> Segments:
        """The text in pieces (text, marked); joined they are the text as given."""
        pieces: list[tuple[str, bool]] = []
        place = 0
        for start, end in self._places(text):
            pieces += [(text[place:start], False), (text[start:end], True)]
            place = end
        pieces.append((text[place:], False))
        return tuple(piece for piece in pieces if piece[0])

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where the marked words begin and end, in order."""
        terms = _terms(text)
        named = {
            number
            for mention in (_mentions(text) if self._meant else ())
            if mention.concept in self._meant
            for number in mention.words
        }
        return [
            (term.start, term.end)
            for number, term in enumerate(terms)
            if number in named or term.whole in self._stems or not self._stems.isdisjoint(term.parts)
        ]


# Kept, because the same texts are shown for many questions.
@lru_cache(maxsize=4_000)
def _terms(text: str) -> tuple[Term, ...]:
    return tuple(language().analyser.terms(text))


@lru_cache(maxsize=4_000)
def _mentions(text: str) -> tuple[Mention, ...]:
    thesaurus = language().thesaurus
    return tuple(thesaurus.mentions(thesaurus.atoms(text)))
