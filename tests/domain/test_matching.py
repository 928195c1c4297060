# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from allmende.domain.evidence import Observation, Prior, base_rates
from allmende.domain.lifecycle import State
from allmende.domain.matching import CodeCheck, MatchRules, PartName, SolutionFacts, inferred, match, nearness
from allmende.domain.municipality import Level, Profile
from allmende.domain.ranking import Order, rank, stock

from .strategies import EVIDENCE_RULES, MATCH_RULES, NEEDS, PLACES, known, priors, shares, solutions, weights

BELZIG = Profile("12069020", "Bad Belzig", Level.MUNICIPALITY, "12", population=11_300)
DISTRICT = Profile("12069", "Potsdam-Mittelmark", Level.DISTRICT, "12")
PRIOR = Prior(0.8, 4)
RATES = base_rates([], EVIDENCE_RULES)


def matched(solution, similarity=None, relevance=0.5, municipality=BELZIG, prior=PRIOR, **more):
    return match(
        solution,
        municipality,
        relevance=relevance,
        similarity={} if similarity is None else similarity,
        prior=prior,
        rules=MATCH_RULES,
        **more,
    )


def solution(*observations, **facts):
    return SolutionFacts("loesung", "Lösung", observations=observations, **facts)


def runs(place, name, state=State.OPERATIONAL):
    return Observation(place, state, 2024, name=name)


def texts(found):
    return [one.text.de for one in found]


def test_running_in_a_similar_municipality_is_a_reason_with_its_name():
    found = matched(
        solution(runs(PLACES[0], "Gransee"), runs(PLACES[1], "Berlin")), {PLACES[0]: 0.84, PLACES[1]: 0.2}
    )
    assert found.part(PartName.FIT).value == 0.84
    assert "Läuft in Gransee (Ähnlichkeit 0,84)." in texts(found.reasons)
    assert found.part(PartName.FIT).factor > 1


def test_running_only_in_different_municipalities_is_a_gap():
    found = matched(solution(runs(PLACES[1], "Berlin")), {PLACES[1]: 0.2})
    assert texts(found.part(PartName.FIT).gaps) == [
        "In keiner Kommune wie Ihrer im Einsatz. Läuft in Berlin (Ähnlichkeit 0,20)."
    ]
    assert found.part(PartName.FIT).factor < 1


def test_running_in_the_municipality_itself_is_said():
    found = matched(solution(runs(BELZIG.key, "Bad Belzig")), {BELZIG.key: 1.0})
    assert "Läuft bereits in Ihrer Kommune." in texts(found.reasons)


def test_a_solution_of_a_district_is_compared_through_the_own_district():
    similarity = nearness(
        BELZIG,
        ["12068", PLACES[0], "99"],
        same_level={PLACES[0]: 0.9},
        districts={"12068": 1.0},
        rules=MATCH_RULES,
    )
    assert similarity == {"12068": MATCH_RULES.across_levels, PLACES[0]: 0.9}
    found = matched(solution(runs("12068", "Ostprignitz-Ruppin")), similarity)
    assert texts(found.part(PartName.FIT).reasons) == [
        "Läuft in Ostprignitz-Ruppin, dort beim Kreis; verglichen sind die Kreise (Ähnlichkeit 0,80)."
    ]


def test_a_district_learns_from_a_municipality_through_that_ones_district():
    similarity = nearness(DISTRICT, ["12068010"], same_level={}, districts={"12068": 0.5}, rules=MATCH_RULES)
    assert similarity == {"12068010": 0.5 * MATCH_RULES.across_levels}


def test_preconditions_are_unknown_until_the_municipality_says_what_it_has():
    facts = solution(preconditions=("LoRaWAN-Netz der Stadtwerke", "Baumkataster"), cost_known=True)
    found = matched(facts)
    assert texts(found.part(PartName.PRECONDITIONS).unknowns) == [
        "Zu klären: LoRaWAN-Netz der Stadtwerke",
        "Zu klären: Baumkataster",
    ]
    said = matched(facts, known={"lorawan": True, "Baumkataster": False}).part(PartName.PRECONDITIONS)
    assert said.value == 0.5
    assert texts(said.reasons) == ["Vorhanden: LoRaWAN-Netz der Stadtwerke"]
    assert texts(said.gaps) == ["Fehlt: Baumkataster"]


def test_a_network_that_carries_one_solution_is_there_for_the_next():
    network = solution(runs(BELZIG.key, "Bad Belzig"), preconditions=("LoRaWAN-Netz der Stadtwerke",))
    trial = solution(runs(BELZIG.key, "Bad Belzig", State.PILOTING), preconditions=("LoRaWAN-Netz",))
    assert inferred(BELZIG.key, [network], MATCH_RULES) == {"LoRaWAN": True}
    assert inferred(BELZIG.key, [trial, solution()], MATCH_RULES) == {}


