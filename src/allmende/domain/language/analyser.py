# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one analysis of text that index and query share: stems of whole words and of their parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from allmende.domain.language.compounds import Splitter
from allmende.domain.language.lexicon import Lexicon
from allmende.domain.language.stem import stem
from allmende.domain.language.words import fold, normalise, words

# Change it with every change of the analysis: an index of another version is built anew.
VERSION = "4"
# "ue" after a, e or q is no umlaut (Mauer, Feuer, Quelle).
_REPLACED_UMLAUT = re.compile(r"([ao])e|(?<![aeq])(u)e")


def with_umlauts(folded: str) -> str:
    """A folded text with every ae, oe, ue read as an umlaut that is written out: buergerb is burgerb."""
    return _REPLACED_UMLAUT.sub(lambda match: match.group(1) or match.group(2), folded)


@dataclass(frozen=True, slots=True)
class Term:
    """One word that carries meaning: text[start:end], the stem of the whole, the stems of its parts."""

    start: int
    end: int
    whole: str
    parts: tuple[str, ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """Everything this word is found by: the whole first, then the parts, each once."""
        return tuple(dict.fromkeys((self.whole, *self.parts)))


@dataclass(slots=True)
class Analyser:
    """Analyses text with the word lists of a lexicon. Remembers words it has seen; safe between threads."""

    lexicon: Lexicon
    _splitter: Splitter = field(init=False)
    _seen: dict[str, tuple[str, tuple[str, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._splitter = Splitter(self.lexicon.parts, self.lexicon.firsts)

    def terms(self, text: str) -> Iterator[Term]:
        """The words of a text that carry meaning, in order. Any text is fine; none raises an error."""
        for word in words(text):
            if word.text not in self.lexicon.stopwords:
                whole, parts = self.stems(word.text)
                yield Term(word.start, word.end, whole, parts)

    def stems(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Stem of a word in the form of normalise(), and stems of its parts (none for a simple word)."""
        found = self._seen.get(word)
        if found is None:
            spelled = self.respelled(fold(word))
            parts = tuple(dict.fromkeys(stem(part) for part in self._splitter.split(spelled)))
            found = stem(spelled), parts
            if len(self._seen) < 500_000:
                self._seen[word] = found
        return found

    def split(self, word: str) -> tuple[str, ...]:
        """Folded parts of a word in any spelling; () for a simple or unknown word."""
        return self._splitter.split(self.respelled(fold(normalise(word))))

    def is_known(self, word: str) -> bool:
        """Whether the word exists or is made of words that do."""
        folded = self.respelled(fold(normalise(word)))
        return folded in self.lexicon.known or bool(self._splitter.split(folded))

    def respelled(self, folded: str) -> str:
        """A folded word with ae, oe, ue read as umlauts, unless the word exists as it is written."""
        if not _REPLACED_UMLAUT.search(folded) or self._exists(folded):
            return folded
        return with_umlauts(folded)

    def _exists(self, folded: str) -> bool:
        return folded in self.lexicon.known or bool(self._splitter.split(folded))
