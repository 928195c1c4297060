# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a question to ranked documents: which belong to the result, and in which order.

The order has three parts, weighted in data/search.yaml. Words and concepts: BM25 over one text in which
title and keywords count more, so that a word said in several places does not count without end (BM25F;
Robertson, Zaragoza and Taylor 2004, CIKM, 42-49). Coverage: what share of the question a document meets,
the rare words more. Feedback: themes that the best documents share, as they are probably what the question
is about (after Lavrenko and Croft 2001, SIGIR, 120-127).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np
import tantivy
from tantivy import Occur, Query

from allmende.search.index import Reader
from allmende.search.questions import AskedWord, Question

Weights = Mapping[str, Any]
Filters = Mapping[str, Sequence[str]]


class Hit(NamedTuple):
    """A document of the result. score: 0..1, share of the best; number: its place in the names."""

    address: tantivy.DocAddress
    score: float
    number: int


class Clause(NamedTuple):
    """Documents that speak of a word of the question, without a score; how much that tells (its rarity)."""

    query: Query
    rarity: float


class Answer(NamedTuple):
    """belongs: the query of all documents of the result, without an order; scored: what orders them."""

    belongs: Query
    scored: Sequence[Query]


def answer(question: Question, reader: Reader, scope: Query, weights: Weights) -> Answer:
    """What belongs to the result within a scope (kinds of documents), and what puts it in order.

    As many words as possible must be met: all of them if that gives enough documents, otherwise one less,
    and so on. Documents on the themes of the best belong to it as well.
    """
    asked = [clause for word in question.words if (clause := _clause(word, reader)) is not None]
    belongs = _any_of([])
    for needed in range(len(asked), 0, -1):
        belongs = _at_least([clause.query for clause in asked], needed)
        if count(reader, all_of([belongs, scope])) >= weights["results"]["enough"]:
            break
    scored = [*_word_scores(question, reader, weights), *_coverage(asked, weights)]
    best = _search(reader, all_of([belongs, scope]), scored, weights["feedback"]["documents"])
    themes = _themes(best, reader, weights["feedback"]) if best else []
    belongs = _any_of([belongs, _at_least(themes, weights["feedback"]["least"])])
    return Answer(belongs, [*scored, *themes])


def rank(found: Answer, reader: Reader, filters: Query, most: int) -> list[Hit]:
    """The best documents of a result that meet the filters, best first."""
    hits = _search(reader, all_of([found.belongs, filters]), found.scored, most)
    if not hits:
        return []
    scores, addresses = zip(*hits, strict=True)
    numbers = rows_of(reader, addresses)
    order = np.lexsort((np.array(numbers), -np.array(scores))).tolist()
    top = max(scores) or 1
    return [Hit(addresses[place], scores[place] / top, numbers[place]) for place in order]


def _search(
    reader: Reader, belongs: Query, scored: Sequence[Query], most: int
) -> list[tuple[float, tantivy.DocAddress]]:
    query = all_of([_without_score(belongs), _any_of([*scored, Query.all_query()])])
    hits = reader.searcher.search(query, most, count=False).hits
    return [(float(score) - 1, address) for score, address in hits]  # all_query adds 1


def rows_of(reader: Reader, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
    """Numbers of documents, which are their places in the names."""
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


def _clause(word: AskedWord, reader: Reader) -> Clause | None:
    """A document speaks of a word as it stands, by all of its parts, or by a concept it belongs to."""
    ways = [_anywhere(reader, word.whole)]
    if word.parts:
        ways.append(all_of([_anywhere(reader, part) for part in word.parts]))
    ways += [_term(reader, "concepts", one) for one in word.concepts]
    query = _without_score(_any_of(ways))
    number = count(reader, query)
    return Clause(query, _rarity(number, reader)) if number else None


def _rarity(documents: int, reader: Reader) -> float:
    """Inverse document frequency as BM25 counts it: 0 for a word of every document."""
    return log(1 + (len(reader.names) - documents + 0.5) / (documents + 0.5))


def _term(reader: Reader, field: str, value: str) -> Query:
    return Query.term_query(reader.schema, field, value, index_option="freq")


def _anywhere(reader: Reader, stem: str) -> Query:
    return _any_of([_term(reader, field, stem) for field in ("text", "body")])


def _word_scores(question: Question, reader: Reader, weights: Weights) -> list[Query]:
    stems = dict.fromkeys(stem for word in question.words for stem in (word.whole, *word.parts))
    words = [
        _boosted(_term(reader, field, stem), weight)
        for stem in stems
        for field, weight in weights["words"].items()
    ]
    concepts = [_boosted(_term(reader, "concepts", one), weight) for one, weight in question.concepts.items()]
    return words + concepts


def _coverage(asked: Sequence[Clause], weights: Weights) -> list[Query]:
    return [Query.const_score_query(one.query, weights["coverage"] * one.rarity) for one in asked]


def _themes(
    best: Sequence[tuple[float, tantivy.DocAddress]], reader: Reader, weights: Weights
) -> list[Query]:
    """Themes of the best documents as further wishes, worth a share of the score of the best one."""
    total = sum(score for score, _ in best)
    shared: Counter[tuple[str, str]] = Counter()
    for score, address in best:
        stored: tantivy.Document = reader.searcher.doc(address)
        for field, values in json.loads(stored["themes"][0]).items():
            shared.update({(field, value): score / total for value in values})
    rarity = {theme: _rarity(reader.searcher.doc_freq(*theme), reader) for theme in shared}
    chosen = sorted(shared, key=lambda theme: (-shared[theme] * rarity[theme], theme))[: weights["themes"]]
    worth = {theme: shared[theme] * rarity[theme] for theme in chosen}
    whole = sum(worth[theme] * rarity[theme] for theme in chosen)
    unit = weights["share"] * best[0][0] / whole if whole else 0
    return [_boosted(_term(reader, *theme), unit * worth[theme]) for theme in chosen]


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
