# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allmende.domain import beta
from allmende.domain.evidence import Observation, Prior, base_rates, estimate, latest
from allmende.domain.lifecycle import State

from .strategies import (
    CLASSES,
    EVIDENCE_RULES,
    PLACES,
    hidden_observations,
    hidden_weights,
    observations,
    priors,
    shares,
    stocks,
    weights,
)

PRIOR = Prior(0.8, 4)


def evidence(seen, near=None, prior=PRIOR):
    return estimate(seen, weights=near, prior=prior, rules=EVIDENCE_RULES)


def at(place, state, on=2024):
    return Observation(PLACES[place], state, on, name=f"Ort {place}")


def test_counts_are_said_in_one_line_with_those_of_municipalities_like_yours():
    seen = [at(i, State.OPERATIONAL) for i in range(7)]
    seen += [at(i, State.STOPPED) for i in (7, 8)] + [at(i, State.PLANNED) for i in (9, 10, 11)]
    near = dict.fromkeys(PLACES, 0.3) | dict.fromkeys(PLACES[:3], 0.9)
    assert evidence(seen, near).summary.de == (
        "in Betrieb 7 · vorzeitig beendet 2 · geplant 3; in Kommunen wie Ihrer 3 von 3"
    )
    assert evidence(seen, near).summary.en == (
        "in operation 7 · stopped early 2 · planned 3; in municipalities like yours 3 of 3"
    )


def test_without_a_municipality_every_place_counts_fully_and_none_is_called_near():
    found = evidence([at(0, State.OPERATIONAL), at(1, State.STOPPED)])
    assert found.mean == pytest.approx((3.2 + 1) / (4 + 2))
    assert found.near_running is None
    assert found.summary.de == "in Betrieb 1 · vorzeitig beendet 1"


def test_no_experience_nearby_is_said():
    found = evidence([at(0, State.OPERATIONAL)], {PLACES[0]: 0.2})
    assert found.summary.de == "in Betrieb 1; in Kommunen wie Ihrer noch keine Erfahrung"


def test_the_two_kinds_of_end_are_told_apart_and_only_the_stop_is_scored():
    found = evidence([at(0, State.ENDED), at(1, State.STOPPED)])
    assert found.summary.de == "vorzeitig beendet 1 · planmäßig ausgelaufen 1"
    assert found.mean == pytest.approx(3.2 / 5)


def test_a_place_counts_once_with_its_latest_state():
    seen = [
        at(0, State.STOPPED, 2023),
        at(0, State.OPERATIONAL, date(2021, 5, 1)),
        at(0, State.PLANNED, None),
    ]
    assert [one.state for one in latest(seen)] == [State.STOPPED]


def test_in_one_year_the_later_stage_of_life_counts():
    seen = [at(0, State.STOPPED, 2024), at(0, State.OPERATIONAL, date(2024, 3, 1))]
    assert [one.state for one in latest(seen)] == [State.STOPPED]


def test_in_one_year_what_the_place_says_itself_counts_and_of_that_the_later_day():
    said = [
        at(0, State.STOPPED, 2024),
        Observation(PLACES[0], State.STOPPED, date(2024, 2, 1), own=True),
        Observation(PLACES[0], State.OPERATIONAL, date(2024, 6, 1), own=True),
    ]
    assert [one.state for one in latest(said)] == [State.OPERATIONAL]
    assert [one.state for one in latest([*said, at(0, State.ENDED, 2025)])] == [State.ENDED]


def test_an_unknown_state_does_not_replace_what_is_known():
    seen = [at(0, State.OPERATIONAL, 2020), at(0, State.UNKNOWN, 2025)]
    assert [one.state for one in latest(seen)] == [State.OPERATIONAL]


def test_unresolved_places_are_told_apart_by_name():
    seen = [Observation(None, State.OPERATIONAL, name=name) for name in ("Region A", "Region B", "Region A")]
    assert evidence(seen).counts == {State.OPERATIONAL: 2}


