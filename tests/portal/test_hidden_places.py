# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""An anonymised observation counts for a municipality through its class, never through its place."""

from types import SimpleNamespace

import pytest

from allmende.domain.evidence import BaseRates, Observation
from allmende.domain.lifecycle import State
from allmende.domain.matching import SolutionFacts
from allmende.domain.municipality import Level, Profile
from allmende.portal import facts

BODIES = {f"1200000{i}": Profile(f"1200000{i}", "Ort", Level.MUNICIPALITY, "12", 800) for i in range(5)}
HIDDEN = "municipality:rural:12:"


def test_a_hidden_place_is_as_near_as_its_class_on_average(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = SolutionFacts("a", "Lösung", observations=(Observation(None, State.STOPPED, within=HIDDEN),))
    rates = BaseRates(0.8, {}, 4)
    held = facts.Holdings(
        {"a": solution}, facts.ranking.stock([solution], rates, facts.rules()), {"a": 0}, rates, "hidden"
    )
    register = SimpleNamespace(
        profile=BODIES.__getitem__,
        similarities=lambda key: {key: i / 5 for i, key in enumerate(BODIES)},
        profiles=lambda level: BODIES if level == Level.MUNICIPALITY else {},
        stamp=lambda: "made up",
    )
    monkeypatch.setattr(facts, "register", register)
    monkeypatch.setattr(facts, "_holdings", lambda stamp: held)
    monkeypatch.setattr(facts, "transfers", SimpleNamespace(stamp=lambda: "hidden"))
    monkeypatch.setattr(facts, "compliance", SimpleNamespace(stamp=lambda: "unchecked"))
    near = facts.judged_by("12000000").near  # type: ignore[arg-type]  # the key in place of the row
    assert near
    assert near.by_key == {HIDDEN: pytest.approx(0.4)}