def test_what_nobody_said_is_listed_and_moves_nothing():
    found = matched(solution(), relevance=None)
    assert found.order == 1
    assert [one.code for one in found.unknowns] == [
        "fit-no-place", "preconditions-undescribed", "cost-unknown", "evidence-none", "open-source-unknown",
    ]  # fmt: skip
    assert {step.text.de for step in found.explain()} == {"nicht bekannt, ändert nichts"}


def test_a_check_that_finds_the_duty_met_is_a_reason_with_its_day():
    seen = CodeCheck(date(2026, 11, 2), duty_met=True)
    checked = solution(repository="https://example.org/a", code_check=seen)
    part = matched(checked).part(PartName.OPENNESS)
    assert part.value == 1
    assert texts(part.reasons) == [
        "Code geprüft am 02.11.2026: die Veröffentlichungspflicht ist erfüllt, soweit prüfbar."
    ]


def test_a_check_that_finds_the_duty_unmet_is_a_gap_with_its_day():
    promised = solution(open_source=True, repository="https://example.org/a")
    checked = replace(promised, code_check=CodeCheck(date(2026, 11, 2), duty_met=False))
    part = matched(checked).part(PartName.OPENNESS)
    assert part.value == MATCH_RULES.duty_unmet
    assert texts(part.reasons) == ["Quelloffen."]
    assert texts(part.gaps) == [
        "Code geprüft am 02.11.2026: die Veröffentlichungspflicht ist nicht ganz erfüllt."
    ]
    assert part.factor < matched(promised).part(PartName.OPENNESS).factor


@given(solutions())
def test_a_check_that_could_not_look_changes_nothing(facts):
    unchecked = replace(facts, code_check=None)
    blind = replace(facts, code_check=CodeCheck(date(2026, 11, 2), duty_met=None))
    assert matched(blind) == matched(unchecked)


def test_stops_are_named_and_lower_the_evidence():
    found = matched(solution(runs(PLACES[0], "Hagen", State.STOPPED)), {PLACES[0]: 0.9})
    assert texts(found.part(PartName.EVIDENCE).gaps) == ["Beendet in: Hagen."]
    assert found.part(PartName.EVIDENCE).factor < 1


def test_stops_in_hidden_places_are_counted_beside_those_that_are_named():
    hidden = Observation(None, State.STOPPED, 2024, within="municipality:rural:12:")
    found = matched(solution(runs(PLACES[0], "Hagen", State.STOPPED), hidden), {PLACES[0]: 0.9})
    assert texts(found.part(PartName.EVIDENCE).gaps) == ["Beendet in: Hagen, nicht genannte Orte (1)."]


def test_open_code_lifts_and_closed_code_lowers():
    opened = solution(open_source=True, licence="EUPL-1.2", repository="https://code.example/x")
    found = matched(opened).part(PartName.OPENNESS)
    assert (found.value, texts(found.reasons)) == (1, ["Quelloffen (EUPL-1.2)."])
    assert (
        matched(replace(opened, repository=None)).part(PartName.OPENNESS).unknowns[0].code
        == "repository-unknown"
    )
    assert matched(replace(opened, open_source=False)).part(PartName.OPENNESS).factor < 1 < found.factor


def test_the_steps_multiply_to_the_order_value():
    found = matched(solution(runs(PLACES[0], "Gransee"), open_source=True), {PLACES[0]: 0.84})
    steps = found.explain()
    assert [step.name for step in steps] == list(PartName)
    assert steps[-1].product == pytest.approx(found.order)
    assert steps[1].text.de == "hebt die Lösung"


def test_unknown_parts_in_the_rules_are_refused():
    with pytest.raises(ValueError, match="beauty"):
        MatchRules.from_mapping({"parts": {"beauty": {"weight": 1, "neutral": 1}}}, EVIDENCE_RULES)


@given(solutions(), weights, shares, known, priors)
def test_values_lie_in_0_to_1_and_the_same_facts_give_the_same_match(facts, near, relevance, said, prior):
    found = matched(facts, near, relevance, known=said, prior=prior)
    assert all(part.value is None or 0 <= part.value <= 1 for part in found.parts)
    assert all(part.factor >= 0 for part in found.parts)
    assert found == matched(facts, near, relevance, known=said, prior=prior)


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # many solutions run nowhere
@given(solutions(), weights, st.sampled_from(PLACES), shares, shares)
def test_a_more_similar_place_never_lowers_the_fit(facts, near, place, one, other):
    far, close = sorted((one, other))
    assume(matched(facts, near | {place: far}).part(PartName.FIT).value is not None)
    fits = [matched(facts, near | {place: value}).part(PartName.FIT).value for value in (far, close)]
    assert fits[1] >= fits[0]