def test_without_observations_the_estimate_is_the_prior_and_says_so():
    found = evidence([], {})
    assert found.prior_only
    assert found.mean == PRIOR.mean
    assert found.summary.de == "Noch hat niemand einen Einsatz berichtet"
    assert found.estimate.de.startswith("Geschätzt bleiben 80 von 100 solchen Einsätzen in Betrieb")
    assert "allein auf dem, was im Handlungsfeld üblich ist" in found.estimate.de


def test_base_rates_draw_small_fields_towards_the_overall_rate():
    many = [(("wasser",), [at(i, State.OPERATIONAL)]) for i in range(20)] * 5
    rates = base_rates([*many, (("netze",), [at(0, State.STOPPED)])], EVIDENCE_RULES)
    assert 0.5 < rates.by_field["netze"] < rates.overall < rates.by_field["wasser"] < 1
    assert rates.prior({"wasser", "netze"}).mean == pytest.approx(sum(rates.by_field.values()) / 2)
    assert rates.prior({"unbekannt"}).mean == rates.overall


def test_a_reported_stop_weighs_more_in_base_rates_than_a_reported_success():
    rates = base_rates([((), [at(0, State.OPERATIONAL), at(1, State.STOPPED)])], EVIDENCE_RULES)
    assert rates.overall == pytest.approx((1 + 20 * 0.8) / (1 + 4 + 20))


@pytest.mark.parametrize(("mean", "strength"), [(0, 4), (1, 4), (0.5, 0), (1.2, 1)])
def test_impossible_priors_are_refused(mean, strength):
    with pytest.raises(ValueError, match="not a prior"):
        Prior(mean, strength)


@given(stocks(), weights, priors, st.sampled_from(PLACES))
def test_more_successes_never_lower_the_estimate(seen, near, prior, place):
    assume(all(one.place != place for one in seen))
    more = [*seen, Observation(place, State.OPERATIONAL, 2024)]
    assert evidence(more, near, prior).mean >= evidence(seen, near, prior).mean


@given(stocks(), weights, priors, st.sampled_from(PLACES))
def test_more_stops_never_raise_the_estimate(seen, near, prior, place):
    assume(all(one.place != place for one in seen))
    more = [*seen, Observation(place, State.STOPPED, 2024)]
    assert evidence(more, near, prior).mean <= evidence(seen, near, prior).mean


@given(priors, shares, shares, st.sampled_from([State.OPERATIONAL, State.STOPPED]))
def test_a_nearer_observation_weighs_more(prior, one, other, state):
    far, near = sorted((one, other))
    assume(near - far > 0.001)
    moved_far = abs(evidence([at(0, state)], {PLACES[0]: far}, prior).mean - prior.mean)
    moved_near = abs(evidence([at(0, state)], {PLACES[0]: near}, prior).mean - prior.mean)
    assert moved_near > moved_far


@given(st.lists(hidden_observations(), max_size=6), hidden_weights, priors)
def test_an_anonymised_success_never_lowers_the_estimate_and_a_stop_never_raises_it(seen, near, prior):
    before = evidence(seen, near, prior).mean
    for state, sign in ((State.OPERATIONAL, 1), (State.STOPPED, -1)):
        more = [*seen, Observation(None, state, 2024, within=CLASSES[0])]
        assert sign * (evidence(more, near, prior).mean - before) >= -1e-12


@given(
    stocks(), weights, priors, st.sampled_from(PLACES), shares, shares,
    st.sampled_from([(State.OPERATIONAL, 1), (State.STOPPED, -1)]),
)  # fmt: skip
def test_among_others_too_a_nearer_place_moves_the_estimate_more(seen, near, prior, place, one, other, moves):
    assume(all(seen_one.place != place for seen_one in seen) and abs(one - other) > 0.001)
    low, high = sorted((one, other))
    state, sign = moves
    more = [*seen, Observation(place, state, 2024)]
    with_low, with_high = (evidence(more, near | {place: share}, prior).mean for share in (low, high))
    assert sign * with_low < sign * with_high


