# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the search, for the portal, the API and the command line.

    search(text, kinds=("solution",), filters={"field": ("water",)}, limit=20, offset=0) -> Results
        .hits          Hit: document, score 0..1, title and summary as marked segments
        .total         number of documents in the result (filters applied)
        .facets        {"kind": {"solution": 12}, "field": {"water": 7, ...}}; a facet that is filtered counts
                       all of its values, so that another one can be chosen
        .corrected     the text that was searched instead ("Meinten Sie"), or None; search as typed with
                       correct=False
        .concepts      Concept ids and labels that the question names
    suggest(text, limit=8)  -> phrases while someone types
    survey(text, kinds, filters) -> Survey: the whole result as {key: score}, its facets, and a function that
        marks the words of the question in any text; for a ranking of one's own
    best(text, kind, limit) -> keys of the best documents of a kind, where nothing else is needed
    near(text, kind, words, limit) -> where nothing was found: near words, each with its best keys
    is_stale(documents)     -> whether the index must be built anew for these documents
    summary()               -> facts about the index, for a page on health

An empty text finds everything that meets the filters. No text raises an error. IndexMissingError is raised if
no index has been built. Building is `allmende.search.actions.rebuild`, showing a change `update`.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy
from django.conf import settings
from tantivy import Query

from allmende import data
from allmende.domain.language.analyser import with_umlauts
from allmende.domain.language.words import fold, words
from allmende.search import index
from allmende.search.documents import Document
from allmende.search.highlights import Marks, Segments
from allmende.search.index import IndexMissingError, Reader
from allmende.search.language import language as the_language
from allmende.search.nearby import near_words
from allmende.search.questions import Question, understand
from allmende.search.ranking import (
    Answer,
    all_of,
    answer,
    count,
    facet_counts,
    filter_query,
    rank,
)
from allmende.search.ranking import Hit as Ranked

__all__ = [
    "Hit",
    "IndexMissingError",
    "Results",
    "Survey",
    "best",
    "is_stale",
    "near",
    "search",
    "suggest",
    "summary",
    "survey",
]


# As long as the longest word anybody asks for; what goes on is not looked at for near words.
LONGEST_NEAR = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. title and summary come as (text, marked) pieces, in the language asked for."""

    document: Document
    score: float
    title: Segments
    summary: Segments


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits and what belongs to the whole result."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    corrected: str | None = None
    concepts: Mapping[str, str] = field(default_factory=dict)


def search(
    text: str,
    *,
    kinds: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
    limit: int = 20,
    offset: int = 0,
    language: str = "de",
    correct: bool = True,
) -> Results:
    """Find documents; see the top of this module. Values of one facet are alternatives, facets add up."""
    reader = current()
    chosen = _chosen(kinds, filters)
    question, belongs, ranked = _ranked(text, reader, kinds, chosen, correct)
    marks = Marks(question)
    return Results(
        hits=tuple(_hit(one, reader, marks, language) for one in ranked[offset : offset + limit]),
        total=count(reader, all_of([belongs, filter_query(reader, chosen)])),
        facets=facet_counts(reader, belongs, chosen),
        corrected=question.corrected,
        concepts={one: the_language().thesaurus.label(one, language) for one in sorted(question.named)},
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole result. scores: 0..1 by key, best first; of an empty text all that meets the filters."""

    scores: Mapping[str, float]
    facets: Mapping[str, Mapping[str, int]]
    corrected: str | None
    marked: Callable[[str], Segments]


def survey(
    text: str, *, kinds: Sequence[str] = (), filters: Mapping[str, Sequence[str]] | None = None
) -> Survey:
    """The whole result without its documents, for a room that ranks by more than words."""
    reader = current()
    chosen = _chosen(kinds, filters)
    question, belongs, ranked = _ranked(text, reader, kinds, chosen, correct=True)
    return Survey(
        scores={_key(one, reader): one.score for one in ranked},
        facets=facet_counts(reader, belongs, chosen),
        corrected=question.corrected,
        marked=Marks(question).of,
    )


def best(text: str, *, kind: str, limit: int) -> list[str]:
    """Keys of the best documents of a kind; as the first of `survey`, in a fraction of its time."""
    reader = current()
    return [_key(one, reader) for one in _ranked(text, reader, (kind,), {"kind": (kind,)}, True)[2][:limit]]


