# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place of an anonymised report is a class of at least five, whatever is combined."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.data import path, read_yaml
from allmende.domain.anonymity import Partition, PlaceClass, SharingRules, members
from allmende.domain.evidence import BaseRates, Observation, Prior, estimate
from allmende.domain.fit import nearness
from allmende.domain.lifecycle import State
from allmende.domain.match_parts import PartName
from allmende.domain.matching import match
from allmende.domain.municipality import Level, Profile, SizeClass, size_class
from allmende.domain.ranking import rank, stock

from .strategies import EVIDENCE_RULES, MATCH_RULES, hidden_observations, hidden_weights, solutions

RATES = BaseRates(0.7, {}, 4)
RULES = SharingRules.from_mapping(read_yaml("sharing.yaml"))
bodies = st.lists(
    st.builds(
        Profile,
        key=st.integers(0, 999_999).map("12{:06d}".format),
        name=st.just("Ort"),
        level=st.just(Level.MUNICIPALITY),
        state=st.sampled_from((*RULES.states[:9], "99")),
        population=st.none() | st.sampled_from((800, 7_000, 15_000, 40_000, 300_000)),
        urbanisation=st.none() | st.integers(1, 3),
    ),
    min_size=5,
    max_size=60,
    unique_by=lambda body: body.key,
)


def values(count: int) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(0, 1), min_size=count, max_size=count)