def test_an_anonymised_observation_weighs_with_the_mean_of_its_class():
    hidden = Observation(None, State.STOPPED, 2024, within=CLASSES[0])
    near = {CLASSES[0]: 0.6}
    assert evidence([hidden], near).mean == pytest.approx(3.2 / 4.6)
    assert evidence([hidden], near).counts == {State.STOPPED: 1}


def test_two_anonymised_observations_of_one_class_count_for_themselves():
    hidden = Observation(None, State.STOPPED, 2024, within=CLASSES[0])
    assert evidence([hidden, hidden]).counts == {State.STOPPED: 2}


@pytest.mark.parametrize("told", [{"place": PLACES[0]}, {"place": None, "name": "Bad Belzig"}])
def test_an_anonymised_observation_cannot_name_its_place(told):
    with pytest.raises(ValueError, match="must not name"):
        Observation(**told, state=State.STOPPED, within=CLASSES[0])


@given(
    st.lists(observations(state=st.sampled_from(sorted(set(State) - {State.OPERATIONAL, State.STOPPED})))),
    priors,
)
def test_plans_trials_and_planned_ends_are_counted_but_not_scored(seen, prior):
    found = evidence(seen, {}, prior)
    assert found.prior_only
    assert found.mean == pytest.approx(prior.mean)
    assert sum(found.counts.values()) == len(latest(seen))


@given(stocks(), weights, priors)
def test_the_range_holds_the_mean_and_lies_in_0_to_1(seen, near, prior):
    found = evidence(seen, near, prior)
    assert 0 <= found.low <= found.mean <= found.high <= 1


@given(stocks(), weights, st.builds(Prior, mean=st.floats(0.3, 0.7), strength=st.floats(4, 20)))
def test_the_range_holds_as_much_of_the_distribution_as_it_says_with_equal_tails(seen, near, prior):
    found = evidence(seen, near, prior)
    scored = [one for one in latest(seen) if one.state in (State.OPERATIONAL, State.STOPPED)]
    moved = {State.OPERATIONAL: 0.0, State.STOPPED: 0.0}
    for one in scored:
        moved[one.state] += near.get(one.place, EVIDENCE_RULES.unplaced)
    a, b = prior.running + moved[State.OPERATIONAL], prior.stopped + moved[State.STOPPED]
    assert found.interval == EVIDENCE_RULES.interval
    assert beta.cdf(found.low, a, b) == pytest.approx((1 - found.interval) / 2, abs=1e-6)
    assert beta.cdf(found.high, a, b) == pytest.approx((1 + found.interval) / 2, abs=1e-6)


@given(stocks().flatmap(lambda seen: st.tuples(st.just(seen), st.permutations(seen))), weights, priors)
def test_the_order_of_observations_does_not_matter(pair, near, prior):
    one, other = (evidence(seen, near, prior) for seen in pair)
    assert one.mean == pytest.approx(other.mean)
    assert one.summary == other.summary


@pytest.mark.parametrize("p", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_quantiles_of_the_beta_distribution_agree_with_closed_forms(p):
    assert beta.quantile(p, 1, 1) == pytest.approx(p)
    assert beta.quantile(p, 7.5, 1) == pytest.approx(p ** (1 / 7.5))
    assert beta.quantile(p, 1, 0.3) == pytest.approx(1 - (1 - p) ** (1 / 0.3))
    assert beta.quantile(p, 3.2, 5.1) == pytest.approx(1 - beta.quantile(1 - p, 5.1, 3.2))


@given(st.integers(1, 30), st.integers(1, 30), st.floats(0.01, 0.99))
def test_the_beta_distribution_agrees_with_exact_binomial_sums(a, b, x):
    n = a + b - 1
    tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta.cdf(x, a, b) == pytest.approx(tail, abs=1e-10)


@given(st.floats(0.01, 0.99), st.floats(0.1, 500), st.floats(0.1, 500))
def test_quantiles_invert_the_distribution(p, a, b):
    x = beta.quantile(p, a, b)
    assert beta.cdf(x - 2e-8, a, b) <= p + 1e-9
    assert beta.cdf(x + 2e-8, a, b) >= p - 1e-9