@given(solutions(), weights, known)
def test_an_unknown_part_moves_nothing(facts, near, said):
    for part in matched(facts, near, known=said).parts:
        assert part.value is not None or part.factor == 1


@given(solutions(), weights, known)
def test_missing_information_never_lowers_the_order_value(facts, near, said):
    """Saying nothing is never worse than the bad news that could be said, and adds nothing to the value."""
    value = matched(facts, near, known=said).order
    silent = Observation(None, State.UNKNOWN, name="irgendwo")
    assert (
        matched(replace(facts, observations=(*facts.observations, silent)), near, known=said).order == value
    )
    assert (
        matched(replace(facts, preconditions=(*facts.preconditions, "Neues")), near, known=said).order
        == value
    )
    for bad, nothing in (
        (replace(facts, open_source=False), replace(facts, open_source=None)),
        (replace(facts, preconditions=NEEDS), replace(facts, preconditions=())),
    ):
        lacking = dict.fromkeys(NEEDS, False)
        assert matched(nothing, near, known=lacking).order >= matched(bad, near, known=lacking).order


@given(solutions(), weights, known, st.sampled_from(NEEDS), st.booleans())
def test_more_knowledge_never_adds_unknowns(facts, near, said, need, yes):
    before = matched(facts, near, known=said).unknowns
    after = matched(facts, near, known=said | {need: yes}).unknowns
    assert set(after) <= set(before)


@given(st.lists(solutions(), max_size=6), weights, known, st.booleans(), st.data())
def test_ranking_many_gives_the_numbers_of_each_single_match(many, near, said, asked, data):
    relevance = data.draw(st.none() | st.lists(shares, min_size=len(many), max_size=len(many)))
    solved = stock(many, RATES, MATCH_RULES)
    ranking = rank(
        solved,
        relevance=None if relevance is None else np.array(relevance),
        similarity=solved.similarities(near) if asked else None,
        rules=MATCH_RULES,
        known=said,
    )
    for i, facts in enumerate(many):
        single = match(
            facts,
            BELZIG if asked else None,
            relevance=relevance and relevance[i],
            similarity=near if asked else None,
            prior=RATES.prior(facts.fields),
            rules=MATCH_RULES,
            known=said,
        )
        assert ranking.value[i] == pytest.approx(single.order)
        for part in single.parts:
            expected = np.nan if part.value is None else part.value
            assert ranking.parts[part.name][i] == pytest.approx(expected, nan_ok=True)


@given(st.lists(solutions(), min_size=1, max_size=6), st.lists(weights, min_size=1, max_size=3))
def test_ranking_for_many_municipalities_gives_the_rows_of_each(many, asking):
    solved = stock(many, RATES, MATCH_RULES)
    rows = np.array([solved.similarities(near) for near in asking])
    together = rank(solved, relevance=None, similarity=rows, rules=MATCH_RULES).value
    for row, value in zip(rows, together, strict=True):
        alone = rank(solved, relevance=None, similarity=row, rules=MATCH_RULES).value
        assert value == pytest.approx(alone)


def test_the_order_can_be_switched():
    near = {PLACES[0]: 0.9, PLACES[1]: 0.3}
    many = [
        replace(solution(runs(PLACES[1], "fern")), slug="fern", newest=date(2026, 1, 1)),
        replace(solution(runs(PLACES[0], "nah")), slug="nah", newest=date(2020, 1, 1)),
        replace(solution(), slug="unbekannt"),
    ]
    solved = stock(many, RATES, MATCH_RULES)
    relevance = np.array([0.2, 0.3, 1.0])
    ranking = rank(solved, relevance=relevance, similarity=solved.similarities(near), rules=MATCH_RULES)

    def first(order, among=None):
        return [solved.slugs[i] for i in ranking.positions(order, among)]

    assert first(Order.RELEVANCE) == ["unbekannt", "nah", "fern"]
    assert first(Order.FIT) == ["nah", "fern", "unbekannt"]
    assert first(Order.EVIDENCE)[-1] == "unbekannt"
    assert first(Order.NEWEST) == ["fern", "nah", "unbekannt"]
    assert first(Order.MATCH, among={0, 1}) == ["nah", "fern"]
