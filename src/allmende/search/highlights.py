# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which words of a text answer the question. Compounds are marked as well: Warnung marks Warnsystem."""

from functools import lru_cache
from itertools import groupby

from allmende.domain.language.analyser import Term
from allmende.domain.language.concepts import Mention
from allmende.search.language import language
from allmende.search.questions import Question

Segments = tuple[tuple[str, bool], ...]


class Marks:
    """Marks texts for one question."""

    def __init__(self, question: Question) -> None:
        self._named = question.named
        self._stems = {stem for word in question.words for stem in (word.whole, *word.parts)}

    def of(self, text: str) -> Segments:
        """The text in pieces (text, marked); joined they are the text as given."""
        terms = _terms(text)
        marked = [not self._stems.isdisjoint(term.stems) for term in terms]
        for mention in _mentions(text) if self._named else ():
            for number in mention.words if mention.concept in self._named else ():
                marked[number] = True
        pieces: list[tuple[str, bool]] = []
        place = 0
        for term, is_marked in zip(terms, marked, strict=True):
            pieces += [(text[place : term.start], False), (text[term.start : term.end], is_marked)]
            place = term.end
        pieces.append((text[place:], False))
        return tuple(
            ("".join(piece for piece, _ in group), is_marked)
            for is_marked, group in groupby(
                (piece for piece in pieces if piece[0]), key=lambda piece: piece[1]
            )
        )


# Kept, because the same texts are shown for many questions.
@lru_cache(maxsize=4_000)
def _terms(text: str) -> tuple[Term, ...]:
    return tuple(language().analyser.terms(text))


@lru_cache(maxsize=4_000)
def _mentions(text: str) -> tuple[Mention, ...]:
    thesaurus = language().thesaurus
    return tuple(thesaurus.mentions(thesaurus.atoms(text)))
