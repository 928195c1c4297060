# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The language of this installation: word lists and concepts from the package data, read once."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache

from allmende import data
from allmende.domain.language.analyser import VERSION, Analyser
from allmende.domain.language.concepts import Thesaurus, read_concepts
from allmende.domain.language.lexicon import read_lexicon

LEXICON = data.path("language", "lexicon.txt.gz")
STOPWORDS = data.path("language", "stopwords.txt")
CONCEPTS = data.path("language", "concepts.yaml")


@dataclass(frozen=True, slots=True)
class Language:
    """What index and query must share. An index made with another version is stale."""

    analyser: Analyser
    thesaurus: Thesaurus
    version: str


@cache
def language() -> Language:
    """The analysis with the bundled word lists and concepts. Takes about a third of a second once."""
    stopwords = [
        word
        for line in STOPWORDS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    ]
    with gzip.open(LEXICON, "rt", encoding="utf-8") as lines:
        analyser = Analyser(read_lexicon(lines, stopwords))
    thesaurus = Thesaurus(analyser, read_concepts(data.read_yaml("language", "concepts.yaml")["concepts"]))
    return Language(analyser, thesaurus, _version())


def _version() -> str:
    digest = hashlib.blake2b(VERSION.encode(), digest_size=8)
    for file in (LEXICON, STOPWORDS, CONCEPTS, data.path("search.yaml")):
        digest.update(file.read_bytes())
    return f"{VERSION}-{digest.hexdigest()}"
