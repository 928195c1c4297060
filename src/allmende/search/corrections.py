# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Typing errors: the word that was probably meant."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from allmende.domain.language.analyser import Analyser
from allmende.domain.language.stem import stem
from allmende.domain.language.words import fold

# Shorter words have too many neighbours to guess.
SHORTEST = 4
# From this length on two errors are believed, but only towards a word of the index.
LONG = 6
# Longer ones are no word that somebody mistyped, and would cost as many guesses as they have letters.
LONGEST = 40
LETTERS = ascii_lowercase + "äöüß"


def correction(word: str, vocabulary: Mapping[str, tuple[str, int]], analyser: Analyser) -> str | None:
    """The known word nearest to a word in the form of normalise(), or None if it is known or nothing is near.

    vocabulary: folded words of the index with their spelling and number of documents. First one edit
    towards a word of the index, then one edit towards a word or compound of the language, then two.
    """
    folded = analyser.respelled(fold(word))
    if (
        not SHORTEST <= len(folded) <= LONGEST
        or not folded.isalpha()
        or folded in vocabulary
        or analyser.is_known(folded)
    ):
        return None
    better = (
        _in_index(folded, vocabulary)
        or _in_language(word, analyser)
        or (_two_edits(folded, vocabulary) if len(folded) >= LONG else None)
    )
    same = better is not None and stem(better) == stem(word)
    return None if same else better  # another form of a word finds the same and is no error


def _in_index(folded: str, vocabulary: Mapping[str, tuple[str, int]]) -> str | None:
    found = [vocabulary[one] for one in set(_one_edit(folded)) if one in vocabulary]
    return max(found, key=lambda entry: (entry[1], entry[0]))[0] if found else None


def _in_language(word: str, analyser: Analyser) -> str | None:
    edits = sorted(set(_one_edit(word)))
    for one in edits:
        if fold(one) in analyser.lexicon.known:
            return analyser.lexicon.known[fold(one)]
    split = [(len(parts), _cost(parts, analyser), one) for one in edits if (parts := analyser.split(one))]
    return min(split)[2] if split else None


def _cost(parts: Sequence[str], analyser: Analyser) -> int:
    """The rarer the parts, the dearer the guess."""
    lists = analyser.lexicon
    return sum(lists.parts.get(part, lists.firsts.get(part, 0)) for part in parts)


def _two_edits(folded: str, vocabulary: Mapping[str, tuple[str, int]]) -> str | None:
    near = process.extract(
        folded, vocabulary.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=10
    )
    found = [vocabulary[word] for word, _, _ in near if word[:1] == folded[:1]]
    return max(found, key=lambda entry: (entry[1], entry[0]))[0] if found else None


def _one_edit(word: str) -> Iterator[str]:
    """Every word that one letter left out, added, replaced or swapped makes."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
