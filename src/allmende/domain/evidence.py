# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Evidence: what happened with a solution elsewhere, as counts and as an estimate with its range.

The estimate is the share of places that keep the solution running: Beta(a0 + Σ w·running, b0 + Σ w·stopped).
The weights w say how similar each place is to the municipality that asks. Numbers live in data/evidence.yaml.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmende.domain import beta
from allmende.domain.explain import Text
from allmende.domain.lifecycle import LABELS, State

RUNNING = frozenset({State.OPERATIONAL})
STOPPED = frozenset({State.STOPPED})
_STAGE = {
    state: stage
    for stage, state in enumerate(
        (
            State.UNKNOWN,
            State.PLANNED,
            State.DECIDED_AGAINST,
            State.PILOTING,
            State.OPERATIONAL,
            State.ENDED,
            State.STOPPED,
        )
    )
}


@dataclass(frozen=True, slots=True)
class Observation:
    """A solution in one place, in a state, as of a date or a year (None: undated).

    place: official key, None if the place could not be resolved; source: address or title of the source;
    name: the place as shown to people; within: code of the class of an anonymised place, as in
    anonymity.PlaceClass, then neither place nor name is known; own: the place says so itself. Raises
    ValueError where it names its place.
    """

    place: str | None
    state: State
    on: date | int | None = None
    source: str = ""
    name: str = ""
    within: str | None = None
    own: bool = False

    def __post_init__(self) -> None:
        if self.within and (self.place or self.name):
            raise ValueError("an anonymised observation must not name its place")

    @property
    def where(self) -> str | None:
        """By what it is compared: its place, or the class that hides it."""
        return self.place or self.within

    @property
    def year(self) -> int | None:
        """Year as of which it holds."""
        return self.on.year if isinstance(self.on, date) else self.on

    @property
    def shown(self) -> str:
        """Name of the place, else its key."""
        return self.name or self.place or "?"


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before any observation: mean between 0 and 1, strength in observations."""

    mean: float
    strength: float

    def __post_init__(self) -> None:
        if not 0 < self.mean < 1 or self.strength <= 0:
            raise ValueError(f"not a prior: mean {self.mean}, strength {self.strength}")

    @property
    def running(self) -> float:
        """a0: imagined places that keep it running."""
        return self.mean * self.strength

    @property
    def stopped(self) -> float:
        """b0: imagined places that stopped it."""
        return (1 - self.mean) * self.strength


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """Numbers of data/evidence.yaml; each is explained there.

    near: similarity from which a place counts as "like yours"; unplaced: weight of a place that cannot be
    compared; interval: probability mass of the range; strength: of the prior, in observations;
    stopped_weight: how many stops one reported stop stands for in base rates; shrink: observations the
    overall rate counts for in the rate of a field; assumed: rate when nothing was observed at all.
    """

    near: float
    unplaced: float
    interval: float
    strength: float
    stopped_weight: float
    shrink: float
    assumed: float

    @classmethod
    def from_mapping(cls, data: Mapping[str, Mapping[str, Any]]) -> "EvidenceRules":
        """Rules from the content of data/evidence.yaml, {name: {value: …, reason: …}}. Raises KeyError."""
        return cls(**{name: float(data[name]["value"]) for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts by state; running of scored places, overall and near; estimate with range, all in 0..1.

    near_running, near_scored: None when no municipality was given. prior_only: nothing scored was observed.
    """

    counts: Mapping[State, int]
    near_running: int | None
    near_scored: int | None
    mean: float
    low: float
    high: float
    interval: float
    prior: Prior
    summary: Text

    @property
    def prior_only(self) -> bool:
        """No place is known where it runs or was stopped: the estimate is the prior alone."""
        return not any(self.counts.get(state) for state in RUNNING | STOPPED)

    @property
    def estimate(self) -> Text:
        """The estimate and its range as a sentence."""
        mean, low, high = (round(100 * share) for share in (self.mean, self.low, self.high))
        mass = round(100 * self.interval)
        text = Text(
            f"Geschätzt bleiben {mean} von 100 solchen Einsätzen in Betrieb "
            f"(mit {mass} % Wahrscheinlichkeit zwischen {low} und {high}).",
            f"An estimated {mean} of 100 such deployments stay in operation "
            f"({mass} % probability: between {low} and {high}).",
        )
        if not self.prior_only:
            return text
        return Text(
            f"{text.de} Das beruht allein auf dem, was im Handlungsfeld üblich ist.",
            f"{text.en} This rests only on what is usual in the field of action.",
        )


