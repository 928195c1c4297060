# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ranking: the numbers of `matching.match` for many solutions, and many municipalities, in one pass.

A `Stock` holds all solutions as arrays and is built once. `rank` then needs no loop over solutions; sentences
are made with `match` only for those that are shown.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allmende.domain.evidence import RUNNING, STOPPED, BaseRates, Observation, latest
from allmende.domain.match_parts import MatchRules, PartName
from allmende.domain.matching import SolutionFacts, answer, openness

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]


class Order(StrEnum):
    """What a list of solutions can be ordered by."""

    MATCH = "match"
    RELEVANCE = "relevance"
    FIT = "fit"
    EVIDENCE = "evidence"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class _Rows:
    """Values at places of solutions, sorted by solution: solution, place and value of each row."""

    solution: Indices
    place: Indices
    value: Floats

    @property
    def starts(self) -> Indices:
        """Positions at which the rows of the next solution begin."""
        return np.flatnonzero(np.diff(self.solution, prepend=-1))


@dataclass(frozen=True, slots=True)
class Stock:
    """All solutions as arrays, in the order given. Made by `stock`."""

    slugs: tuple[str, ...]
    places: tuple[str, ...]
    runs: _Rows
    running: _Rows
    stopped: _Rows
    prior_running: Floats
    prior_stopped: Floats
    openness: Floats
    preconditions: tuple[str, ...]
    needs: tuple[Indices, Indices]
    newest: NDArray[np.int64]

    def similarities(self, similarity: Mapping[str, float]) -> Floats:
        """Similarity of each of `places` from a mapping by key; NaN where it is not known."""
        return np.array([similarity.get(place, np.nan) for place in self.places], dtype=float)


def stock(solutions: Sequence[SolutionFacts], rates: BaseRates, rules: MatchRules) -> Stock:
    """Arrays of the solutions. `rates` gives the prior of each from its action fields."""
    observed = [latest(solution.observations) for solution in solutions]
    named = [[one for one in places if not one.within] for places in observed]
    keys = {one.where for places in observed for one in places if one.where is not None}
    place_at = {place: position for position, place in enumerate(sorted(keys))}
    needs = [(i, text) for i, solution in enumerate(solutions) for text in solution.preconditions]
    texts = sorted({text for _, text in needs})
    text_at = {text: position for position, text in enumerate(texts)}
    priors = [rates.prior(solution.fields) for solution in solutions]
    opens = [openness(solution, rules) for solution in solutions]
    return Stock(
        slugs=tuple(solution.slug for solution in solutions),
        places=tuple(place_at),
        runs=_rows(named, place_at, {state: value for state, value in rules.runs.items() if value}),
        running=_rows(observed, place_at, dict.fromkeys(RUNNING, 1.0)),
        stopped=_rows(observed, place_at, dict.fromkeys(STOPPED, 1.0)),
        prior_running=np.array([prior.running for prior in priors]),
        prior_stopped=np.array([prior.stopped for prior in priors]),
        openness=np.array([np.nan if value is None else value for value in opens]),
        preconditions=tuple(texts),
        needs=(_indices([i for i, _ in needs]), _indices([text_at[text] for _, text in needs])),
        newest=np.array([s.newest.toordinal() if s.newest else 0 for s in solutions], dtype=np.int64),
    )


def _indices(values: Sequence[int]) -> Indices:
    return np.array(values, dtype=np.intp)


def _rows(
    observed: Sequence[Sequence[Observation]], place_at: Mapping[str, int], values: Mapping[Any, float]
) -> _Rows:
    """Rows of the observations whose state has a value; an unresolved place is the one after the last."""
    rows = [
        (i, place_at.get(one.where or "", len(place_at)), values[one.state])
        for i, places in enumerate(observed)
        for one in places
        if one.state in values
    ]
    return _Rows(
        _indices([row[0] for row in rows]),
        _indices([row[1] for row in rows]),
        np.array([row[2] for row in rows], dtype=float),
    )


@dataclass(frozen=True, slots=True)
class Ranking:
    """Values of each part (NaN: not known) and the order value, one for each solution of the stock in its
    last dimension; before it a dimension of municipalities, if there were several."""

    parts: Mapping[PartName, Floats]
    value: Floats
    newest: NDArray[np.int64]

    def positions(self, order: Order, among: Collection[int] | None = None) -> Indices:
        """Positions in the stock, best first, for one municipality; unknown values last, ties by order value.

        among: only these positions; None for all.
        """
        chosen = np.arange(self.value.size) if among is None else _indices(sorted(among))
        if order is Order.MATCH:
            keys = self.value
        elif order is Order.NEWEST:
            keys = self.newest.astype(float)
        else:
            keys = np.nan_to_num(self.parts[PartName(order)], nan=-1.0)
        return chosen[np.lexsort((-self.value[chosen], -keys[chosen]))]


