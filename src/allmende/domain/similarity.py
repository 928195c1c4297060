# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kommunen wie wir: how alike two municipalities are, from 0 to 1, and why.

A weighted distance after Gower (1971, Biometrics 27, 857-871): each fact gives a distance from 0 to 1, the
result is one minus their weighted mean. A fact that one of the two lacks is left out of the mean. Weights and
scales come from data/similarity.yaml.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, exp, log, radians, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allmende.domain.explain import Gap, Reason, Text, Unknown
from allmende.domain.municipality import Profile

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]

NUMERIC = ("population", "density", "urbanisation", "trend")
CATEGORICAL = ("kind", "travel_region", "state")
FACTS = (*NUMERIC, *CATEGORICAL, "distance")
_LOGARITHMIC = frozenset({"population", "density"})
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Weight:
    """Share of a fact in the mean. `scale` is where its distance reaches 1: a factor for population and
    density, steps for urbanisation, percentage points for the trend; for a visit the kilometres
    after which it has grown to 63 percent. Facts that are only equal or different have none. A distance of at
    most `near` is told as a reason, one of at least `far` as a gap."""

    weight: float
    scale: float = 1.0
    near: float = 0.0
    far: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of every fact."""

    facts: Mapping[str, Weight]

    def __post_init__(self) -> None:
        if set(self.facts) != set(FACTS):
            raise ValueError(f"weights need exactly the facts {', '.join(FACTS)}")
        if any(w.weight < 0 or w.scale <= 0 for w in self.facts.values()) or not self.facts["state"].weight:
            raise ValueError(
                "weights must not be negative, scales and the weight of the state must be positive"
            )

    @classmethod
    def from_mapping(cls, content: Mapping[str, Any]) -> "Weights":
        """From the content of similarity.yaml. Raises KeyError or ValueError where it is incomplete."""
        numbers = ("weight", "scale", "near", "far")
        return cls(
            {
                name: Weight(**{n: float(fact[n]) for n in numbers if n in fact})
                for name, fact in content["facts"].items()
            }
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Profiles as columns, to compare many at once. Not known is NaN in a number and -1 in a category."""

    keys: tuple[str, ...]
    numbers: Mapping[str, Floats]
    categories: Mapping[str, Numbers]
    places: Floats

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> "Table":
        """One row for each profile, in their order."""
        numbers = {name: np.array([_number(p, name) for p in profiles], np.float32) for name in NUMERIC}
        categories = {name: _codes([getattr(p, name) for p in profiles]) for name in CATEGORICAL}
        places = np.array([_unit_vector(p) for p in profiles], np.float32).reshape(len(profiles), 3)
        return cls(tuple(p.key for p in profiles), numbers, categories, places)

    def __len__(self) -> int:
        return len(self.keys)


def _number(profile: Profile, name: str) -> float:
    value: float | None = getattr(profile, name)
    if value is None:
        return float("nan")
    return log(max(value, 1.0)) if name in _LOGARITHMIC else float(value)


def _codes(values: Sequence[str | None]) -> Numbers:
    known = {value: code for code, value in enumerate(sorted({v for v in values if v}))}
    return np.array([known[value] if value else -1 for value in values], np.int32)


