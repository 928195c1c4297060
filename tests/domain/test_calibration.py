# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The range of the evidence keeps its word where its assumptions hold: docs/verstehen/kalibrierung.md."""

from functools import cache

import numpy as np
import pytest

from bench.calibration import WORLDS, Floats, brier, evidence_rules, log_score, similarity_matrix, simulate

TRIALS = 300
ASSUMED, UNTOLD = WORLDS[0], WORLDS[-1]


@cache
def similar() -> Floats:
    return similarity_matrix(200)


@pytest.mark.parametrize("count", [0, 3, 10])
def test_the_range_of_80_percent_holds_the_truth_about_as_often_where_its_assumptions_hold(count):
    found = simulate(ASSUMED, count, TRIALS, similar(), evidence_rules())
    assert 0.75 <= found.held <= 0.95
    assert abs(found.error) < 0.04


def test_more_observations_narrow_the_range():
    widths = [simulate(ASSUMED, count, 60, similar(), evidence_rules()).width for count in (0, 3, 30)]
    assert widths == sorted(widths, reverse=True)


def test_stops_that_nobody_reports_make_the_estimate_too_good_and_the_docs_say_so():
    found = simulate(UNTOLD, 30, TRIALS, similar(), evidence_rules())
    assert found.error > 0.05
    assert found.held < 0.75


def test_the_same_seed_gives_the_same_figures():
    assert len({simulate(ASSUMED, 3, 20, similar(), evidence_rules()) for _ in range(2)}) == 1


@pytest.mark.parametrize("score", [log_score, brier])
def test_a_score_is_best_in_the_mean_for_whoever_says_the_true_chance(score):
    said = np.linspace(0.05, 0.95, 19)
    for truth in said:
        means = [truth * score(chance, True) + (1 - truth) * score(chance, False) for chance in said]
        assert said[int(np.argmin(means))] == pytest.approx(truth)
