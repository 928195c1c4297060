# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read that needs several rooms: the answer to a question and a comparison."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.utils.translation import get_language, ngettext

from allmende.catalogue import queries as catalogue
from allmende.catalogue.models import Solution
from allmende.domain.evidence import latest
from allmende.domain.explain import Gap, Reason, Text
from allmende.domain.lifecycle import State
from allmende.domain.match_parts import Part, PartName
from allmende.domain.matching import Match, SolutionFacts, match
from allmende.domain.ranking import Order, Ranking, rank
from allmende.portal import facts
from allmende.portal.facts import ORDERS, Judged, Question
from allmende.search import queries as search
from allmende.search.documents import Document
from allmende.transfers import queries as transfers
from allmende.transfers.lists import SOLUTION_FACETS
from allmende.transfers.models import STATES, Report

Segments = Sequence[tuple[str, bool]]
MOST_COMPARED = 4
RELATED = 5
NEAR_WORDS, NEAR_EACH = 4, 3
REPORTS = 5
SHOWN_PLACES = 3
EXCERPT = 320
MAPPED_PLACES = 200


@dataclass(frozen=True, slots=True)
class Result:
    """A solution of the answer with its match, where it is, and its texts with the words marked.

    near: its places that count as like the municipality, by key, hidden ones by their class.
    """

    solution: Solution
    match: Match
    places: str
    title: Segments
    excerpt: Segments
    near: frozenset[str] = frozenset()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for it beside the evidence, which is shown in words of its own."""
        return tuple(one for part in self._beside_evidence for one in part.reasons)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What speaks against it beside the evidence."""
        return tuple(one for part in self._beside_evidence for one in part.gaps)

    @property
    def _beside_evidence(self) -> list[Part]:
        return [part for part in self.match.parts if part.name is not PartName.EVIDENCE]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answer to a question, and what belongs to the whole answer.

    slugs: all of the answer, best first. facets: as the component "facets" shows them. related: found without
    filters; nearby: solutions by near words, where the words themselves find nothing.
    """

    total: int
    slugs: tuple[str, ...]
    results: tuple[Result, ...]
    facets: Sequence[Mapping[str, Any]]
    order_text: Text
    correction: str | None = None
    related: Sequence[Solution] = ()
    nearby: Mapping[str, Sequence[Solution]] = field(default_factory=dict)
    reports: Sequence[Report] = ()


ORDER_TEXTS = {
    Order.MATCH: Text(
        "Geordnet nach Passung: Treffer, Nähe der Einsatzorte, Voraussetzungen, Belege, Offenheit.",
        "Ordered by match: relevance, nearness of places, preconditions, evidence, openness.",
    ),
    Order.RELEVANCE: Text("Geordnet nach Treffern zu den Worten.", "Ordered by relevance to the words."),
    Order.FIT: Text(
        "Geordnet danach, wie ähnlich die Orte sind, an denen sie läuft.",
        "Ordered by how similar the places are where it runs.",
    ),
    Order.EVIDENCE: Text("Geordnet nach Beleglage.", "Ordered by evidence."),
    Order.NEWEST: Text("Geordnet nach der neuesten Angabe.", "Ordered by the newest statement."),
}


def find(question: Question, *, start: int, size: int) -> Found:
    """Results number `start` to `start + size` of the answer to a question."""
    survey = search.survey(question.words, kinds=("solution",), filters=question.filters)
    judged = facts.judged_by(question.municipality)
    holdings = judged.holdings
    ranking = _ranking(judged, survey.scores if question.words else None)
    among = [holdings.position[slug] for slug in survey.scores if slug in holdings.position]
    order = ORDERS[question.order][0]
    best = tuple(holdings.arrays.slugs[number] for number in ranking.positions(order, among))
    return Found(
        total=len(best),
        slugs=best,
        results=_results(best[start : start + size], question, judged, survey),
        facets=_facets(survey.facets, question.filters),
        order_text=ORDER_TEXTS[order],
        correction=survey.corrected,
        related=() if best else _related(question),
        nearby={} if best else _nearby(question),
        reports=_reports(question.words) if question.words and start == 0 else (),
    )


def ranking_by_words(words: str) -> list[str]:
    """Slugs of the solutions for these words without a municipality, earlier names included."""
    found = search.survey(words, kinds=("solution",)).scores
    aliases = dict(Solution.objects.exclude(aliases=[]).values_list("slug", "aliases"))
    return [name for slug in found for name in (slug, *aliases.get(slug, ()))]


def compare(slugs: Iterable[str], question: Question) -> tuple[Result, ...]:
    """Those of the solutions that exist, in this order, each with its match; at most four."""
    judged = facts.judged_by(question.municipality)
    known = [slug for slug in dict.fromkeys(slugs) if slug in judged.holdings.facts]
    return _results(known[:MOST_COMPARED], question, judged, None)


def _ranking(judged: Judged, scores: Mapping[str, float] | None) -> Ranking:
    arrays, position, relevance = judged.holdings.arrays, judged.holdings.position, None
    if scores is not None:
        relevance = np.zeros(len(arrays.slugs))
        known = [slug for slug in scores if slug in position]
        relevance[[position[slug] for slug in known]] = [scores[slug] for slug in known]
    similarity = judged.near.by_place if judged.near else None
    return rank(arrays, relevance=relevance, similarity=similarity, rules=facts.rules())


def _results(
    slugs: Sequence[str], question: Question, judged: Judged, survey: search.Survey | None
) -> tuple[Result, ...]:
    """Rows and matches of these solutions; the sentences are made only for them."""
    holdings = judged.holdings
    rows = Solution.objects.in_bulk(list(slugs))
    scores = survey.scores if survey and question.words else {}
    results = []
    for slug in slugs:
        if slug not in rows:
            continue
        fact = holdings.facts[slug]
        matched = match(
            fact, judged.profile, relevance=scores.get(slug),
            similarity=judged.near.by_key if judged.near else None,
            prior=holdings.rates.prior(fact.fields), rules=facts.rules(),
        )  # fmt: skip
        near = _near(fact, judged.near.by_key) if judged.near else frozenset()
        results.append(replace(_result(rows[slug], fact, matched, survey), near=near))
    return tuple(results)


def _near(fact: SolutionFacts, similarity: Mapping[str, float]) -> frozenset[str]:
    places = {one.where for one in fact.observations if one.where}
    return frozenset(one for one in places if similarity.get(one, 0) >= facts.rules().evidence.near)


def _result(row: Solution, fact: SolutionFacts, matched: Match, survey: search.Survey | None) -> Result:
    english = (get_language() or "de").startswith("en")
    title = (english and row.title_en) or row.title
    summary = (english and row.summary_en) or row.summary
    return Result(
        solution=row,
        match=matched,
        places=_places(fact),
        title=survey.marked(title) if survey else ((title, False),),
        excerpt=_excerpt(survey.marked(summary)) if survey else ((summary, False),),
    )


def _excerpt(pieces: Segments) -> Segments:
    """The beginning of a text in whole words, its marks kept."""
    kept: list[tuple[str, bool]] = []
    room = EXCERPT
    for text, marked in pieces:
        if len(text) > room:
            cut = text[:room].rpartition(" ")[0]
            return (*kept, (f"{cut} …", marked))
        kept.append((text, marked))
        room -= len(text)
    return kept


def _places(fact: SolutionFacts) -> str:
    """Names of the first places and how many more there are."""
    names = list(dict.fromkeys(one.name for one in latest(fact.observations) if one.name))
    shown, more = ", ".join(names[:SHOWN_PLACES]), len(names) - SHOWN_PLACES
    if more <= 0:
        return shown
    return ngettext(
        "%(places)s und %(number)s weitere Kommune", "%(places)s und %(number)s weitere Kommunen", more
    ) % {"places": shown, "number": more}


def _facets(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Groups of choices with their counts."""
    groups = []
    for facet in SOLUTION_FACETS:
        found, picked = counts.get(facet.name, {}), set(chosen.get(facet.name, ()))
        options = [
            {"value": value, "label": label, "count": found.get(value, 0), "chosen": value in picked}
            for value, label in facet.labels().items()
            if found.get(value) or value in picked
        ]
        if options:
            groups.append({
                "name": facet.parameter, "title": facet.title, "chosen": len(picked),
                "open": bool(picked), "options": options,
            })  # fmt: skip
    return groups