@cache
def register(level: Level) -> tuple[Profile, ...]:
    """The bundled register; a kreisfreie Stadt among the municipalities only."""
    with gzip.open(path("register", "register.csv.gz"), "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == level]
    return tuple(
        Profile(
            row["key"], row["name"], level, row["state"] or row["key"][:2], int(row["population"]),
            urbanisation=int(row["urbanisation"]) if row["urbanisation"] else None,
        )
        for row in rows
        if not (level == Level.DISTRICT and row["kind"] in ("kreisfreie Stadt", "Stadtkreis"))
    )  # fmt: skip


@cache
def tree(level: Level) -> Partition:
    return Partition.of(register(level), RULES)


def finest(body: Profile, them: Iterable[Profile]) -> PlaceClass:
    """The class of a body where nobody stands in public with the same."""
    return Partition.of(them, RULES).hiding(body.key, RULES.threshold)


def cells(partition: Partition, them: list[Profile]) -> Counter[frozenset[PlaceClass]]:
    """How many bodies are told apart from all others by knowing for every class whether it holds them."""
    classes = list(partition.counts)
    return Counter(frozenset(one for one in classes if one.holds(body)) for body in them)


def test_a_small_town_is_told_by_its_size_and_land():
    body = next(one for one in register(Level.MUNICIPALITY) if one.name == "Bad Belzig")
    finest, *coarser = tree(Level.MUNICIPALITY).paths[body.key]
    assert coarser[0].sentence(RULES).de == "eine Kleinstadt (10.000 bis 20.000 Einwohner) in Brandenburg"
    assert coarser[0].sentence(RULES).en == "a small town (10,000 to 20,000 inhabitants) in Brandenburg"
    assert finest.sentence(RULES).de.startswith(
        "eine Kleinstadt (10.000 bis 20.000 Einwohner) in Brandenburg,"
    )
    assert coarser[-1].sentence(RULES).de == "eine Gemeinde in Deutschland"


def test_a_city_state_hides_among_the_large_cities_of_its_neighbours():
    body = next(one for one in register(Level.MUNICIPALITY) if one.key == "02000000")
    assert finest(body, register(Level.MUNICIPALITY)).sentence(RULES).de == (
        "eine Großstadt (ab 100.000 Einwohner) in Schleswig-Holstein, Hamburg oder Bremen"
    )


def test_a_district_of_the_saarland_is_told_in_good_german():
    body = next(one for one in register(Level.DISTRICT) if one.state == "10")
    assert tree(Level.DISTRICT).paths[body.key][0].sentence(RULES).de == (
        "ein Landkreis (ab 100.000 Einwohner) im Saarland"
    )


@pytest.mark.parametrize("level", Level)
def test_no_class_of_the_register_has_fewer_than_five_and_none_can_be_cut_out(level):
    partition = tree(level)
    assert set(partition.paths) == {body.key for body in register(level)}
    assert min(partition.counts.values()) >= 5
    finest = Counter(classes[0] for classes in partition.paths.values())
    assert all(partition.counts[one] == number for one, number in finest.items())


@pytest.mark.parametrize("level", [Level.DISTRICT, Level.ASSOCIATION, Level.STATE])
def test_no_combination_of_published_classes_leaves_fewer_than_five(level):
    assert min(cells(tree(level), list(register(level))).values()) >= 5


def test_the_classes_are_fine_enough_to_say_something():
    finest = {classes[0] for classes in tree(Level.MUNICIPALITY).paths.values()}
    assert len(finest) > 80
    assert sum(len(one.states) == 1 for one in finest) > 80


@given(bodies, st.data())
def test_who_is_known_otherwise_never_leaves_fewer_than_five_that_it_could_be(them, data):
    partition, k = Partition.of(them, RULES), RULES.threshold
    keys = [body.key for body in them]
    named = set(data.draw(st.lists(st.sampled_from(keys), max_size=len(keys))))
    classes = sorted(partition.counts, key=lambda one: one.code)
    hidden = data.draw(st.lists(st.sampled_from(classes), max_size=4))
    told = {}
    for body in them:
        try:
            told[body.key] = partition.hiding(body.key, k, named=named, hidden=hidden)
        except ValueError:
            assert len(them) - len(named) - len(hidden) < k
    for key, one in told.items():
        left = [body.key for body in them if one.holds(body) and body.key not in named]
        assert len(left) - sum(map(one.meets, hidden)) >= k
        # who knows the rule and all that is public learns no more: of each of them the same is told
        assert {told[other] for other in keys if one in partition.paths[other]} == {one}, key


def test_a_town_hides_in_a_coarser_class_where_others_of_its_class_are_named():
    body = next(one for one in register(Level.MUNICIPALITY) if one.key == "02000000")
    partition, finest = tree(Level.MUNICIPALITY), tree(Level.MUNICIPALITY).paths[body.key][0]
    assert partition.hiding(body.key, 5) == finest
    others = [one.key for one in register(Level.MUNICIPALITY) if finest.holds(one) and one != body]
    coarser = partition.hiding(body.key, 5, named=others)
    assert coarser != finest
    assert coarser.holds(body)
    assert partition.hiding(body.key, 5, hidden=[finest] * partition.counts[finest]) == coarser


def test_a_level_with_fewer_than_five_bodies_cannot_hide_one():
    them = [Profile(f"1200000{i}", "Ort", Level.MUNICIPALITY, "12", 800) for i in range(4)]
    with pytest.raises(ValueError, match="cannot hide"):
        finest(them[0], them)


@given(bodies)
def test_no_combination_of_classes_ever_leaves_fewer_than_five(them):
    partition = Partition.of(them, RULES)
    assert min(cells(partition, them).values()) >= RULES.threshold
    for body in them:
        classes = partition.paths[body.key]
        assert all(one.holds(body) for one in classes)
        counts = [partition.counts[one] for one in classes]
        assert counts == sorted(counts)
        assert all(partition.counts[one] == sum(map(one.holds, them)) for one in classes)


@given(bodies)
def test_two_classes_are_nested_or_disjoint(them):
    partition = Partition.of(them, RULES)
    held = [{body.key for body in them if one.holds(body)} for one in partition.counts]
    assert all(a <= b or b <= a or not a & b for a in held for b in held)


@given(bodies.flatmap(lambda them: st.tuples(st.just(them), st.permutations(them))))
def test_the_classes_depend_on_the_register_and_not_on_its_order(pair):
    assert Partition.of(pair[0], RULES).paths == Partition.of(pair[1], RULES).paths


@given(bodies, st.data())
def test_two_bodies_of_a_class_can_be_exchanged(them, data):
    partition = Partition.of(them, RULES)
    one, other = data.draw(st.sampled_from(them)), data.draw(st.sampled_from(them))
    if partition.paths[one.key][0] == partition.paths[other.key][0]:
        swapped = [replace(b, key={one.key: other.key, other.key: one.key}.get(b.key, b.key)) for b in them]
        assert finest(one, them) == finest(other, swapped)


@given(bodies, st.data())
def test_the_evidence_of_an_anonymised_report_does_not_depend_on_the_place_within_its_class(them, data):
    partition = Partition.of(them, RULES)
    one, asks = data.draw(st.sampled_from(them)), data.draw(st.sampled_from(them))
    peers = [other for other in them if partition.paths[other.key] == partition.paths[one.key]]
    similar = dict(zip(sorted(body.key for body in them), data.draw(values(len(them))), strict=True))
    estimates = {_estimate(body, asks, them, similar) for body in peers}
    assert len(estimates) == 1


def _estimate(
    body: Profile, asks: Profile, them: list[Profile], similar: dict[str, float]
) -> tuple[object, ...]:
    hidden = finest(body, them)
    seen = Observation(None, State.STOPPED, 2024, within=hidden.code)
    near = nearness(
        asks,
        [hidden.code],
        same_level=similar,
        districts={},
        rules=MATCH_RULES,
        members=members([hidden.code], them),
    )
    found = estimate([seen], weights=near, prior=Prior(0.8, 4), rules=EVIDENCE_RULES)
    return found.mean, found.low, found.high, found.summary


def test_an_anonymised_place_is_as_near_as_its_class_on_average():
    them = [Profile(f"1206900{i}", "Ort", Level.MUNICIPALITY, "12", 800) for i in range(5)]
    hidden = finest(them[0], them)
    similar = {body.key: i / 5 for i, body in enumerate(them)}
    near = nearness(
        them[0],
        [hidden.code],
        same_level=similar,
        districts={},
        rules=MATCH_RULES,
        members=members([hidden.code], them),
    )
    assert near == {hidden.code: pytest.approx(0.4)}


@given(solutions(), st.lists(hidden_observations(), max_size=5), hidden_weights, st.booleans())
def test_ranking_many_weighs_anonymised_observations_as_each_single_match_does(facts, hidden, near, asked):
    facts = replace(facts, observations=(*facts.observations, *hidden))
    solved = stock([facts], RATES, MATCH_RULES)
    similarity = solved.similarities(near) if asked else None
    ranking = rank(solved, relevance=None, similarity=similarity, rules=MATCH_RULES)
    single = match(
        facts, register(Level.MUNICIPALITY)[0] if asked else None, relevance=None,
        similarity=near if asked else None, prior=RATES.prior(facts.fields), rules=MATCH_RULES,
    )  # fmt: skip
    assert ranking.value[0] == pytest.approx(single.order)
    assert all("rural:12" not in reason.text.de for reason in single.part(PartName.FIT).reasons)


@given(bodies)
def test_a_class_survives_being_stored(them):
    for one in Partition.of(them, RULES).counts:
        assert PlaceClass.from_code(one.code) == one
    codes = {one.code for one in Partition.of(them, RULES).counts}
    assert len(codes) == len(Partition.of(them, RULES).counts)


@given(bodies)
def test_the_sentence_names_no_place_and_no_exact_figure(them):
    for one in Partition.of(them, RULES).counts:
        said = one.sentence(RULES)
        assert "Ort" not in said.de
        assert not any(str(body.population) in said.de for body in them if body.population)


@pytest.mark.parametrize(
    "code", ["", "municipality", "town:::", "municipality:huge::", "municipality:::x", "1:2:3:4:5"]
)
def test_what_is_no_class_is_refused(code):
    with pytest.raises(ValueError):  # noqa: PT011  # any of several messages
        PlaceClass.from_code(code)


def test_the_rules_know_every_land_once_and_give_the_size_classes_of_the_domain():
    assert sorted(RULES.states) == [f"{number:02d}" for number in range(1, 17)]
    assert [size_class(number) for number in (4_999, 5_000, 10_000, 20_000, 100_000)] == list(SizeClass)