def near(text: str, *, kind: str, words: int, limit: int, language: str = "de") -> dict[str, list[str]]:
    """For a question that finds nothing: words near its own, each with the keys of its best documents."""
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(near_words(text[:LONGEST_NEAR], current(), the_language().thesaurus, language)):
        if keys := best(word, kind=kind, limit=limit):
            found[word] = keys
        if len(found) == words:
            break
    return found


def _key(ranked: Ranked, reader: Reader) -> str:
    return reader.names[ranked.number].partition(":")[2]


def suggest(text: str, *, limit: int = 8) -> list[str]:
    """Phrases that go on as the text begins: keywords, titles, concepts; the most frequent first."""
    begun = " ".join(fold(word.text) for word in words(text[:100]))
    if not begun:
        return []
    found = {**_phrases(begun), **_phrases(with_umlauts(begun))}
    best = sorted(found.values(), key=lambda entry: (-entry[1], len(entry[0]), entry[0]))
    return [shown for shown, _ in best[:limit]]


def _phrases(begun: str) -> dict[str, tuple[str, int]]:
    """Phrases that begin so, by folded text: as shown, and in how many documents."""
    phrases = current().phrases
    place = bisect_left(phrases, begun, key=lambda phrase: phrase[0])
    found: dict[str, tuple[str, int]] = {}
    while place < len(phrases) and phrases[place][0].startswith(begun):
        folded, shown, number = phrases[place]
        found.setdefault(folded, (shown, number))
        place += 1
    return found


def is_stale(documents: Sequence[Document]) -> bool:
    """Whether there is no index, or one of other documents, word lists or weights."""
    try:
        meta = current().meta
    except IndexMissingError:
        return True
    wanted = (the_language().version, index.content_hash(documents))
    return (meta["language"], meta["content"]) != wanted


def summary() -> dict[str, Any]:
    """Number of documents and words, and versions."""
    reader = current()
    return {
        "documents": reader.meta["documents"],
        "words": len(reader.vocabulary),
        "language": reader.meta["language"],
        "current": reader.meta["language"] == the_language().version,
    }


_open: dict[Path, Reader] = {}
_opening = Lock()


def current() -> Reader:
    """The index as it is now on disk; opened once, and again after every rebuild by whatever process."""
    root = Path(settings.SEARCH_INDEX)
    generation = index.current_generation(root)
    with _opening:
        reader = _open.get(root)
        if reader is None or reader.generation != generation:
            reader = _open[root] = index.open_current(root)
    return reader


def _ranked(
    text: str, reader: Reader, kinds: Sequence[str], chosen: Mapping[str, Sequence[str]], correct: bool
) -> tuple[Question, Query, list[Ranked]]:
    weights = data.read_yaml("search.yaml")
    question = understand(text, reader, the_language(), weights["concepts"], correct)
    filters = filter_query(reader, chosen)
    if not question.words:
        everything = Answer(Query.all_query(), ())
        return question, everything.belongs, rank(everything, reader, filters, max(1, len(reader.names)))
    # What belongs depends on the kinds alone: choosing a facet then gives as many as its count announced.
    scope = filter_query(reader, {"kind": kinds})
    found = answer(question, reader, scope, weights)
    if question.corrected and not count(reader, all_of([found.belongs, scope])):
        return _ranked(text, reader, kinds, chosen, correct=False)  # a guess that finds nothing is none
    return question, found.belongs, rank(found, reader, filters, weights["results"]["most"])


def _chosen(kinds: Sequence[str], filters: Mapping[str, Sequence[str]] | None) -> dict[str, Sequence[str]]:
    return {**(filters or {}), **({"kind": kinds} if kinds else {})}


def _hit(ranked: Ranked, reader: Reader, marks: Marks, language: str) -> Hit:
    document = _document(ranked, reader)
    english = language.lower().startswith("en")
    return Hit(
        document=document,
        score=ranked.score,
        title=marks.of((english and document.title_en) or document.title),
        summary=marks.of((english and document.summary_en) or document.summary),
    )


def _document(ranked: Ranked, reader: Reader) -> Document:
    stored: tantivy.Document = reader.searcher.doc(ranked.address)
    return Document.from_json(bytes(stored["document"][0]).decode())