def _related(question: Question) -> Sequence[Solution]:
    """What comes nearest where nothing was found: the same words without filters."""
    if not question.words or not question.filtered:
        return ()
    near = search.best(question.words, kind="solution", limit=RELATED)
    rows = Solution.objects.in_bulk(near)
    return [rows[slug] for slug in near if slug in rows]


def _nearby(question: Question) -> Mapping[str, Sequence[Solution]]:
    """Where nobody has reported anything: words near those asked, each with solutions they find."""
    if question.filtered:
        return {}
    language = get_language() or "de"
    found = search.near(question.words, kind="solution", words=NEAR_WORDS, limit=NEAR_EACH, language=language)
    rows = Solution.objects.in_bulk({slug for slugs in found.values() for slug in slugs})
    return {word: [rows[slug] for slug in slugs if slug in rows] for word, slugs in found.items()}


def _reports(words: str) -> Sequence[Report]:
    """Experience reports that fit the words best."""
    hits = search.best(words, kind="report", limit=REPORTS)
    rows = Report.objects.in_bulk(hits)
    return [rows[slug] for slug in hits if slug in rows]


def places_of(slugs: Sequence[str]) -> list[dict[str, str]]:
    """Places of these solutions, the first solutions first: key, place, slug, title, state; at most 200."""
    holdings = facts.holdings()
    labels = dict(STATES)
    rows = [
        {
            "key": one.place or "", "place": one.shown, "slug": slug, "title": holdings.facts[slug].title,
            "state": str(labels[one.state]), "kind": _DOTS.get(one.state, ""),
        }
        for slug in slugs
        for one in latest(holdings.facts[slug].observations)
    ]  # fmt: skip
    return rows[:MAPPED_PLACES]


