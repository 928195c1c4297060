# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether similarity says anything: are real takers nearer to where a solution came from than chance?"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allmende import data
from allmende.domain import similarity as rule
from allmende.domain.lifecycle import State
from allmende.domain.municipality import Level, level_of
from allmende.register import facts

HALVES = ("choosing", "checking")
_GERMAN = {"choosing": "Hälfte zum Wählen", "checking": "Hälfte zum Prüfen"}
ROUNDS, SEED = 2000, 20261124

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A body that took a solution over, and the origins of its own level."""

    solution: str
    level: Level
    origins: tuple[str, ...]
    taker: str


@dataclass(frozen=True, slots=True)
class Auc:
    """How often the real taker is nearer to the origin, 0 to 1, with a 95 percent bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} bis {self.high:.3f})".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Half:
    """Result on the solutions of one half: against a random body, and against that of a random inhabitant."""

    name: str
    pairs: int
    solutions: int
    municipality: Auc
    inhabitant: Auc

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self) -> str:
        return (
            f"{_GERMAN[self.name]}: {self.pairs} Nachnutzungen von {self.solutions} Lösungen. "
            f"Näher als eine zufällige Kommune: {self.municipality}. "
            f"Näher als die Kommune eines zufälligen Einwohners: {self.inhabitant}."
        )


def half_of(solution: str) -> str:
    """The half a solution belongs to, fixed for ever by its slug."""
    return HALVES[sha256(solution.encode()).digest()[-1] % 2]


def known_pairs() -> list[Pair]:
    """Bundled transfers between bodies of the same level, but for those decided against."""
    pairs = []
    with data.path("knowledge", "transfers.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            pair = _pair(json.loads(line))
            if pair:
                pairs.append(pair)
    return pairs


def _pair(transfer: dict[str, Any]) -> Pair | None:
    taker = transfer["taker"]["key"]
    if not taker or transfer["state"] == State.DECIDED_AGAINST:
        return None
    level = level_of(taker)
    known = facts.profiles(level)
    keys = (origin["key"] for origin in transfer["origin"])
    origins = tuple(sorted(key for key in keys if key in known and key != taker))
    return Pair(transfer["solution"], level, origins, taker) if origins and taker in known else None


def validate(weights: rule.Weights) -> list[Half]:
    """Both halves: the one the weights were chosen on, and the one that was not used for it."""
    pairs = known_pairs()
    scores = np.array([_score(pair, weights) for pair in pairs]).reshape(len(pairs), 2)
    return [_half(name, pairs, scores) for name in HALVES]


def _score(pair: Pair, weights: rule.Weights) -> tuple[float, float]:
    """Share of all bodies, and of all inhabitants, that are farther from the origin than the taker."""
    table = facts.table(pair.level)
    rows = [table.keys.index(key) for key in (*pair.origins, pair.taker)]
    near = rule.similarities(table, np.array(rows[:-1], np.intp), weights).max(axis=0)
    farther = (near < near[rows[-1]]) + 0.5 * (near == near[rows[-1]])
    population = np.array([one.population or 0 for one in facts.profiles(pair.level).values()], float)
    others = np.ones(len(table))
    others[rows] = 0
    people = population * others
    return float(farther @ others / others.sum()), float(farther @ people / people.sum())


def _half(name: str, pairs: Sequence[Pair], scores: Numbers) -> Half:
    chosen = [number for number, pair in enumerate(pairs) if half_of(pair.solution) == name]
    solutions = sorted({pairs[number].solution for number in chosen})
    groups = [scores[[n for n in chosen if pairs[n].solution == solution]] for solution in solutions]
    municipality, inhabitant = _intervals(groups)
    return Half(name, len(chosen), len(solutions), municipality, inhabitant)


def _intervals(groups: Sequence[Numbers]) -> list[Auc]:
    """Means over all pairs; intervals by drawing whole solutions, as transfers of one are not independent."""
    chance = np.random.default_rng(SEED)
    sums, sizes = (
        np.array([group.sum(axis=0) for group in groups]),
        np.array([len(group) for group in groups]),
    )
    drawn = chance.integers(0, len(groups), (ROUNDS, len(groups)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)[:, None]
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    value = sums.sum(axis=0) / sizes.sum()
    return [Auc(*(round(float(part[n]), 3) for part in (value, low, high))) for n in range(2)]
