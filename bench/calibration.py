# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the estimate of the evidence keeps its word: `python -m bench.calibration`.

First municipalities and outcomes made up under a truth that is known: how often does the range hold it? Then
the bundled knowledge, one observation left out at a time: does the estimate foretell it better than the base
rate alone? Deterministic.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from allmende import data
from allmende.domain import similarity as rule
from allmende.domain.evidence import (
    RUNNING,
    STOPPED,
    EvidenceRules,
    Observation,
    Prior,
    base_rates,
    estimate,
    latest,
)
from allmende.domain.fit import nearness
from allmende.domain.lifecycle import State
from allmende.domain.matching import MatchRules
from allmende.domain.municipality import Level, Profile
from bench.made_up import SEED

Floats = NDArray[np.float64]
COUNTS = (0, 1, 3, 10, 30)
_CITIES = ("kreisfreie Stadt", "Stadtkreis")


def evidence_rules() -> EvidenceRules:
    """The rules as bundled."""
    return EvidenceRules.from_mapping(data.read_yaml("evidence.yaml"))


def register() -> list[Profile]:
    """All bodies of the bundled register; a kreisfreie Stadt among the municipalities only."""
    with gzip.open(data.path("register", "register.csv.gz"), "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [_profile(row) for row in rows if not (row["level"] == "district" and row["kind"] in _CITIES)]


def _profile(row: Mapping[str, str]) -> Profile:
    population, area = int(row["population"] or 0), float(row["area_km2"] or 0)
    numbers = {name: float(row[name]) if row[name] else None for name in ("trend", "latitude", "longitude")}
    return Profile(
        row["key"], row["name"], Level(row["level"]), row["state"] or row["key"][:2], population or None,
        population / area if population and area else None,
        int(row["urbanisation"]) if row["urbanisation"] else None, row["kind"] or None,
        travel_region=row["travel_region"] or None, **numbers,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Made-up outcomes. mean: share of places that keep a solution, over solutions; alike: how like each
    other solutions are, as the strength of a Beta distribution; slope: how much the place matters, in log
    odds between places alike and not; believed: mean of the prior; told: share of stops that is reported."""

    name: str
    mean: float = 0.8
    alike: float = 4.0
    slope: float = 0.0
    believed: float = 0.8
    told: float = 1.0


WORLDS = (
    World("Lösungen so verschieden, wie der Ausgangswert annimmt"),
    World("alle Lösungen gleich gut", alike=1000),
    World("Lösungen sehr verschieden", alike=1.5),
    World("der Ort zählt mit (ähnliche Orte, ähnlicher Ausgang)", slope=6),
    World("der Ort entscheidet fast allein", slope=15),
    World("das Handlungsfeld liegt 20 Punkte unter dem Ausgangswert", mean=0.6),
    World("nur jeder vierte Abbruch wird berichtet", told=0.25),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of many trials: how often the range held the truth, its mean width, mean of estimate less truth."""

    held: float
    width: float
    error: float


def similarity_matrix(size: int = 400) -> Floats:
    """Similarities among municipalities drawn from the register."""
    everyone = [body for body in register() if body.level == Level.MUNICIPALITY]
    drawn = np.random.default_rng(SEED).choice(len(everyone), size, replace=False)
    table = rule.Table.of([everyone[i] for i in drawn])
    weights = rule.Weights.from_mapping(data.read_yaml("similarity.yaml"))
    return rule.similarities(table, slice(None), weights).astype(float)


def simulate(world: World, count: int, trials: int, similar: Floats, rules: EvidenceRules) -> Coverage:
    """Estimate for a random municipality from the reports of `count` others, against what is true there."""
    chance = np.random.default_rng([SEED, count])
    prior = Prior(world.believed, rules.strength)
    held, width, error = 0, 0.0, 0.0
    for _ in range(trials):
        truth, here = _truth(world, similar, chance)
        seen = _reports(world, truth, here, count, chance)
        weights = {str(place): float(similar[here, place]) for place, _ in seen}
        observations = [Observation(str(place), state, 2024) for place, state in seen]
        found = estimate(observations, weights=weights, prior=prior, rules=rules)
        held += found.low <= truth[here] <= found.high
        width += found.high - found.low
        error += found.mean - truth[here]
    return Coverage(held / trials, width / trials, error / trials)


def _truth(world: World, similar: Floats, chance: np.random.Generator) -> tuple[Floats, int]:
    """Chance that each municipality keeps a new solution, and the one that asks."""
    base = chance.beta(world.mean * world.alike, (1 - world.mean) * world.alike)
    odds = log(max(base, 1e-9) / max(1 - base, 1e-9))
    made_for, here = chance.integers(len(similar), size=2)
    pull = world.slope * (similar[made_for] - similar[made_for].mean())
    return 1 / (1 + np.exp(-(odds + pull))), int(here)


def _reports(
    world: World, truth: Floats, here: int, count: int, chance: np.random.Generator
) -> list[tuple[int, State]]:
    """What `count` other municipalities report; places whose stop is not told are replaced by others."""
    found: list[tuple[int, State]] = []
    for place in chance.permutation(len(truth)):
        if len(found) == count:
            break
        runs = chance.random() < truth[place]
        if place != here and (runs or chance.random() < world.told):
            found.append((int(place), State.OPERATIONAL if runs else State.STOPPED))
    return found


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was foretold for an observation that was left out: by solution, whether it runs, and the chance by
    the estimate, by the estimate without similarity, by the base rate of its fields, and by the bare share of
    all others; others: observations of the same solution."""

    solution: str
    runs: bool
    estimate: float
    alike: float
    base: float
    bare: float
    others: int


def stock() -> dict[str, tuple[tuple[str, ...], list[Observation]]]:
    """Action fields and scored observations of the bundled solutions, one for each place."""
    seen: defaultdict[str, list[Observation]] = defaultdict(list)
    for name, place in (("deployments", "place"), ("transfers", "taker")):
        for row in _lines(name):
            year = None if row["as_of_basis"] == "research" else int(row["as_of"][:4])
            where = row[place] or {}
            seen[row["solution"]].append(
                Observation(where.get("key"), State(row["state"]), year, name=where.get("name") or "")
            )
    fields = {row["slug"]: tuple(row["fields"]) for row in _lines("solutions")}
    return {
        slug: (fields[slug], [one for one in latest(them) if one.state in RUNNING | STOPPED])
        for slug, them in sorted(seen.items())
    }


def _lines(name: str) -> Iterator[dict[str, object]]:
    with data.path("knowledge", f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def forecasts(rules: EvidenceRules) -> list[Forecast]:
    """Each scored observation at a known place, foretold from all others."""
    known = stock()
    near = _Nearness(MatchRules.from_mapping(data.read_yaml("matching.yaml"), rules))
    total = sum(len(them) for _, them in known.values())
    running = sum(one.state in RUNNING for _, them in known.values() for one in them)
    found = []
    for slug, (fields, them) in known.items():
        for one in them:
            if one.place not in near.bodies:
                continue
            rest = [other for other in them if other is not one]
            rates = base_rates(({**known, slug: (fields, rest)}).values(), rules)
            prior = rates.prior(fields)
            weights = near.to(one.place, [other.place for other in rest if other.place])
            mean = estimate(rest, weights=weights, prior=prior, rules=rules).mean
            alike = estimate(rest, weights=None, prior=prior, rules=rules).mean
            runs = one.state in RUNNING
            bare = (running - runs) / (total - 1)
            found.append(Forecast(slug, runs, mean, alike, prior.mean, bare, len(rest)))
    return found


class _Nearness:
    """Similarity of places to one, across levels as the find page computes it."""

    def __init__(self, rules: MatchRules) -> None:
        self.rules = rules
        self.weights = rule.Weights.from_mapping(data.read_yaml("similarity.yaml"))
        self.bodies = {body.key: body for body in register()}
        by_level = {level: [b for b in self.bodies.values() if b.level == level] for level in Level}
        self.tables = {level: rule.Table.of(them) for level, them in by_level.items()}
        self.rows: dict[str, Mapping[str, float]] = {}

    def to(self, key: str, places: Iterable[str]) -> dict[str, float]:
        """Similarity of each place that can be compared to the body of that key."""
        return nearness(
            self.bodies[key],
            places,
            same_level=self._row(key),
            districts=self._row(key[:5]),
            rules=self.rules,
        )

    def _row(self, key: str) -> Mapping[str, float]:
        body = self.bodies.get(key) or self.bodies.get(f"{key}000")
        if body is None:
            return {}
        if body.key not in self.rows:
            table = self.tables[body.level]
            line = rule.similarities(table, np.array([table.keys.index(body.key)]), self.weights)[0]
            self.rows[body.key] = dict(zip(table.keys, line.tolist(), strict=True))
        return self.rows[body.key]


def log_score(chance: float, runs: bool) -> float:
    """Surprise in nats: 0 is best."""
    return -log(chance if runs else 1 - chance)


def brier(chance: float, runs: bool) -> float:
    """Squared error: 0 is best."""
    return (chance - runs) ** 2


WAYS = ("estimate", "alike", "base", "bare")
Score = Callable[[float, bool], float]


def compared(found: Sequence[Forecast], score: Score) -> tuple[dict[str, float], tuple[float, float, float]]:
    """Mean score of each way to foretell, and the gain of the estimate over the base rate with its 95 %
    interval (bootstrap over solutions; above 0: the estimate is better)."""
    means = {way: float(np.mean([score(getattr(one, way), one.runs) for one in found])) for way in WAYS}
    gains: defaultdict[str, list[float]] = defaultdict(list)
    for one in found:
        gains[one.solution].append(score(one.base, one.runs) - score(one.estimate, one.runs))
    sums = np.array([sum(them) for them in gains.values()])
    sizes = np.array([len(them) for them in gains.values()])
    drawn = np.random.default_rng(SEED).integers(len(sums), size=(2000, len(sums)))
    resampled = sums[drawn].sum(1) / sizes[drawn].sum(1)
    low, high = np.quantile(resampled, (0.025, 0.975))
    return means, (means["base"] - means["estimate"], float(low), float(high))


def _told(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def simulation_row(world: World, trials: int, similar: Floats, rules: EvidenceRules) -> str:
    """A line of the table of the made-up worlds, as docs/verstehen/kalibrierung.md holds it."""
    results = [simulate(world, count, trials, similar, rules) for count in COUNTS]
    cells = [f"{100 * one.held:.0f} % ({_told(one.width, 2)}; {_told(one.error, 2)})" for one in results]
    return f"| {world.name} | {' | '.join(cells)} |"


GROUPS = {0: "alle", 1: "mindestens eine andere derselben Lösung", 3: "mindestens drei andere"}


def forecast_rows(rules: EvidenceRules) -> Iterator[str]:
    """The lines of the table of the bundled knowledge, as docs/verstehen/kalibrierung.md holds them."""
    found = forecasts(rules)
    for least, name in GROUPS.items():
        chosen = [one for one in found if one.others >= least]
        stops = sum(not one.runs for one in chosen)
        for which, score in ((f"{name}: {len(chosen)}, {stops} | Log", log_score), (" | Brier", brier)):
            means, (gain, low, high) = compared(chosen, score)
            cells = " | ".join(_told(means[way], 4) for way in WAYS)
            line = f"| {which} | {cells} | {_told(gain, 4)} ({_told(low, 4)} bis {_told(high, 4)}) |"
            yield line.replace("|  |", "| |")


def _print_all(trials: int) -> None:
    similar, rules = similarity_matrix(), evidence_rules()
    print(f"| Welt | {' | '.join(f'n = {count}' for count in COUNTS)} |\n|---|{'---:|' * len(COUNTS)}")
    for world in WORLDS:
        print(simulation_row(world, trials, similar, rules), flush=True)
    for weight in (rules.stopped_weight, 1.0):
        print(f"\nAbbrüche im Ausgangswert {weight:.0f}-fach gezählt:\n")
        print("| | Maß | Schätzung | ohne Ähnlichkeit | Ausgangswert | bloßer Anteil | Gewinn |")
        print("|---|---|---:|---:|---:|---:|---:|")
        print("\n".join(forecast_rows(replace(rules, stopped_weight=weight))))


PAPER_TRIALS = 2000

if __name__ == "__main__":
    _print_all(int(sys.argv[1]) if len(sys.argv) > 1 else PAPER_TRIALS)