_DOTS = {
    State.STOPPED: "stopped", State.DECIDED_AGAINST: "stopped",
    State.PLANNED: "planned", State.UNKNOWN: "planned",
}  # fmt: skip


def documents() -> list[Document]:
    """Everything that can be found, of all rooms."""
    return [*catalogue.documents(), *transfers.documents()]


def as_data(question: Question, found: Found) -> dict[str, Any]:
    """The answer as plain data, for the API and the command line."""
    return {
        "query": question.words,
        "municipality": question.municipality.key if question.municipality else None,
        "order": question.order,
        "total": found.total,
        "correction": found.correction,
        "results": [_result_data(result) for result in found.results],
    }


def _result_data(result: Result) -> dict[str, Any]:
    matched, evidence = result.match, result.match.evidence
    return {
        "slug": result.solution.slug,
        "aliases": list(result.solution.aliases),
        "title": result.solution.title,
        "summary": result.solution.summary,
        "places": result.places,
        "order": round(matched.order, 4),
        "reasons": _sentences(matched.reasons),
        "gaps": _sentences(matched.gaps),
        "unknowns": _sentences(matched.unknowns),
        "evidence": {
            "counts": {str(state): count for state, count in evidence.counts.items()},
            "near_running": evidence.near_running,
            "near_scored": evidence.near_scored,
            "mean": round(evidence.mean, 3),
            "low": round(evidence.low, 3),
            "high": round(evidence.high, 3),
            "interval": evidence.interval,
            "prior_only": evidence.prior_only,
            "summary_de": evidence.summary.de,
        },
        "parts": [
            {
                "part": str(step.name),
                "value": None if step.value is None else round(step.value, 4),
                "factor": round(step.factor, 4),
                "product": round(step.product, 4),
            }
            for step in matched.explain()
        ],
    }


def _sentences(items: Sequence[Any]) -> list[dict[str, str]]:
    return [{"code": item.code, "de": item.text.de, "en": item.text.en} for item in items]
