# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a question to ranked documents: which belong to the result, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from allmende.search.index import TEXT_FIELDS, Reader
from allmende.search.meaning import Encoder, Vectors, cosines, query_vector
from allmende.search.questions import AskedWord, Question

Weights = Mapping[str, Any]
Filters = Mapping[str, Sequence[str]]


class Hit(NamedTuple):
    """A document of the result. words: 0..1, share of the best; meaning: cosine, None without vectors."""

    address: tantivy.DocAddress
    score: float
    words: float
    meaning: float | None


def result_set(
    question: Question, reader: Reader, near: Sequence[int], filters: Query, weights: Weights
) -> Query:
    """The query of all documents that belong to the result, without an order.

    As many words as possible must be met: all of them if that gives enough documents, otherwise one less,
    and so on. The nearest in meaning (row numbers) belong to it as well.
    """
    clauses = [clause for word in question.words if (clause := _word_clause(word, reader)) is not None]
    near_clauses = [Query.term_query(reader.schema, "number", row) for row in near]
    by_words = _any_of([])
    for needed in range(len(clauses), 0, -1):
        by_words = _at_least(clauses, needed)
        if count(reader, all_of([by_words, filters])) >= weights["results"]["enough"]:
            break
    return _any_of([by_words, *near_clauses])


def rank(
    question: Question, reader: Reader, belongs: Query, meaning: "Meaning | None", weights: Weights
) -> list[Hit]:
    """The best documents of a result, best first. belongs: result and filters."""
    most = weights["results"]["most"] if question.words else max(1, len(reader.names))
    scored = _any_of([_word_score(question, reader, weights), Query.all_query()])
    query = all_of([_without_score(belongs), scored])
    found = reader.searcher.search(query, most, count=False).hits
    if not found:
        return []
    addresses = [address for _, address in found]
    rows = rows_of(reader, addresses)
    values = np.array([score for score, _ in found]) - 1  # what all_query adds
    by_words = values / values.max() if values.max() > 0 else np.zeros(len(found))
    if meaning is None:
        scores, nearness = by_words, None
    else:
        nearness = meaning.of(rows)
        share = weights["meaning"]["share"]
        scores = (1 - share) * by_words + share * nearness
    order = sorted(range(len(found)), key=lambda place: (-scores[place], rows[place]))
    return [
        Hit(
            addresses[place],
            float(scores[place]),
            float(by_words[place]),
            None if nearness is None else float(nearness[place]),
        )
        for place in order
    ]


class Meaning:
    """Nearness in meaning of the documents of a generation to one question.

    Up to a number of documents all are compared; above it only the best by words, as a second opinion.
    """

    def __init__(self, model: Encoder, vectors: Vectors, text: str, weights: Weights) -> None:
        self._weights = weights["meaning"]
        self._vectors = vectors
        self._question = query_vector(model, text)
        few = len(vectors) <= self._weights["compare_all"]
        self._all = cosines(vectors, self._question) if few else None

    def nearest(self) -> list[int]:
        """Rows of the documents near enough to belong to the result, the nearest first."""
        if self._all is None:
            return []
        rows = np.argsort(-self._all, kind="stable")[: self._weights["neighbours"]]
        return [int(row) for row in rows if self._all[row] >= self._weights["nearest"]]

    def of(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Nearness of the documents in these rows (best by words first), -1..1; 0 where not compared."""
        if self._all is not None:
            return self._all[list(rows)]
        best = list(rows[: self._weights["rerank"]])
        nearness = np.zeros(len(rows), np.float32)
        nearness[: len(best)] = cosines(self._vectors[best], self._question)
        return nearness


def rows_of(reader: Reader, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
    """Numbers of documents, which are their rows in the vectors."""
    values = reader.searcher.fast_field_values("number", list(addresses))
    return [value for value in values if isinstance(value, int)]


def filter_query(reader: Reader, filters: Filters) -> Query:
    """All values of one facet are alternatives; all facets must be met."""
    facets = [
        _any_of([Query.term_query(reader.schema, "facets", f"{name}={value}") for value in values])
        for name, values in filters.items()
        if values
    ]
    return _without_score(all_of(facets)) if facets else Query.all_query()


def facet_counts(reader: Reader, belongs: Query, filters: Filters) -> dict[str, dict[str, int]]:
    """Documents for each value of each facet: how many there would be with this value chosen as well.

    A facet that is filtered already is counted without its own filter, so that its other values can be seen.
    """
    counts = _counts(reader, all_of([belongs, filter_query(reader, filters)]))
    for name, values in filters.items():
        if values:
            others = {other: chosen for other, chosen in filters.items() if other != name}
            counts[name] = _counts(reader, all_of([belongs, filter_query(reader, others)])).get(name, {})
    return counts


def count(reader: Reader, query: Query) -> int:
    """Number of documents that a query meets."""
    return int(reader.searcher.search(query, 1, count=True).count or 0)  # type: ignore[attr-defined]  # missing in its stub


def _counts(reader: Reader, query: Query) -> dict[str, dict[str, int]]:
    request = {"facets": {"terms": {"field": "facets", "size": 5000}}}
    counts: dict[str, dict[str, int]] = {}
    for bucket in reader.searcher.aggregate(query, request)["facets"]["buckets"]:
        name, _, value = bucket["key"].partition("=")
        counts.setdefault(name, {})[value] = bucket["doc_count"]
    return counts


def _word_clause(word: AskedWord, reader: Reader) -> Query | None:
    """Documents that speak of a word: as it stands, by all of its parts, or by a concept it belongs to."""
    ways = [_anywhere(reader, word.whole)]
    if word.parts:
        ways.append(all_of([_anywhere(reader, part) for part in word.parts]))
    ways += [Query.term_query(reader.schema, "concepts", one, index_option="freq") for one in word.concepts]
    query = _without_score(_any_of(ways))
    return query if count(reader, query) else None


def _anywhere(reader: Reader, stem: str) -> Query:
    return _any_of(
        [Query.term_query(reader.schema, field, stem, index_option="freq") for field in TEXT_FIELDS]
    )


def _word_score(question: Question, reader: Reader, weights: Weights) -> Query:
    stems: dict[str, float] = {}
    for word in question.words:
        stems[word.whole] = 1.0
        for part in word.parts:
            stems[part] = max(stems.get(part, 0), weights["words"]["part"])
    scored = [
        _boosted(
            Query.term_query(reader.schema, field, stem, index_option="freq"), weights["fields"][field] * own
        )
        for stem, own in stems.items()
        for field in TEXT_FIELDS
    ]
    scored += [
        _boosted(Query.term_query(reader.schema, "concepts", concept, index_option="freq"), weight)
        for concept, weight in question.concepts.items()
    ]
    return _any_of(scored)


def _boosted(query: Query, boost: float) -> Query:
    return Query.boost_query(query, boost)


def _without_score(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _any_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Iterable[Query]) -> Query:
    """Documents that meet all of these."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _at_least(queries: Sequence[Query], needed: int) -> Query:
    return Query.boolean_query(
        [(Occur.Should, query) for query in queries], minimum_number_should_match=needed
    )