def latest(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """One observation for each place: the latest that says something about the state.

    Dates are compared by year, since many sources give no more. In one year what the place says itself counts
    before what others say of it, and among its own statements the later day; else the later stage of life.
    Unresolved places are told apart by their name; without a name, as with anonymised ones, each counts for
    itself.
    """
    kept: dict[object, Observation] = {}
    for position, one in enumerate(observations):
        place = one.place or one.name or position
        if place not in kept or _recency(one) > _recency(kept[place]):
            kept[place] = one
    return tuple(kept.values())


def _recency(one: Observation) -> tuple[bool, int, bool, str, int, str, str]:
    year = one.year or 0
    day = one.on.isoformat() if isinstance(one.on, date) else ""
    own_day = day if one.own else ""
    return (one.state != State.UNKNOWN, year, one.own, own_day, _STAGE[one.state], day, one.source)


def estimate(
    observations: Iterable[Observation],
    *,
    weights: Mapping[str, float] | None,
    prior: Prior,
    rules: EvidenceRules,
) -> Evidence:
    """Evidence of one solution for one municipality.

    weights: similarity of each place to the municipality, 0..1, by key; None if no municipality was chosen,
    then every place counts fully. Only running and stopped are scored; all other states are counted.
    """
    places = latest(observations)
    a, b = prior.running, prior.stopped
    near_running = near_scored = 0
    for one in places:
        runs, stopped = one.state in RUNNING, one.state in STOPPED
        weight = weight_of(one, weights, rules)
        a, b = a + weight * runs, b + weight * stopped
        near = weights is not None and weights.get(one.where or "", 0.0) >= rules.near
        near_running += near and runs
        near_scored += near and (runs or stopped)
    mean, tail = a / (a + b), (1 - rules.interval) / 2
    counts = Counter(one.state for one in places)
    asked = weights is not None
    return Evidence(
        counts=counts,
        near_running=near_running if asked else None,
        near_scored=near_scored if asked else None,
        mean=mean,
        # an extremely skewed Beta can have its mean outside the quantiles: the range shown then reaches to it
        low=min(mean, beta.quantile(tail, a, b)),
        high=max(mean, beta.quantile(1 - tail, a, b)),
        interval=rules.interval,
        prior=prior,
        summary=_summary(counts, (near_running, near_scored) if asked else None),
    )


def weight_of(one: Observation, weights: Mapping[str, float] | None, rules: EvidenceRules) -> float:
    """Weight of an observation: similarity of its place (of an anonymised one, the mean over its class, see
    `fit.nearness`), `rules.unplaced` if that is not known; 1 without a municipality."""
    return 1.0 if weights is None else weights.get(one.where or "", rules.unplaced)


def _summary(counts: Mapping[State, int], near: tuple[int, int] | None) -> Text:
    """For example "in Betrieb 7 · vorzeitig beendet 2 · geplant 3; in Kommunen wie Ihrer 3 von 3"."""
    if not counts:
        return Text("Noch hat niemand einen Einsatz berichtet", "Nobody has reported a deployment yet")
    shown = [(label, counts[state]) for state, label in LABELS.items() if counts.get(state)]
    german = " · ".join(f"{label.de} {count}" for label, count in shown)
    english = " · ".join(f"{label.en} {count}" for label, count in shown)
    if near is None:
        return Text(german, english)
    running, scored = near
    if not scored:
        return Text(
            f"{german}; in Kommunen wie Ihrer noch keine Erfahrung",
            f"{english}; no experience yet in municipalities like yours",
        )
    return Text(
        f"{german}; in Kommunen wie Ihrer {running} von {scored}",
        f"{english}; in municipalities like yours {running} of {scored}",
    )


@dataclass(frozen=True, slots=True)
class BaseRates:
    """Usual share of places that keep a solution running: overall and by action field, each in 0..1."""

    overall: float
    by_field: Mapping[str, float]
    strength: float

    def prior(self, fields: Collection[str]) -> Prior:
        """Prior of a solution in these action fields: mean of their rates, else the overall rate."""
        rates = [self.by_field[field] for field in sorted(fields) if field in self.by_field]
        return Prior(sum(rates) / len(rates) if rates else self.overall, self.strength)


def base_rates(
    stock: Iterable[tuple[Collection[str], Sequence[Observation]]], rules: EvidenceRules
) -> BaseRates:
    """Base rates from all solutions, each given as (its action fields, its observations).

    A reported stop counts `stopped_weight` times, because stops are reported less often than successes. Small
    fields are drawn towards the overall rate: (running + shrink · overall) / (scored + shrink).
    """
    running: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    for fields, observations in stock:
        states = [one.state for one in latest(observations)]
        for field in {"", *fields}:
            running[field] += sum(state in RUNNING for state in states)
            stopped[field] += sum(state in STOPPED for state in states)

    def rate(field: str, towards: float) -> float:
        scored = running[field] + rules.stopped_weight * stopped[field]
        return (running[field] + rules.shrink * towards) / (scored + rules.shrink)

    overall = rate("", rules.assumed)
    return BaseRates(overall, {field: rate(field, overall) for field in running if field}, rules.strength)
