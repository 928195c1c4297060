# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which words of a text answer the question. Compounds are marked as well: Warnung marks Warnsystem."""

from itertools import groupby

from allmende.search.language import Language
from allmende.search.questions import Question

Segments = tuple[tuple[str, bool], ...]


class Marks:
    """Marks texts for one question."""

    def __init__(self, question: Question, language: Language) -> None:
        self._language = language
        self._named = question.named
        self._stems = {stem for word in question.words for stem in (word.whole, *word.parts)}

    def of(self, text: str) -> Segments:
        """The text in pieces (text, marked); joined they are the text as given."""
        terms = list(self._language.analyser.terms(text))
        marked = [not self._stems.isdisjoint(term.stems) for term in terms]
        for number in self._words_of_concepts(text):
            marked[number] = True
        pieces: list[tuple[str, bool]] = []
        place = 0
        for term, is_marked in zip(terms, marked, strict=True):
            pieces += [(text[place : term.start], False), (text[term.start : term.end], is_marked)]
            place = term.end
        pieces.append((text[place:], False))
        return tuple(
            ("".join(piece for piece, _ in group), is_marked)
            for is_marked, group in groupby((piece for piece in pieces if piece[0]), key=lambda piece: piece[1])
        )

    def _words_of_concepts(self, text: str) -> list[int]:
        if not self._named:
            return []
        thesaurus = self._language.thesaurus
        mentions = thesaurus.mentions(thesaurus.atoms(text))
        return [number for mention in mentions if mention.concept in self._named for number in mention.words]
