# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Matching: one municipality with many solutions, all municipalities with a thousand."""

from collections.abc import Iterator

import numpy as np

from allmende import data
from allmende.domain.evidence import EvidenceRules, base_rates
from allmende.domain.matching import MatchRules, SolutionFacts, match
from allmende.domain.municipality import Level, Profile
from allmende.domain.ranking import Order, Stock, rank, stock
from bench.made_up import SEED, facts
from bench.measure import Row, once, seconds

MUNICIPALITIES = 10_751
PLACES = tuple(f"{number:08d}" for number in range(1_000_000, 1_000_000 + 800))
BLOCK = 256
SAMPLE = 1_000
ASKING = Profile(PLACES[0], "Musterstadt", Level.MUNICIPALITY, "01")


def rules() -> MatchRules:
    """The rules in force."""
    evidence = EvidenceRules.from_mapping(data.read_yaml("evidence.yaml"))
    return MatchRules.from_mapping(data.read_yaml("matching.yaml"), evidence)


def run() -> Iterator[Row]:
    """Rows of this section."""
    in_force = rules()
    for count in (1_000, 100_000):
        yield from _one_municipality(facts(count, PLACES), in_force)
    yield _all_municipalities(facts(1_000, PLACES), in_force)


def _one_municipality(solutions: list[SolutionFacts], in_force: MatchRules) -> Iterator[Row]:
    rates = base_rates([], in_force.evidence)
    near = dict(zip(PLACES, np.random.default_rng(SEED).random(len(PLACES)), strict=True))
    found: list[Stock] = []
    size = f"1 × {len(solutions)}"
    building = once(lambda: found.append(stock(solutions, rates, in_force)))
    relevance = np.random.default_rng(SEED).random(len(solutions))

    def ranked() -> None:
        similarity = found[0].similarities(near)
        rank(found[0], relevance=relevance, similarity=similarity, rules=in_force).positions(Order.MATCH)

    def single() -> None:
        for solution in solutions[:SAMPLE]:
            prior = rates.prior(solution.fields)
            match(solution, ASKING, relevance=0.5, similarity=near, prior=prior, rules=in_force)

    loop = seconds(single) / SAMPLE * len(solutions)
    rival = f"einzeln mit Begründungen ({SAMPLE} gemessen)"
    yield Row(
        "match", "Passung einer Kommune, geordnet", size, seconds(ranked) * 1000, "ms", rival, loop * 1000
    )
    yield Row("match", "Bestand als Felder, einmal je Import", size, building, "s")


def _all_municipalities(solutions: list[SolutionFacts], in_force: MatchRules) -> Row:
    """In blocks of municipalities, so that memory stays small; the bound is to fill the result once."""
    arrays = stock(solutions, base_rates([], in_force.evidence), in_force)
    similarity = np.random.default_rng(SEED).random((MUNICIPALITIES, len(arrays.places)))
    result = np.empty((MUNICIPALITIES, len(solutions)))

    def everything() -> None:
        for start in range(0, MUNICIPALITIES, BLOCK):
            rows = similarity[start : start + BLOCK]
            result[start : start + BLOCK] = rank(
                arrays, relevance=None, similarity=rows, rules=in_force
            ).value

    bound = seconds(lambda: np.take(similarity, arrays.runs.place % len(arrays.places), axis=1))
    return Row(
        "match", "Passung aller Kommunen", f"{MUNICIPALITIES} × {len(solutions)}", seconds(everything), "s",
        "Schranke: Ähnlichkeiten nur einsammeln", bound, aim=3.0,
    )  # fmt: skip
