# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kommunen wie wir: all municipalities against all, and reading the register."""

from collections.abc import Iterator

import numpy as np

from allmende import data
from allmende.domain import similarity as rule
from allmende.domain.municipality import Level, Profile
from bench.made_up import SEED
from bench.measure import Row, once, seconds

MUNICIPALITIES = 10_751
PAIRS = 20_000


def profiles() -> list[Profile]:
    """Made-up bodies spread like the real ones: size log-normal, places all over the country."""
    chance = np.random.default_rng(SEED)
    population = np.exp(chance.normal(7.6, 1.4, MUNICIPALITIES)).astype(int) + 10
    place = chance.uniform((47.3, 5.9), (55.0, 15.0), (MUNICIPALITIES, 2))
    return [
        Profile(
            key=f"{i % 16 + 1:02d}{i:06d}", name=f"Musterort {i}", level=Level.MUNICIPALITY,
            state=f"{i % 16 + 1:02d}", population=int(population[i]), density=float(chance.lognormal(5, 1)),
            urbanisation=int(chance.integers(1, 4)), kind=("Stadt", "Gemeinde", "Markt")[i % 3],
            trend=float(chance.normal(2, 6)), travel_region=f"F{i % 150:03d}",
            latitude=float(place[i, 0]), longitude=float(place[i, 1]),
        )
        for i in range(MUNICIPALITIES)
    ]  # fmt: skip


def run() -> Iterator[Row]:
    """Rows of this section. Bounds: writing the result once; explaining pair by pair in Python."""
    weights = rule.Weights.from_mapping(data.read_yaml("similarity.yaml"))
    bodies = profiles()
    table = rule.Table.of(bodies)

    def everyone() -> None:
        for _ in rule.blocks(table, weights):
            pass

    def pairs() -> None:
        for i in range(PAIRS):
            rule.explain(bodies[i % MUNICIPALITIES], bodies[(i * 7) % MUNICIPALITIES], weights)

    taken = once(everyone)
    size = f"{MUNICIPALITIES} × {MUNICIPALITIES}"
    loop = once(pairs) / PAIRS * MUNICIPALITIES**2
    yield Row(
        "similarity",
        "Ähnlichkeit aller mit allen",
        size,
        taken,
        "s",
        f"Paar für Paar ({PAIRS} gemessen)",
        loop,
    )
    bound = seconds(lambda: np.empty((MUNICIPALITIES, MUNICIPALITIES), np.float32).fill(1))
    yield Row("similarity", "dasselbe", size, taken, "s", "Schranke: Ergebnis nur hinschreiben", bound)
    one = seconds(lambda: rule.similarities(table, np.array([0], np.intp), weights)) * 1000
    yield Row("similarity", "Ähnlichkeit einer mit allen", f"1 × {MUNICIPALITIES}", one, "ms")
