# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where to go on when a question finds nothing: words near its own of which the stock does speak."""

from collections.abc import Iterator

from allmende.domain.language.concepts import Thesaurus
from allmende.domain.language.words import fold, words
from allmende.search.index import Reader

# Shorter words are in too many others to be near to them: "amt" in "gesamt".
SHORTEST = 5


def near_words(text: str, reader: Reader, thesaurus: Thesaurus, language: str) -> Iterator[str]:
    """First related and wider terms of the concepts named, then words of the stock inside an asked one."""
    named = sorted({one.concept for one in thesaurus.mentions(thesaurus.atoms(text))})
    for concept in named:
        for other in (*sorted(thesaurus.related(concept)), *sorted(thesaurus.broader(concept))):
            yield thesaurus.label(other, language)
    for word in words(text):
        yield from _inside(fold(word.text), reader)


def _inside(asked: str, reader: Reader) -> list[str]:
    """Words of the stock that an asked word contains, the longest first."""
    ends = range(SHORTEST, len(asked) + 1)
    pieces = {asked[start:end] for end in ends for start in range(end - SHORTEST + 1)} - {asked}
    found = sorted(
        (piece for piece in pieces if piece in reader.vocabulary), key=lambda piece: (-len(piece), piece)
    )
    return [reader.vocabulary[piece][0].capitalize() for piece in found]
