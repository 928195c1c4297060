# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Similarity: symmetric, 1 with oneself, unknown never counts as different, many and pairs alike."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende import data
from allmende.domain.municipality import Level, Profile
from allmende.domain.similarity import (
    FACTS,
    Table,
    Weights,
    blocks,
    explain,
    kilometres,
    nearest,
    similarities,
)

WEIGHTS = Weights.from_mapping(data.read_yaml("similarity.yaml"))
BELZIG = Profile(
    "12069020", "Bad Belzig", Level.MUNICIPALITY, "12", 11_118, 47.1, 2, "kreisangehörige Stadt", 1.4, "M02",
    52.14, 12.59,
)  # fmt: skip
BERLIN = Profile(
    "11000000",
    "Berlin",
    Level.MUNICIPALITY,
    "11",
    3_685_265,
    4135.0,
    1,
    "kreisfreie Stadt",
    10.5,
    "L01",
    52.5,
    13.4,
)


OPPOSITES = {
    "population": (1, 4_000_000),
    "density": (1.0, 5_000.0),
    "urbanisation": (1, 3),
    "kind": ("Stadt", "Gemeinde"),
    "trend": (-50.0, 50.0),
    "travel_region": ("A", "B"),
}


def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


profiles = st.builds(
    Profile,
    key=st.text("0123456789", min_size=8, max_size=8),
    name=st.just("Ort"),
    level=st.just(Level.MUNICIPALITY),
    state=st.sampled_from(["01", "12", "16"]),
    population=maybe(st.integers(0, 4_000_000)),
    density=maybe(st.floats(0, 5_000)),
    urbanisation=maybe(st.integers(1, 3)),
    kind=maybe(st.sampled_from(["kreisfreie Stadt", "kreisangehörige Stadt"])),
    trend=maybe(st.floats(-60, 200)),
    travel_region=maybe(st.sampled_from(["A", "B"])),
    latitude=maybe(st.floats(47, 55)),
    longitude=maybe(st.floats(6, 15)),
)


def value(one: Profile, other: Profile) -> float:
    return float(similarities(Table.of([one, other]), slice(0, 1), WEIGHTS)[0, 1])


@given(profiles, profiles)
def test_similarity_is_the_same_in_both_directions(one: Profile, other: Profile) -> None:
    assert value(one, other) == pytest.approx(value(other, one), abs=1e-6)
    assert explain(one, other, WEIGHTS).value == pytest.approx(explain(other, one, WEIGHTS).value)


@given(profiles)
def test_a_municipality_is_wholly_similar_to_itself(one: Profile) -> None:
    assert value(one, one) == pytest.approx(1)
    assert not explain(one, one, WEIGHTS).gaps


@given(profiles, profiles)
def test_similarity_lies_between_nothing_and_one(one: Profile, other: Profile) -> None:
    assert 0 <= value(one, other) <= 1


@given(profiles, profiles)
def test_the_explained_value_is_the_computed_one(one: Profile, other: Profile) -> None:
    assert explain(one, other, WEIGHTS).value == pytest.approx(value(one, other), abs=2e-4)


@given(profiles, profiles, st.sampled_from(sorted(OPPOSITES)))
def test_an_unknown_fact_never_counts_as_a_difference(one: Profile, other: Profile, fact: str) -> None:
    left, right = OPPOSITES[fact]
    different = value(replace(one, **{fact: left}), replace(other, **{fact: right}))
    unknown = replace(one, **{fact: None})
    assert value(unknown, replace(other, **{fact: right})) >= different - 1e-6
    assert value(unknown, other) == pytest.approx(value(unknown, replace(other, **{fact: None})), abs=1e-6)
    assert fact in {item.code for item in explain(unknown, other, WEIGHTS).unknowns}


@given(profiles, profiles)
def test_every_unknown_fact_is_named_and_neither_reason_nor_gap(one: Profile, other: Profile) -> None:
    result = explain(one, other, WEIGHTS)
    unknown = {item.code for item in result.unknowns}
    assert not unknown & {item.code for item in (*result.reasons, *result.gaps)}
    assert unknown <= set(FACTS)


@given(st.lists(profiles, min_size=2, max_size=12), st.integers(1, 5))
def test_all_against_all_in_blocks_equals_one_against_all(many: list[Profile], size: int) -> None:
    table = Table.of(many)
    whole = np.vstack([block for _, block in blocks(table, WEIGHTS, size)])
    single = np.vstack([similarities(table, slice(n, n + 1), WEIGHTS) for n in range(len(many))])
    assert np.allclose(whole, single)


@given(st.lists(profiles, min_size=2, max_size=12), st.integers(1, 20))
def test_the_nearest_are_others_best_first(many: list[Profile], count: int) -> None:
    found, values = nearest(Table.of(many), WEIGHTS, count)
    assert found.shape == (len(many), min(count, len(many) - 1))
    assert all(row not in line for row, line in enumerate(found.tolist()))
    assert (np.diff(values, axis=1) <= 0).all()


def test_twice_as_large_is_nearer_than_ten_times_as_large() -> None:
    twice, tenfold = replace(BELZIG, population=22_000), replace(BELZIG, population=110_000)
    assert value(BELZIG, twice) > value(BELZIG, tenfold)


def test_reasons_and_gaps_are_told_in_german_and_english() -> None:
    neighbour = replace(BELZIG, population=12_100, latitude=52.2, urbanisation=3)
    sentence = explain(BELZIG, neighbour, WEIGHTS).sentence
    assert sentence.de.startswith("ähnlich groß (11.118 / 12.100), 7 km entfernt, gleiches Land")
    assert sentence.de.endswith("; aber anders besiedelt (mittlere Besiedlungsdichte / gering besiedelt)")
    assert "similar in size (11,118 / 12,100)" in sentence.en


def test_a_village_and_the_capital_differ_in_everything_but_nearness() -> None:
    result = explain(BELZIG, BERLIN, WEIGHTS)
    assert result.value < 0.4
    assert {gap.code for gap in result.gaps} >= {"population", "state", "kind", "density"}


def test_distance_is_known_to_the_kilometre() -> None:
    assert kilometres(BELZIG, BERLIN) == pytest.approx(67.9, abs=0.5)
    assert kilometres(BELZIG, replace(BERLIN, latitude=None)) is None


def test_every_weight_states_its_reason() -> None:
    facts = data.read_yaml("similarity.yaml")["facts"]
    assert set(facts) == set(FACTS)
    assert all(fact["reason"] for fact in facts.values())


@pytest.mark.parametrize(
    "change", [{"population": {"weight": -1}}, {"state": {"weight": 0}}, {"trend": {"weight": 1, "scale": 0}}]
)
def test_senseless_weights_are_refused(change: dict[str, dict[str, float]]) -> None:
    facts = {**data.read_yaml("similarity.yaml")["facts"], **change}
    with pytest.raises(ValueError, match="weights"):
        Weights.from_mapping({"facts": facts})


def test_a_missing_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly the facts"):
        Weights.from_mapping({"facts": {"state": {"weight": 1}}})