def _unit_vector(profile: Profile) -> tuple[float, float, float]:
    if profile.latitude is None or profile.longitude is None:
        return (float("nan"),) * 3
    latitude, longitude = radians(profile.latitude), radians(profile.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def _span(name: str, weight: Weight) -> float:
    return log(weight.scale) if name in _LOGARITHMIC else weight.scale


class _Sum:
    """Weighted mean of distances that leaves out what is not known; the common case costs no extra array."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.total = np.zeros(shape, np.float32)
        self.weight: Floats | float = 0.0

    def add(self, distance: Floats, weight: float, known: NDArray[np.bool_] | None) -> None:
        if known is None:
            self.total += distance * np.float32(weight)
            self.weight = self.weight + weight
        else:
            self.total += np.where(known, distance * np.float32(weight), np.float32(0))
            self.weight = self.weight + known.astype(np.float32) * np.float32(weight)

    def similarity(self) -> Floats:
        self.total /= np.asarray(self.weight, np.float32)
        result: Floats = np.clip(np.float32(1) - self.total, 0, 1)
        return result


def _known(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    return None if left.all() and right.all() else left[:, None] & right[None, :]


def similarities(table: Table, rows: NDArray[np.intp] | slice, weights: Weights) -> Floats:
    """Similarity of some rows of the table (one line each) to every row (one column each), 0 to 1.

    The same in both directions; 1 for a row and itself.
    """
    columns = np.arange(len(table))[rows]
    result = _Sum((len(columns), len(table)))
    for name, values in table.numbers.items():
        left, weight = values[columns], weights.facts[name]
        distance = np.abs(left[:, None] - values[None, :])
        distance /= np.float32(_span(name, weight))
        result.add(np.minimum(distance, 1), weight.weight, _known(~np.isnan(left), ~np.isnan(values)))
    for name, codes in table.categories.items():
        own = codes[columns]
        differs = (own[:, None] != codes[None, :]).astype(np.float32)
        result.add(differs, weights.facts[name].weight, _known(own >= 0, codes >= 0))
    _add_distance(result, table, columns, weights.facts["distance"])
    return result.similarity()


def _add_distance(result: _Sum, table: Table, rows: NDArray[np.intp], weight: Weight) -> None:
    left, right = table.places[rows], table.places
    square = np.zeros((len(rows), len(table)), np.float32)
    for axis in range(3):  # length of the chord through the earth: exact for neighbours, unlike the cosine
        step = left[:, None, axis] - right[None, :, axis]
        square += step * step
    kilometres = np.sqrt(square, out=square)
    kilometres *= np.float32(-_EARTH_RADIUS_KM / weight.scale)
    distance = 1 - np.exp(kilometres, out=kilometres)
    result.add(distance, weight.weight, _known(~np.isnan(left[:, 0]), ~np.isnan(right[:, 0])))


def blocks(table: Table, weights: Weights, size: int = 128) -> Iterator[tuple[int, Floats]]:
    """Everyone against everyone, `size` rows at a time to save memory: first row, similarities."""
    for start in range(0, len(table), size):
        yield start, similarities(table, slice(start, start + size), weights)


def nearest(table: Table, weights: Weights, count: int) -> tuple[Numbers, Floats]:
    """For each row the `count` most similar other rows, best first: their row numbers and similarities."""
    count = min(count, max(len(table) - 1, 0))
    found, values = np.empty((len(table), count), np.int32), np.empty((len(table), count), np.float32)
    for start, block in blocks(table, weights):
        lines = np.arange(len(block))
        block[lines, start + lines] = -1
        best = np.argpartition(-block, max(count - 1, 0), axis=1)[:, :count]
        score = np.take_along_axis(block, best, axis=1)
        order = np.lexsort((best, -score), axis=1)
        found[start : start + len(block)] = np.take_along_axis(best, order, axis=1)
        values[start : start + len(block)] = np.take_along_axis(score, order, axis=1)
    return found, values


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two municipalities are, 0 to 1: what speaks for it, against it, and what is not known."""

    value: float
    reasons: tuple[Reason, ...]
    gaps: tuple[Gap, ...]
    unknowns: tuple[Unknown, ...]

    @property
    def sentence(self) -> Text:
        """All of it in one line, gaps after "aber"."""
        de = ", ".join(reason.text.de for reason in self.reasons)
        en = ", ".join(reason.text.en for reason in self.reasons)
        against_de = ", ".join(gap.text.de for gap in self.gaps)
        against_en = ", ".join(gap.text.en for gap in self.gaps)
        return Text(_but(de, against_de, "aber"), _but(en, against_en, "but"))


def _but(reasons: str, gaps: str, word: str) -> str:
    return f"{reasons}; {word} {gaps}" if reasons and gaps else reasons or gaps


def kilometres(one: Profile, other: Profile) -> float | None:
    """Distance as the crow flies in km, None if one place is not known."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    chord = sqrt(sum((a - b) ** 2 for a, b in zip(_unit_vector(one), _unit_vector(other), strict=True)))
    return 2 * _EARTH_RADIUS_KM * asin(min(chord / 2, 1.0))


def fact_distance(name: str, one: Profile, other: Profile, weight: Weight) -> float | None:
    """Distance in one fact, 0 to 1; None if one of the two is not known."""
    if name == "distance":
        km = kilometres(one, other)
        return None if km is None else 1 - exp(-km / weight.scale)
    left, right = getattr(one, name), getattr(other, name)
    if left in (None, "") or right in (None, ""):
        return None
    if name in CATEGORICAL:
        return float(left != right)
    return min(abs(_number(one, name) - _number(other, name)) / _span(name, weight), 1.0)


def explain(one: Profile, other: Profile, weights: Weights) -> Similarity:
    """The same result as `similarities` for one pair, with its reasons, the heaviest facts first."""
    reasons: list[Reason] = []
    gaps: list[Gap] = []
    unknowns: list[Unknown] = []
    total = weighed = 0.0
    for name in sorted(FACTS, key=lambda fact: -weights.facts[fact].weight):
        weight = weights.facts[name]
        if not weight.weight:
            continue
        distance = fact_distance(name, one, other, weight)
        if distance is None:
            unknowns.append(Unknown(name, _UNKNOWN[name]))
            continue
        total, weighed = total + distance * weight.weight, weighed + weight.weight
        if distance <= weight.near:
            reasons.append(Reason(name, _near(name, one, other)))
        elif distance >= weight.far:
            gaps.append(Gap(name, _far(name, one, other)))
    return Similarity(1 - total / weighed, tuple(reasons), tuple(gaps), tuple(unknowns))


_UNKNOWN = {
    "population": Text("Einwohnerzahl nicht bekannt", "population not known"),
    "density": Text("Siedlungsdichte nicht bekannt", "density not known"),
    "urbanisation": Text("Grad der Verstädterung nicht bekannt", "degree of urbanisation not known"),
    "trend": Text("Bevölkerungsentwicklung nicht bekannt", "population trend not known"),
    "kind": Text("Art der Kommune nicht bekannt", "kind of municipality not known"),
    "travel_region": Text("Reisegebiet nicht bekannt", "travel region not known"),
    "state": Text("Land nicht bekannt", "Land not known"),
    "distance": Text("Entfernung nicht bekannt", "distance not known"),
}
_SETTLEMENT = {
    1: Text("dicht besiedelt", "densely populated"),
    2: Text("mittlere Besiedlungsdichte", "intermediate density"),
    3: Text("gering besiedelt", "thinly populated"),
}


def _near(name: str, one: Profile, other: Profile) -> Text:
    match name:
        case "population":
            return _pair("ähnlich groß", "similar in size", one.population, other.population)
        case "density":
            return _pair("ähnlich dicht besiedelt", "similarly dense", one.density, other.density, "/km²")
        case "urbanisation":
            label = _SETTLEMENT[one.urbanisation or 3]
            return Text(f"beide {label.de}", f"both {label.en}")
        case "trend":
            return _trend("ähnliche Entwicklung", "similar trend", one, other)
        case "kind":
            return Text(f"beide {one.kind}", f"both {one.kind}")
        case "travel_region":
            return Text("gleiches Reisegebiet", "same travel region")
        case "state":
            return Text("gleiches Land", "same Land")
    return _apart(one, other)


def _far(name: str, one: Profile, other: Profile) -> Text:
    match name:
        case "population":
            return _pair("andere Größe", "different size", one.population, other.population)
        case "density":
            return _pair("andere Siedlungsdichte", "different density", one.density, other.density, "/km²")
        case "urbanisation":
            left, right = _SETTLEMENT[one.urbanisation or 3], _SETTLEMENT[other.urbanisation or 3]
            return Text(
                f"anders besiedelt ({left.de} / {right.de})", f"settled differently ({left.en} / {right.en})"
            )
        case "trend":
            return _trend("andere Entwicklung", "different trend", one, other)
        case "kind":
            return Text(
                f"andere Art ({one.kind} / {other.kind})", f"another kind ({one.kind} / {other.kind})"
            )
        case "travel_region":
            return Text("anderes Reisegebiet", "another travel region")
        case "state":
            return Text("anderes Land", "another Land")
    return _apart(one, other)


def _pair(de: str, en: str, one: float | None, other: float | None, unit: str = "") -> Text:
    left, right = f"{one or 0:,.0f}", f"{other or 0:,.0f}"
    german = f"{left} / {right}".replace(",", ".")
    return Text(f"{de} ({german}{unit})", f"{en} ({left} / {right}{unit})")


def _trend(de: str, en: str, one: Profile, other: Profile) -> Text:
    numbers = f"{one.trend or 0:+.1f} % / {other.trend or 0:+.1f} %".replace("-", "−")
    return Text(f"{de} ({numbers.replace('.', ',')})", f"{en} ({numbers})")


def _apart(one: Profile, other: Profile) -> Text:
    km = f"{kilometres(one, other) or 0:.0f} km"
    return Text(f"{km} entfernt", f"{km} away")
