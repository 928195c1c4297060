# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The range of the evidence keeps its word where its assumptions hold: docs/verstehen/kalibrierung.md."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from allmende import data
from allmende.domain.evidence import RUNNING
from allmende.domain.lifecycle import Outcome
from bench.calibration import (
    PAPER_TRIALS,
    WORLDS,
    Floats,
    brier,
    evidence_rules,
    forecast_rows,
    log_score,
    similarity_matrix,
    simulate,
    simulation_row,
    stock,
)

PAPER = Path(__file__).parents[2] / "docs" / "verstehen" / "kalibrierung.md"

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


@pytest.mark.parametrize("world", [ASSUMED, UNTOLD], ids=["assumed", "untold"])
def test_the_paper_holds_what_the_simulation_gives_now(world):
    row = simulation_row(world, PAPER_TRIALS, similarity_matrix(), evidence_rules())
    assert row in PAPER.read_text().splitlines()


@pytest.mark.parametrize("stopped_weight", [evidence_rules().stopped_weight, 1.0])
def test_the_paper_holds_what_the_bundled_outcomes_give_now(stopped_weight):
    rows = list(forecast_rows(replace(evidence_rules(), stopped_weight=stopped_weight)))
    assert "\n".join(rows) in PAPER.read_text()


def test_the_reason_for_the_weight_of_a_stop_counts_what_is_bundled_now():
    runs = Counter(one.state in RUNNING for _, them in stock().values() for one in them)
    reports = data.path("knowledge", "reports.jsonl").read_text().splitlines()
    ended = Counter(json.loads(line)["outcome"] for line in reports)
    over = ended[Outcome.STOPPED] + ended[Outcome.FAILED] + ended[Outcome.NOT_STARTED]
    on = ended[Outcome.SUCCESS] + ended[Outcome.MIXED] + ended[Outcome.SCALED_BACK]
    reason = data.read_yaml("evidence.yaml")["stopped_weight"]["reason"]
    assert f"{runs[False]} beendete neben {runs[True]} laufenden" in reason
    assert f"{over} beendete, gescheiterte oder nicht begonnene neben {on} laufenden" in reason