def rank(
    solutions: Stock,
    *,
    relevance: Floats | None,
    similarity: Floats | None,
    rules: MatchRules,
    known: Mapping[str, bool] | None = None,
) -> Ranking:
    """Values and order of all solutions, as `match` computes them.

    relevance: 0..1 for each solution, None if no words were asked for; similarity: for each of
    `solutions.places` (see `Stock.similarities`), or a row of these for each of several municipalities; None
    without a municipality; known: as in `match`.
    """
    nothing = np.full(len(solutions.slugs), np.nan)
    parts = {
        PartName.RELEVANCE: nothing if relevance is None else relevance,
        PartName.FIT: nothing if similarity is None else _fit(solutions, similarity),
        PartName.PRECONDITIONS: _preconditions(solutions, known or {}),
        PartName.EVIDENCE: _evidence(solutions, similarity, rules),
        PartName.OPENNESS: solutions.openness,
    }
    usual = solutions.prior_running / (solutions.prior_running + solutions.prior_stopped)
    value = prod(
        _factor(values, rules, name, usual if name is PartName.EVIDENCE else None)
        for name, values in parts.items()
    )
    return Ranking(parts, np.asarray(value), solutions.newest)


def _factor(values: Floats, rules: MatchRules, name: PartName, neutral: Floats | None) -> Floats:
    """PartRule.factor for arrays."""
    rule = rules.parts[name]
    middle = rule.neutral if neutral is None else neutral
    slope = rule.weight / (1 - rule.weight + rule.weight * middle)
    factor: Floats = 1 + slope * (values - middle)
    return np.nan_to_num(factor, copy=False, nan=1.0)


def _fit(solutions: Stock, similarity: Floats) -> Floats:
    """Greatest similarity × weight of the state over the places where it runs."""
    rows = solutions.runs
    found = np.full((*similarity.shape[:-1], len(solutions.slugs)), np.nan)
    if rows.solution.size:
        starts = rows.starts
        near = _at(similarity, rows.place, np.nan) * rows.value
        found[..., rows.solution[starts]] = np.fmax.reduceat(near, starts, axis=-1)
    return found


def _at(similarity: Floats, places: Indices, unplaced: float) -> Floats:
    """Similarity at the places of rows; `unplaced` for the place after the last and for unknown ones."""
    last = np.full((*similarity.shape[:-1], 1), np.nan)
    widened = np.concatenate((similarity, last), axis=-1)
    return np.take(np.where(np.isnan(widened), unplaced, widened), places, axis=-1)


def _evidence(solutions: Stock, similarity: Floats | None, rules: MatchRules) -> Floats:
    """Mean of the Beta estimate; NaN where nothing was scored."""
    if similarity is None:
        similarity = np.ones(len(solutions.places))
        unplaced = 1.0
    else:
        unplaced = rules.evidence.unplaced
    a = solutions.prior_running + _sums(solutions.running, solutions, similarity, unplaced)
    b = solutions.prior_stopped + _sums(solutions.stopped, solutions, similarity, unplaced)
    mean = a / (a + b)
    scored = np.zeros(len(solutions.slugs), dtype=bool)
    scored[solutions.running.solution] = scored[solutions.stopped.solution] = True
    mean[..., ~scored] = np.nan
    return mean


def _sums(rows: _Rows, solutions: Stock, similarity: Floats, unplaced: float) -> Floats:
    """Sum of the similarities of the rows of each solution."""
    sums = np.zeros((*similarity.shape[:-1], len(solutions.slugs)))
    if rows.solution.size:
        starts = rows.starts
        near = _at(similarity, rows.place, unplaced)
        sums[..., rows.solution[starts]] = np.add.reduceat(near, starts, axis=-1)
    return sums


def _preconditions(solutions: Stock, known: Mapping[str, bool]) -> Floats:
    """Share of the met among those known to be met or missing; NaN where none is."""
    if not known:
        return np.full(len(solutions.slugs), np.nan)
    answers = [answer(text, known) for text in solutions.preconditions]
    solution, text = solutions.needs
    met = np.array([yes is True for yes in answers], dtype=float)[text]
    said = np.array([yes is not None for yes in answers], dtype=float)[text]
    count = len(solutions.slugs)
    totals = np.bincount(solution, said, count)
    shares = np.full(count, np.nan)
    np.divide(np.bincount(solution, met, count), totals, out=shares, where=totals > 0)
    return shares
